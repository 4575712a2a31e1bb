package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.broker.TestBroker;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.SampleFilter;
import io.lynceus.dataset.deliver.Deliver;
import io.lynceus.dataset.folders.LabelledFolders;
import io.lynceus.dataset.layout.MiniDeliver;
import io.lynceus.dataset.layout.MiniFolders;
import io.lynceus.dataset.layout.MiniMCubeS;
import io.lynceus.dataset.layout.MiniMuses;
import io.lynceus.dataset.layout.Truth;
import io.lynceus.dataset.mcubes.MCubeS;
import io.lynceus.dataset.muses.Muses;
import io.lynceus.dataset.muses.MusesOptions;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.LocationFix;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.street.sensor.StreetEvents;
import io.lynceus.wire.Headers;
import io.lynceus.wire.Topics;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The street, written in every layout, replayed by the command through a broker, and read by a plain consumer: what arrives is what
 * the generator had in hand. Messages are taken apart here, by protobuf and ImageIO alone.
 */
class RoundTripTest {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    private Path folder;

    /** A record of a sensor. */
    private record Arrived(String sample, String modality, byte[] value) {
        BufferedImage image() throws Exception {
            return ImageIO.read(new ByteArrayInputStream(
                    CompressedImage.parseFrom(value).getData().toByteArray()));
        }
    }

