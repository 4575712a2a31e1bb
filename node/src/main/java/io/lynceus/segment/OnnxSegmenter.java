package io.lynceus.segment;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import io.lynceus.segment.NativeObjects.Owned;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A model file in ONNX Runtime. Inputs and outputs are direct buffers of this object, grown when a larger call comes. On the CPU a
 * model that gives logits is not asked for the classes: {@link PixelClasses} finds them for less.
 *
 * <p>Cost of a call beyond the network: one copy of each raster in, one of each mask out.
 */
public final class OnnxSegmenter implements Segmenter {
    private final OnnxSession session;
    private final ModelCard card;
    private final boolean judgesFrames;
    /** Pixels for each cell of the model's logits, in each direction; empty if it gives none. */
    private final OptionalInt scale;
    /** Finds the classes from the logits; empty if the graph does. */
    private final Optional<PixelClasses> finder;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);

    private ByteBuffer frames = direct(0);
    private ByteBuffer modality = direct(0);
    private ByteBuffer membership = direct(0);
    private ByteBuffer resize = direct(1);
    private ByteBuffer logits = direct(0);
    private ByteBuffer classes = direct(0);
    private ByteBuffer confidence = direct(0);
    private ByteBuffer routing = direct(0);
    private ByteBuffer quality = direct(0);

    private OnnxSegmenter(OnnxSession session) {
        this.session = session;
        this.card = ModelContract.check(session.get());
        ModelContract.Options options = ModelContract.options(session.get());
        this.judgesFrames = options.judgesFrames();
        this.scale = options.logitsScale(card);
        this.finder = session.provider() == ExecutionProvider.CPU && scale.isPresent()
                ? Optional.of(PixelClasses.of(card, scale.getAsInt()))
                : Optional.empty();
        resize.put(0, (byte) (finder.isPresent() ? 0 : 1));
    }

    /**
     * Loads a model, checks it against the contract and warms it up with one set of every modality and one of a single frame.
     *
     * @param providers tried in order
     * @param threads of one call on the CPU
     * @throws ModelException if the file is missing, damaged, no ONNX, or breaks the contract
     */
    public static OnnxSegmenter open(Path model, List<ExecutionProvider> providers, int threads) {
        return open(model, providers, SessionSettings.of(threads));
    }

    /** Loads a model like {@link #open(Path, List, int)}, with other settings than a node's. */
    public static OnnxSegmenter open(Path model, List<ExecutionProvider> providers, SessionSettings settings) {
        if (Files.isRegularFile(model)) {
            ModelFile.checkGraph(model);
        }
        OnnxSession session = OnnxSession.open(model, providers, settings);
        try {
            OnnxSegmenter segmenter = new OnnxSegmenter(session);
            segmenter.warmUp();
            return segmenter;
        } catch (ModelException e) {
            session.close();
            throw new ModelException(model + ": " + e.getMessage(), e);
        }
    }

    @Override
    public ModelCard card() {
        return card;
    }

    @Override
    public String provider() {
        return session.provider().name();
    }

    @Override
    public List<Mask> segment(List<SetInput> sets) {
        Shape shape = fill(sets);
        long start = System.nanoTime();
        run(shape);
        List<byte[]> found = found(shape);
        return masks(sets, shape, found, System.nanoTime() - start);
    }

    @Override
    public void close() {
        session.close();
    }

    private void warmUp() {
        SetInput all = fullSet();
        segment(List.of(all));
        segment(List.of(new SetInput(all.frames().subList(0, 1))));
    }

    /** Returns the time of a call with one frame of every modality: the better of two, because other work delays some. */
    public Duration timeOfFullSet() {
        SetInput all = fullSet();
        long best = Long.MAX_VALUE;
        for (int call = 0; call < 2; call++) {
            long start = System.nanoTime();
            segment(List.of(all));
            best = Math.min(best, System.nanoTime() - start);
        }
        return Duration.ofNanos(best);
    }

    private SetInput fullSet() {
        ByteBuffer grey = direct(card.height() * card.width() * 3);
        List<SetInput.InputFrame> all = new ArrayList<>();
        for (int m = 0; m < card.modalities().size(); m++) {
            all.add(new SetInput.InputFrame(m, grey));
        }
        return new SetInput(all);
    }

    /** N frames in B sets. */
    private record Shape(int b, int n) {}

    private Shape fill(List<SetInput> sets) {
        int b = sets.size();
        int n = sets.stream().mapToInt(set -> set.frames().size()).sum();
        int frameBytes = card.height() * card.width() * 3;
        frames = sized(frames, n * frameBytes);
        modality = sized(modality, n * Long.BYTES);
        membership = sized(membership, b * n * Float.BYTES);
        int row = 0;
        for (int set = 0; set < b; set++) {
            for (SetInput.InputFrame frame : sets.get(set).frames()) {
                if (frame.raster().remaining() != frameBytes) {
                    throw new IllegalArgumentException(
                            "a raster holds " + frame.raster().remaining() + " bytes, the model takes " + frameBytes
                                    + " (" + card.height() + " x " + card.width() + " x 3)");
                }
                frames.put(frame.raster().duplicate());
                modality.putLong(frame.modality());
                for (int other = 0; other < b; other++) {
                    membership.putFloat((other * n + row) * Float.BYTES, other == set ? 1f : 0f); // [B, N]
                }
                row++;
            }
        }
        frames.flip();
        modality.flip();
        classes = sized(classes, finder.isPresent() ? 0 : b * card.height() * card.width());
        logits = sized(logits, finder.isPresent() ? b * logitsOfSet() * Float.BYTES : 0);
        confidence = sized(confidence, b * card.height() * card.width() / 16);
        routing = sized(routing, b * n * card.levels() * Float.BYTES);
        quality = sized(quality, n * Float.BYTES);
        return new Shape(b, n);
    }

    private void run(Shape s) {
        long h = card.height();
        long w = card.width();
        try (Owned<OnnxTensor> inFrames = tensor(frames, OnnxJavaType.UINT8, s.n, h, w, 3);
                Owned<OnnxTensor> inModality = tensor(modality, OnnxJavaType.INT64, s.n);
                Owned<OnnxTensor> inMembership = tensor(membership, OnnxJavaType.FLOAT, s.b, s.n);
                Owned<OnnxTensor> inResize = tensor(resize, OnnxJavaType.BOOL);
                Owned<OnnxTensor> outClasses = classes(s);
                Owned<OnnxTensor> outConfidence = tensor(
                        confidence,
                        OnnxJavaType.UINT8,
                        s.b,
                        h / ModelContract.CONFIDENCE_STRIDE,
                        w / ModelContract.CONFIDENCE_STRIDE);
                Owned<OnnxTensor> outRouting = tensor(routing, OnnxJavaType.FLOAT, s.b, s.n, card.levels());
                Owned<OnnxTensor> outQuality = tensor(quality, OnnxJavaType.FLOAT, s.n);
                Owned<OrtSession.Result> result = NativeObjects.own(session.get()
                        .run(
                                inputs(inFrames.get(), inModality.get(), inMembership.get(), inResize.get()),
                                Set.of(),
                                outputs(outClasses.get(), outConfidence.get(), outRouting.get(), outQuality.get())))) {
            assert result.get().size() == 2 + (card.levels() > 0 ? 1 : 0) + (judgesFrames ? 1 : 0);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private Map<String, OnnxTensor> inputs(
            OnnxTensor pixels, OnnxTensor modalities, OnnxTensor sets, OnnxTensor wantsClasses) {
        Map<String, OnnxTensor> inputs = new HashMap<>();
        inputs.put(ModelContract.FRAMES, pixels);
        inputs.put(ModelContract.MODALITY, modalities);
        inputs.put(ModelContract.MEMBERSHIP, sets);
        if (scale.isPresent()) {
            inputs.put(ModelContract.RESIZE, wantsClasses);
        }
        return inputs;
    }

    /** Returns the tensor for the classes, or for the logits from which they are found. */
    private Owned<OnnxTensor> classes(Shape s) throws OrtException {
        if (finder.isEmpty()) {
            return tensor(classes, OnnxJavaType.UINT8, s.b, card.height(), card.width());
        }
        int side = scale.getAsInt();
        return tensor(
                logits, OnnxJavaType.FLOAT, s.b, card.classes().size(), card.height() / side, card.width() / side);
    }

    private int logitsOfSet() {
        int side = scale.getAsInt();
        return card.classes().size() * (card.height() / side) * (card.width() / side);
    }

    /** Returns the tensors for the outputs; a model has routing and quality only if its network computes them. */
    private Map<String, OnnxTensor> outputs(OnnxTensor ids, OnnxTensor sure, OnnxTensor weights, OnnxTensor belief) {
        Map<String, OnnxTensor> outputs = new HashMap<>();
        outputs.put(finder.isPresent() ? ModelContract.LOGITS : ModelContract.CLASSES, ids);
        outputs.put(ModelContract.CONFIDENCE, sure);
        if (card.levels() > 0) {
            outputs.put(ModelContract.ROUTING, weights);
        }
        if (judgesFrames) {
            outputs.put(ModelContract.QUALITY, belief);
        }
        return outputs;
    }

    /** Returns the classes of each set. */
    private List<byte[]> found(Shape s) {
        int pixels = card.height() * card.width();
        FloatBuffer scores = logits.asFloatBuffer(); // [B, K, h, w]
        List<byte[]> found = new ArrayList<>(s.b);
        for (int set = 0; set < s.b; set++) {
            byte[] ids = new byte[pixels];
            int index = set;
            finder.ifPresentOrElse(by -> by.find(scores, index, ids), () -> classes.get(index * pixels, ids));
            found.add(ids);
        }
        return found;
    }

    private List<Mask> masks(List<SetInput> sets, Shape s, List<byte[]> found, long nanos) {
        List<Mask> masks = new ArrayList<>(s.b);
        FloatBuffer weights = routing.asFloatBuffer(); // [B, N, L]
        FloatBuffer judged = quality.asFloatBuffer(); // [N]
        int pixels = card.height() * card.width();
        int levels = card.levels();
        int row = 0;
        for (int set = 0; set < s.b; set++) {
            byte[] sure = new byte[pixels / 16];
            confidence.get(set * sure.length, sure);
            float[][] routes = new float[sets.get(set).frames().size()][levels];
            for (float[] route : routes) {
                weights.get((set * s.n + row++) * levels, route);
                if (card.coarsestLevelFirst()) {
                    reverse(route);
                }
            }
            float[] belief = new float[judgesFrames ? routes.length : 0];
            judged.get(row - routes.length, belief);
            masks.add(new Mask(card.height(), card.width(), found.get(set), sure, routes, belief, 0, nanos));
        }
        return masks;
    }

    /** Brings levels into the order that holds everywhere outside of version 1 graphs: finest first. */
    private static void reverse(float[] levels) {
        for (int i = 0; i < levels.length / 2; i++) {
            float finer = levels[levels.length - 1 - i];
            levels[levels.length - 1 - i] = levels[i];
            levels[i] = finer;
        }
    }

    private RuntimeException failure(OrtException e) {
        String message = String.valueOf(e.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        boolean sticky = session.provider() != ExecutionProvider.CPU
                && (lower.contains("cuda")
                        || lower.contains("cudnn")
                        || lower.contains("cublas")
                        || lower.contains("tensorrt"));
        return sticky
                ? new FatalAcceleratorException(provider() + " failed for good: " + message + "; restart the node", e)
                : new IllegalStateException("the model failed on " + provider() + ": " + message, e);
    }

    private Owned<OnnxTensor> tensor(ByteBuffer data, OnnxJavaType type, long... shape) throws OrtException {
        return NativeObjects.own(OnnxTensor.createTensor(environment, data, shape, type));
    }

    private static ByteBuffer sized(ByteBuffer buffer, int bytes) {
        return buffer.capacity() >= bytes ? buffer.clear().limit(bytes) : direct(bytes);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
