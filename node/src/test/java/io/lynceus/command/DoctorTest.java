package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lynceus.broker.TestBroker;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.TinyModel;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What operators do wrong, said by the doctor before the node runs. */
class DoctorTest {
    /** A broker on which all is allowed that no rule denies. */
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker(Map.of(
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "allow.everyone.if.no.acl.found",
            "true"));

    private static final long SECOND = 1_000_000_000L;
    private static final long PERIOD = SECOND / 10;
    private static final String ME = "User:ANONYMOUS";

    private static int count;

    @TempDir
    private Path folder;

    private String prefix = "";

    @BeforeEach
    void name() {
        prefix = "t" + count++ + ".";
    }

    private Path rig(List<String> rigs, int partitions) throws Exception {
        Path file = Files.writeString(
                folder.resolve("rig.yaml"),
                """
                rigs: %s
                model: %s
                sensors:
                  - {name: rgb, modality: rgb, topic: %srgb, rate: 10}
                  - {name: depth, modality: depth, topic: %sdepth, rate: 10}
                output: {masks: %smasks, health: %shealth, deadLetters: %sletters}
                accelerator: {providers: [cpu]}
                kafka: {bootstrap.servers: "%s"}
                """
                        .formatted(
                                rigs,
                                TinyModel.write(folder),
                                prefix,
                                prefix,
                                prefix,
                                prefix,
                                prefix,
                                BROKER.bootstrap()));
        try (Admin admin = admin()) {
            new TopicPlan(RigConfig.read(file)).create(admin, partitions);
        }
        return file;
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", BROKER.bootstrap()));
    }

    private CommandRun doctor(Path rig) {
        return CommandRun.of("doctor", "--rig", rig.toString(), "--application", prefix + "group");
    }

    /** A depth image of that value, or a grey one for {@code rgb}. */
    private static byte[] image(Stamp stamp, String encoding, float value) {
        ByteBuffer pixels =
                ByteBuffer.allocate(4 * 4 * (encoding.equals("32FC1") ? 4 : 3)).order(ByteOrder.LITTLE_ENDIAN);
        while (encoding.equals("32FC1") && pixels.hasRemaining()) {
            pixels.putFloat(value);
        }
        return RawImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setWidth(4)
                .setHeight(4)
                .setEncoding(encoding)
                .setStep(pixels.capacity() / 4)
                .setData(ByteString.copyFrom(pixels.array()))
                .build()
                .toByteArray();
    }