    /** What the command puts on a recording's topics, each topic in the order of arrival. */
    private static List<Arrived> replayed(Recording recording, String rig, String... words) {
        Stream<String> more = Stream.of(
                "--rig-id", rig, "--speed", "0", "--bootstrap", BROKER.bootstrap(), "--create-topics", "--rate", "5");
        CommandRun run = CommandRun.of(Stream.of(Stream.of("replay"), Arrays.stream(words), more)
                .flatMap(Function.identity())
                .toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        int count = Integer.parseInt(run.out().replaceAll("(?s).*: (\\d+) frames.*", "$1"));
        List<String> topics = recording.channels().stream().map(Channel::topic).toList();
        List<Arrived> arrived = RigRecords.of(BROKER.bootstrap(), topics, rig, count).stream()
                .map(record -> new Arrived(
                        Headers.text(record.headers(), Headers.SAMPLE_ID).orElseThrow(),
                        Headers.text(record.headers(), Headers.MODALITY).orElseThrow(),
                        record.value()))
                .toList();
        assertThat(arrived).hasSize(count);
        return arrived;
    }

    private static List<Arrived> of(String modality, List<Arrived> arrived) {
        return arrived.stream().filter(a -> a.modality().equals(modality)).toList();
    }

    /** Each sample once for every modality. */
    private static void assertComplete(List<Arrived> arrived, Iterable<String> samples, String... modalities) {
        for (String modality : modalities) {
            assertThat(of(modality, arrived))
                    .as(modality)
                    .extracting(Arrived::sample)
                    .containsExactlyElementsOf(samples);
        }
    }

    private static void assertLabel(Recording recording, String sample, int classes, IntUnaryOperator truth) {
        LabelRaster label = recording.labels().orElseThrow().of(sample).orElseThrow();
        long[] expected = new long[256];
        long[] right = new long[256];
        for (int i = 0; i < label.classIds().length; i++) {
            int id = truth.applyAsInt(i);
            expected[id]++;
            right[id] += (label.classIds()[i] & 0xFF) == id ? 1 : 0;
        }
        assertThat(right).as("pixels of every class of " + sample).isEqualTo(expected);
        assertThat(Arrays.stream(expected, 0, classes).filter(n -> n > 0).count())
                .as("classes in " + sample)
                .isGreaterThan(1);
    }

    private interface Sample {
        int at(int x, int y, int channel);
    }

    private static void assertPixels(BufferedImage image, int width, int height, int channels, Sample truth) {
        assertThat(List.of(image.getWidth(), image.getHeight())).isEqualTo(List.of(width, height));
        int[] expected = new int[width * height * channels];
        int[] found = new int[expected.length];
        for (int i = 0; i < expected.length; i++) {
            int x = i / channels % width;
            int y = i / channels / width;
            expected[i] = truth.at(x, y, i % channels);
            found[i] = image.getRaster().getSample(x, y, i % channels);
        }
        assertThat(found).isEqualTo(expected);
    }

    private static ByteBuffer little(com.google.protobuf.ByteString bytes) {
        return bytes.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void whatArrivesOfDeliverIsTheStreetThatWasWritten() throws Exception {
        MiniDeliver mini = MiniDeliver.write(folder);
        Recording recording = Deliver.open(mini.root(), SampleFilter.ALL, 5);
        List<Arrived> arrived =
                replayed(recording, "deliver", "deliver", mini.root().toString());
        assertComplete(arrived, mini.samples().keySet(), "rgb", "depth", "event", "lidar");
        int side = MiniDeliver.SIDE;
        for (Arrived one : arrived) {
            Truth truth = mini.samples().get(one.sample());
            byte[] depth = truth.depth8();
            byte[] events = truth.eventImage();
            int step = one.modality().equals("event") && one.sample().contains("_eventlowres") ? 2 : 1;
            int channels =
                    one.modality().equals("lidar") ? one.image().getRaster().getNumBands() : 3;
            Sample expected =
                    switch (one.modality()) {
                        case "rgb" -> (x, y, c) -> truth.rgb()[3 * (y * side + x) + c] & 0xFF;
                        case "depth" -> (x, y, c) -> MiniDeliver.hha(depth[y * side + x], c);
                        case "lidar" -> (x, y, c) -> MiniDeliver.range(depth[y * side + x], x, y);
                        default -> (x, y, c) -> events[3 * (step * y * side + step * x) + c] & 0xFF;
                    };
            assertPixels(one.image(), side / step, side / step, channels, expected);
        }
        mini.samples().forEach((id, truth) -> assertLabel(recording, id, 25, i -> truth.label()[i] & 0xFF));
    }

    @Test
    void whatArrivesOfMusesIsTheStreetWithItsPointsAndEvents() throws Exception {
        MiniMuses mini = MiniMuses.write(folder);
        Recording recording = Muses.open(mini.root(), MusesOptions.defaults());
        List<Arrived> arrived = replayed(
                recording, "muses", "muses", mini.root().toString(), "--projection", "none", "--radar-threshold", "90");
        assertComplete(arrived, mini.scenes().keySet(), "rgb", "lidar", "event", "gnss");
        assertThat(of("radar", arrived)).hasSize(2);
        for (Arrived one : arrived) {
            MiniMuses.Scene scene = mini.scenes().get(one.sample());
            switch (one.modality()) {
                case "rgb" ->
                    assertPixels(
                            one.image(),
                            MiniMuses.WIDTH,
                            MiniMuses.HEIGHT,
                            3,
                            (x, y, c) -> scene.truth().rgb()[3 * (y * MiniMuses.WIDTH + x) + c] & 0xFF);
                case "lidar" -> assertScan(one, scene);
                case "event" -> assertEvents(one, scene);
                case "radar" -> assertEchoes(one, scene);
                default ->
                    assertThat(LocationFix.parseFrom(one.value()).getAltitude()).isCloseTo(412.345, within(1e-9));
            }
        }
        mini.scenes().forEach((id, scene) -> assertLabel(recording, id, 19, i -> MiniMuses.trainId(scene.truth(), i)));
        assertThat(RigRecords.of(BROKER.bootstrap(), List.of(Topics.CALIBRATION, Topics.TRANSFORMS), "muses", 5))
                .extracting(ConsumerRecord::key)
                .containsExactlyInAnyOrder(
                        Topics.latchedKey("muses", "camera_front"),
                        Topics.latchedKey("muses", "event_front"),
                        Topics.latchedKey("muses", "event_front"),
                        Topics.latchedKey("muses", "lidar_front"),
                        Topics.latchedKey("muses", "radar_top"));
    }

    private static void assertScan(Arrived scan, MiniMuses.Scene scene) throws Exception {
        PointCloud cloud = PointCloud.parseFrom(scan.value());
        float[] truth = scene.truth().street().points();
        float[] found = new float[truth.length];
        ByteBuffer data = little(cloud.getData());
        assertThat(data.limit()).isEqualTo(truth.length / 4 * cloud.getPointStride());
        for (int i = 0; i < truth.length; i++) {
            float scale = i % 4 == 3 ? 255 : 1;
            found[i] = data.getFloat(i / 4 * cloud.getPointStride() + 4 * (i % 4)) / scale;
        }
        for (int i = 0; i < truth.length; i++) {
            float tolerance = i % 4 == 3 ? 1e-6f : 0;
            assertThat(found[i]).isCloseTo(truth[i], within(tolerance));
        }
    }

    private static void assertEvents(Arrived events, MiniMuses.Scene scene) throws Exception {
        EventPacket packet = EventPacket.parseFrom(events.value());
        StreetEvents truth = scene.truth().street().events();
        short[] x = new short[truth.count()];
        short[] y = new short[truth.count()];
        int[] t = new int[truth.count()];
        int[] expected = new int[truth.count()];
        little(packet.getX()).asShortBuffer().get(x);
        little(packet.getY()).asShortBuffer().get(y);
        little(packet.getT()).asIntBuffer().get(t);
        for (int i = 0; i < expected.length; i++) {
            expected[i] = (int) (1000 * (scene.eventTime(i) - scene.eventTime(0)));
        }
        assertThat(x).isEqualTo(truth.x()).isNotEmpty();
        assertThat(y).isEqualTo(truth.y());
        assertThat(t).isEqualTo(expected);
        assertThat(packet.getPolarity().toByteArray()).isEqualTo(truth.polarity());
    }

    /** Column by column; the last one of a full turn, and one that says so, are not valid. */
    private static void assertEchoes(Arrived sweep, MiniMuses.Scene scene) throws Exception {
        PointCloud cloud = PointCloud.parseFrom(sweep.value());
        ByteBuffer data = little(cloud.getData());
        int point = 0;
        for (int column = 0; column < 399; column++) {
            for (int bin = 0; bin < MiniMuses.BINS && column != MiniMuses.INVALID_COLUMN; bin++) {
                if (scene.echo(column, bin) >= 90) {
                    int at = point++ * cloud.getPointStride();
                    assertThat(data.getFloat(at + 12)).isEqualTo(scene.echo(column, bin));
                    assertThat(Math.hypot(data.getFloat(at), data.getFloat(at + 4)))
                            .isCloseTo((bin + 1) * 0.0438, within(1e-5));
                }
            }
        }
        assertThat(data.limit()).isEqualTo(point * cloud.getPointStride());
    }

    @Test
    void whatArrivesOfMCubeSIsTheStreetWithoutTheColumnsThatAreCutOff() throws Exception {
        MiniMCubeS mini = MiniMCubeS.write(folder);
        Recording recording = MCubeS.open(mini.root(), "test", 5);
        List<Arrived> arrived =
                replayed(recording, "mcubes", "mcubes", mini.root().toString(), "--split", "test");
        assertComplete(arrived, mini.samples().keySet(), "rgb", "aolp", "dolp", "nir");
        for (Arrived one : arrived) {
            Truth truth = mini.samples().get(one.sample());
            RawImage image = RawImage.parseFrom(one.value());
            assertThat(List.of(image.getWidth(), image.getHeight()))
                    .isEqualTo(List.of(MiniMCubeS.WIDTH, MiniMCubeS.HEIGHT));
            ByteBuffer data = little(image.getData());
            if (one.modality().equals("rgb")) {
                assertThat(image.getData().toByteArray()).isEqualTo(truth.rgb());
                continue;
            }
            for (int i = 0; i < MiniMCubeS.WIDTH * MiniMCubeS.HEIGHT; i++) {
                switch (one.modality()) {
                    case "nir" ->
                        assertThat(data.getShort(2 * i))
                                .isEqualTo(truth.street().depthMillimetres()[i]);
                    case "dolp" ->
                        assertThat((data.getShort(2 * i) & 0xFFFF) / 65535.0)
                                .isCloseTo(MiniMCubeS.degree(truth, i), within(0.5 / 65535 + 1e-7));
                    default -> {
                        double half = 0.5 / 127.5 + 1e-7;
                        assertThat((data.get(3 * i) & 0xFF) / 127.5 - 1)
                                .isCloseTo(Math.sin(MiniMCubeS.angle(truth, i)), within(half));
                        assertThat((data.get(3 * i + 1) & 0xFF) / 127.5 - 1)
                                .isCloseTo(Math.cos(MiniMCubeS.angle(truth, i)), within(half));
                    }
                }
            }
        }
        mini.samples().forEach((id, truth) -> assertLabel(recording, id, 20, i -> MiniMCubeS.material(truth, i)));
    }

    @Test
    void whatArrivesOfFoldersIsTheStreetThatWasWritten() throws Exception {
        MiniFolders mini = MiniFolders.write(folder);
        Recording recording = LabelledFolders.open(mini.yaml(), mini.root()).recording("train", 5);
        List<Arrived> arrived = replayed(
                recording,
                "folders",
                "folders",
                mini.root().toString(),
                "--description",
                mini.yaml().toString());
        assertComplete(arrived, List.of("000", "002"), "rgb", "nir");
        for (Arrived one : arrived) {
            int channels = one.modality().equals("rgb") ? 3 : 1;
            Truth truth = mini.samples().get(one.sample());
            byte[] samples = channels == 3 ? truth.rgb() : truth.depth8();
            assertPixels(
                    one.image(),
                    MiniFolders.WIDTH,
                    MiniFolders.HEIGHT,
                    channels,
                    (x, y, c) -> samples[channels * (y * MiniFolders.WIDTH + x) + c] & 0xFF);
        }
        for (String id : List.of("000", "002")) {
            assertLabel(
                    recording, id, 2, i -> MiniFolders.classId(mini.samples().get(id), i));
        }
    }
}
