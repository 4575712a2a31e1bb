package io.lynceus.evaluate;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.lynceus.data.Sample;
import io.lynceus.data.SampleBatch;
import io.lynceus.data.SampleSource;
import io.lynceus.network.Serving;
import io.lynceus.nn.ServingInputs;
import io.lynceus.nn.ServingOutputs;
import io.lynceus.nn.onnx.GraphForm;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.nn.torch.TorchOps;
import io.lynceus.process.Ending;
import io.lynceus.raster.RasterSize;
import io.lynceus.segment.ModelContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * Compares the two interpreters of one network: libtorch, and the exported graph in ONNX Runtime, on real and random sets, with
 * every subset of the modalities alone and with all of these in one mixed batch.
 */
public final class Parity {
    private static final int TIMED = 5;

    private final Serving serving;
    private final Parameters parameters;
    private final int threads;

    /** @param threads of ONNX Runtime; libtorch has its own setting */
    public Parity(Serving serving, Parameters parameters, int threads) {
        this.serving = serving;
        this.parameters = parameters;
        this.threads = threads;
    }

    /**
     * @param classFlips pixels whose class differs
     * @param pixels compared
     * @param speedup time of libtorch over that of ONNX Runtime for a full set, medians
     */
    public record Result(double maxAbsLogitDifference, long classFlips, long pixels, int sets, double speedup) {}

    /** The result of an interpreter for a batch. */
    private record Answer(float[] logits, byte[] classes) {}

    /** Gets the number of batches that have been compared. */
    public interface Progress {
        void compared(int done, int all);
    }

    /** Compares on the source's first {@code count} samples and on as many samples of random pixels. */
    public Result compare(SampleSource source, int count, Progress progress) throws IOException {
        Path file = Files.createTempFile("lynceus-parity", ".onnx");
        try {
            new OnnxExport(false, true, GraphForm.DEFAULT, "{}").write(file, serving, parameters);
            try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
                options.setIntraOpNumThreads(threads);
                try (OrtSession session = OrtEnvironment.getEnvironment().createSession(file.toString(), options)) {
                    return compare(session, sets(source, count), progress);
                }
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the exported graph: " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Result compare(OrtSession session, List<Sample> full, Progress progress) throws OrtException {
        List<Sample> subsets = new ArrayList<>();
        full.forEach(set -> subsets.addAll(subsets(set)));
        List<List<Sample>> batches =
                new ArrayList<>(subsets.stream().map(List::of).toList());
        batches.add(subsets.subList(0, Math.min(subsets.size(), 5)));
        double largest = 0;
        long flips = 0;
        long pixels = 0;
        int done = 0;
        for (List<Sample> batch : batches) {
            Ending.throwIfAsked();
            progress.compared(done++, batches.size());
            Answer torch = torch(batch);
            Answer onnx = onnx(session, batch);
            for (int i = 0; i < torch.logits.length; i++) {
                largest = Math.max(largest, Math.abs(torch.logits[i] - onnx.logits[i]));
            }
            for (int i = 0; i < torch.classes.length; i++) {
                flips += torch.classes[i] == onnx.classes[i] ? 0 : 1;
            }
            pixels += torch.classes.length;
        }
        return new Result(largest, flips, pixels, subsets.size(), speedup(session, full.get(0)));
    }

    private double speedup(OrtSession session, Sample set) throws OrtException {
        double[] torch = new double[TIMED];
        double[] onnx = new double[TIMED];
        for (int i = 0; i < TIMED; i++) {
            Ending.throwIfAsked();
            long start = System.nanoTime();
            torch(List.of(set));
            long middle = System.nanoTime();
            onnx(session, List.of(set));
            torch[i] = middle - start;
            onnx[i] = System.nanoTime() - middle;
        }
        Arrays.sort(torch);
        Arrays.sort(onnx);
        return torch[TIMED / 2] / onnx[TIMED / 2];
    }

    private Answer torch(List<Sample> samples) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard noGradients = new NoGradGuard()) {
            SampleBatch batch = SampleBatch.of(samples, parameters.device());
            ServingOutputs<Tensor> outputs = serving.serve(
                    TorchOps.evaluation(parameters),
                    new ServingInputs<>(batch.rasters(), batch.modality(), batch.membership()));
            return new Answer(Tensors.floats(outputs.logits()), Tensors.bytes(outputs.classes()));
        }
    }

    private Answer onnx(OrtSession session, List<Sample> samples) throws OrtException {
        try (PointerScope scope = new PointerScope()) {
            SampleBatch batch = SampleBatch.of(samples, parameters.device());
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            try (OnnxTensor frames = OnnxTensor.createTensor(
                            environment,
                            ByteBuffer.wrap(Tensors.bytes(batch.rasters())),
                            Tensors.shape(batch.rasters()),
                            OnnxJavaType.UINT8);
                    OnnxTensor modality = OnnxTensor.createTensor(
                            environment,
                            LongBuffer.wrap(Tensors.longs(batch.modality())),
                            Tensors.shape(batch.modality()));
                    OnnxTensor membership = OnnxTensor.createTensor(
                            environment,
                            FloatBuffer.wrap(Tensors.floats(batch.membership())),
                            Tensors.shape(batch.membership()));
                    OrtSession.Result result = session.run(Map.of(
                            ModelContract.FRAMES,
                            frames,
                            ModelContract.MODALITY,
                            modality,
                            ModelContract.MEMBERSHIP,
                            membership))) {
                return new Answer(floats((OnnxTensor) result.get("logits").orElseThrow()), bytes((OnnxTensor)
                        result.get(ModelContract.CLASSES).orElseThrow()));
            }
        }
    }

    private static float[] floats(OnnxTensor tensor) {
        FloatBuffer buffer = tensor.getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private static byte[] bytes(OnnxTensor tensor) {
        ByteBuffer buffer = tensor.getByteBuffer();
        byte[] values = new byte[buffer.remaining()];
        buffer.get(values);
        return values;
    }

    private List<Sample> sets(SampleSource source, int count) {
        RasterSize size =
                new RasterSize(serving.image().height(), serving.image().width());
        List<Sample> sets = new ArrayList<>();
        for (long i = 0; i < Math.min(count, source.size()); i++) {
            Sample real = source.fitting(i, size);
            sets.add(real);
            sets.add(random(real, i));
        }
        return sets;
    }

    private static Sample random(Sample like, long seed) {
        Random random = new Random(seed);
        return like.withFrames(like.frames().stream()
                .map(frame -> {
                    byte[] noise = new byte[frame.raster().length];
                    random.nextBytes(noise);
                    return new Sample.Frame(frame.modality(), noise);
                })
                .toList());
    }

    private static List<Sample> subsets(Sample set) {
        List<Sample> subsets = new ArrayList<>();
        int n = set.frames().size();
        for (int subset = 1; subset < 1 << n; subset++) {
            List<Sample.Frame> frames = new ArrayList<>();
            for (int i = 0; i < n; i++) {
                if ((subset >> i & 1) == 1) {
                    frames.add(set.frames().get(i));
                }
            }
            subsets.add(set.withFrames(frames));
        }
        return subsets;
    }
}