    /** Sends frames with these stamps; their records have the times at which they arrive, or the stamps. */
    private void send(String sensor, List<Stamp> stamps, List<Stamp> records, float depth) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", BROKER.bootstrap()), new StringSerializer(), new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < stamps.size(); i++) {
                byte[] value = image(stamps.get(i), sensor.equals("rgb") ? "rgb8" : "32FC1", depth);
                sent.add(producer.send(new ProducerRecord<>(
                        prefix + sensor, null, records.get(i).toMillis(), "demo", value)));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    private static List<Stamp> from(Stamp first, int frames) {
        List<Stamp> stamps = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            stamps.add(first.plusNanos(i * PERIOD));
        }
        return stamps;
    }

    private static Stamp now() {
        return Stamp.ofMillis(System.currentTimeMillis() - 4000);
    }

    @Test
    void sensorsOfOneClockAreWell() throws Exception {
        Path rig = rig(List.of("demo"), 1);
        List<Stamp> times = from(now(), 40);
        send("rgb", times, times, 0);
        send("depth", times, times, 3);
        CommandRun run = doctor(rig);
        assertThat(run.out())
                .containsPattern("ok +offsets")
                .containsPattern("ok +rights")
                .containsPattern("ok +content +depth")
                .doesNotContain("FAIL")
                .doesNotContain("go back");
        assertThat(run.code()).isZero();
    }

    /** PTP gives atomic time, the system UTC. The broker sees both arrive at the same time. */
    @Test
    void aSensorWhoseClockIsAConstantApartIsNamedWithTheOffsetAndTheSetting() throws Exception {
        Path rig = rig(List.of("demo"), 1);
        List<Stamp> times = from(now(), 40);
        send("rgb", times, times, 0);
        send("depth", from(times.get(0).plusNanos(37 * SECOND), 40), times, 3);
        CommandRun run = doctor(rig);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("FAIL +offsets +demo: depth's stamps are 37.0 s ahead of rgb's")
                .contains("TAI")
                .contains("'offset: 37000ms' to sensor depth");
        Files.writeString(rig, Files.readString(rig).replace("depth, rate: 10}", "depth, rate: 10, offset: 37000ms}"));
        assertThat(doctor(rig).out()).containsPattern("ok +offsets").doesNotContainPattern("FAIL +offsets");
    }

    /** Many producers, such as the player, give the stamp to the record too. */
    @Test
    void anOffsetIsSeenWhereRecordsHaveTheStampsAsTheirTimes() throws Exception {
        Path rig = rig(List.of("demo"), 1);
        List<Stamp> times = from(now(), 40);
        List<Stamp> behind = from(times.get(0).plusNanos(-18 * SECOND), 40);
        send("rgb", times, times, 0);
        send("depth", behind, behind, 3);
        assertThat(doctor(rig).out())
                .containsPattern("FAIL +offsets .*18.0 s (behind|ahead of)")
                .doesNotContain("TAI");
    }

    @Test
    void aSensorThatStoppedIsNoSensorWithAnOffset() throws Exception {
        Path rig = rig(List.of("demo"), 1);
        List<Stamp> times = from(now().plusNanos(-20 * SECOND), 200);
        send("rgb", times, times, 0);
        send("depth", times.subList(0, 20), times.subList(0, 20), 3);
        assertThat(doctor(rig).out()).containsPattern("ok +offsets");
    }

    @Test
    void stampsOfZeroAndABagThatLoopsAreSaid() throws Exception {
        Path rig = rig(List.of("demo"), 1);
        List<Stamp> times = from(now(), 60);
        List<Stamp> loop = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            loop.add(times.get(i % 20));
        }
        send("rgb", loop, times, 0);
        send("depth", times.stream().map(time -> Stamp.EPOCH).toList(), times, 3);
        assertThat(doctor(rig).out())
                .containsPattern("note +stamps +rgb: stamps go back at least 2 times, by 1.[0-9] s or more")
                .containsPattern("note +stamps +depth: (\\d+) of \\1 frames have a stamp of zero");
    }

    @Test
    void depthInMillimetresWhereMetresAreMeantIsHintedAt() throws Exception {
        Path rig = rig(List.of("demo"), 1);
        List<Stamp> times = from(now(), 3);
        send("rgb", times, times, 0);
        send("depth", times, times, 3400);
        assertThat(doctor(rig).out()).containsPattern("FAIL +content +depth: .*32FC1 .*look like millimetres");
    }

    @Test
    void rightsThatAreMissingAreNamedWithTheCommandThatGrantsThem() throws Exception {
        Path rig = rig(List.of("demo"), 1);
        try (Admin admin = admin()) {
            admin.createAcls(List.of(
                            allowed(ResourceType.TOPIC, prefix + "masks"),
                            allowed(ResourceType.TOPIC, prefix + "depth"),
                            denied(ResourceType.TOPIC, prefix + "masks", AclOperation.WRITE),
                            denied(ResourceType.TOPIC, prefix + "depth", AclOperation.READ),
                            denied(ResourceType.GROUP, prefix + "group", AclOperation.DESCRIBE)))
                    .all()
                    .get();
        }
        CommandRun run = doctor(rig);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .containsPattern("FAIL +rights +this user lacks WRITE on topic " + prefix + "masks -> .*kafka-acls")
                .contains("lacks READ on topic " + prefix + "depth", "lacks READ on group " + prefix + "group")
                .contains("--operation WRITE --topic " + prefix + "masks");
    }

    private static AclBinding allowed(ResourceType type, String name) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry(ME, "*", AclOperation.ALL, AclPermissionType.ALLOW));
    }

    private static AclBinding denied(ResourceType type, String name, AclOperation operation) {
        return new AclBinding(
                new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry(ME, "*", operation, AclPermissionType.DENY));
    }

    @Test
    void rigsThatShareAPartitionWhileAnotherStaysEmptyAreSaid() throws Exception {
        List<String> rigs = List.of("a", "b", "c", "d", "e", "f");
        String out = doctor(rig(rigs, 7)).out();
        assertThat(out)
                .containsPattern("note +partitions +rigs share a partition: \\[.*\\] in partition \\d")
                .containsPattern("with \\d+ partitions each rig has one of its own");
    }
}
