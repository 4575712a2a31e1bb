package io.lynceus.segment;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RecordedRasters;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** On the simulated street, the shipped model's classes are those that its graph finds, in every pixel. */
class ClassesOfStreetsTest {
    private static final int SETS = 3;

    @Test
    void everySubsetOfSensorsHasTheClassesOfTheGraph() throws OrtException {
        Path file = ShippedModels.locate(ShippedModels.STREET_NANO);
        try (OnnxSegmenter model = OnnxSegmenter.open(file, List.of(ExecutionProvider.CPU), 1);
                OrtSession graph = OrtEnvironment.getEnvironment().createSession(file.toString())) {
            for (List<SetInput.InputFrame> set : streets(model.card())) {
                for (int subset = 1; subset < 1 << set.size(); subset++) {
                    List<SetInput.InputFrame> some = new ArrayList<>();
                    for (int i = 0; i < set.size(); i++) {
                        if ((subset >> i & 1) == 1) {
                            some.add(set.get(i));
                        }
                    }
                    byte[] found =
                            model.segment(List.of(new SetInput(some))).get(0).classes();
                    assertThat(found).isEqualTo(byGraph(graph, model.card(), some));
                }
            }
        }
    }

    private static List<List<SetInput.InputFrame>> streets(ModelCard card) {
        StreetOptions options =
                StreetOptions.defaults().withSize(card.width(), card.height()).withDuration(Duration.ofSeconds(1));
        RasterSize size = new RasterSize(card.height(), card.width());
        List<List<SetInput.InputFrame>> sets = new ArrayList<>();
        for (int seed = 1; seed <= SETS; seed++) {
            try (StreetRecording street = new StreetRecording(options.withSeed(seed))) {
                RecordedRasters rasters = new RecordedRasters(street);
                List<SetInput.InputFrame> set = new ArrayList<>();
                for (Channel channel : street.channels()) {
                    ByteBuffer raster = ByteBuffer.allocateDirect(size.bytes());
                    rasters.of(channel, size).decode(last(street, channel).value(), raster);
                    set.add(new SetInput.InputFrame(card.indexOf(channel.modality()), raster));
                }
                sets.add(set);
            }
        }
        return sets;
    }

    private static RecordedFrame last(StreetRecording street, Channel channel) {
        RecordedFrame last = null;
        for (Iterator<RecordedFrame> all = street.frames(street.start()); all.hasNext(); ) {
            RecordedFrame frame = all.next();
            last = frame.channel().equals(channel) ? frame : last;
        }
        assertThat(last).isNotNull();
        return last;
    }

    private static byte[] byGraph(OrtSession graph, ModelCard card, List<SetInput.InputFrame> set) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        int n = set.size();
        ByteBuffer pixels = ByteBuffer.allocateDirect(n * card.height() * card.width() * 3);
        set.forEach(frame -> pixels.put(frame.raster().duplicate()));
        float[] all = new float[n];
        Arrays.fill(all, 1);
        long[] modalities =
                set.stream().mapToLong(SetInput.InputFrame::modality).toArray();
        long[] shape = {n, card.height(), card.width(), 3};
        try (OnnxTensor frames = OnnxTensor.createTensor(environment, pixels.flip(), shape, OnnxJavaType.UINT8);
                OnnxTensor modality =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(modalities), new long[] {n});
                OnnxTensor membership = OnnxTensor.createTensor(environment, FloatBuffer.wrap(all), new long[] {1, n});
                OnnxTensor resize = OnnxTensor.createTensor(environment, true);
                OrtSession.Result result = graph.run(Map.of(
                        ModelContract.FRAMES, frames,
                        ModelContract.MODALITY, modality,
                        ModelContract.MEMBERSHIP, membership,
                        ModelContract.RESIZE, resize))) {
            ByteBuffer buffer = ((OnnxTensor) result.get(ModelContract.CLASSES).orElseThrow()).getByteBuffer();
            byte[] classes = new byte[buffer.remaining()];
            buffer.get(classes);
            return classes;
        }
    }
}
