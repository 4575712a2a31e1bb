package io.lynceus.segment;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The names and sizes of a model's inputs and outputs (see {@link ModelCard#contract}), and the check of a session against them
 * before the first frame.
 */
public final class ModelContract {
    public static final String FRAMES = "frames";
    public static final String MODALITY = "modality";
    public static final String MEMBERSHIP = "membership";
    public static final String CLASSES = "classes";
    public static final String CONFIDENCE = "confidence";
    public static final String ROUTING = "routing";
    /** This output is optional. */
    public static final String QUALITY = "quality";
    /** This output is optional and comes with the input {@value #RESIZE}: what the classes are found from, [B, K, h, w]. */
    public static final String LOGITS = "logits";
    /** This input is true where the graph shall find the classes; elsewhere its output {@value #CLASSES} means nothing. */
    public static final String RESIZE = "resize";

    /** Pixels of the image, in each direction, for each value of the confidence raster. */
    public static final int CONFIDENCE_STRIDE = 4;

    /** A dimension known only at run time: N frames or B sets. */
    private static final long DYNAMIC = -1;

    /**
     * What a model has beyond what every model has.
     *
     * @param judgesFrames whether it says how much it believes each frame
     * @param logitsRows rows of its logits' grid; empty if it gives no logits
     */
    record Options(boolean judgesFrames, OptionalLong logitsRows) {
        /** Returns the pixels for each cell of the logits' grid, in each direction. */
        OptionalInt logitsScale(ModelCard card) {
            if (logitsRows.isEmpty()) {
                return OptionalInt.empty();
            }
            long rows = logitsRows.getAsLong();
            if (rows <= 0 || card.height() % rows != 0) {
                throw new ModelException("the model's output '" + LOGITS + "' has " + rows
                        + " rows, allowed is a number of which the image's " + card.height()
                        + " rows are a multiple; export it again with './lynceus trainer export'");
            }
            return OptionalInt.of((int) (card.height() / rows));
        }
    }

    private ModelContract() {}

    /** Returns the card of a model that keeps the contract; throws a {@link ModelException} that names the entry if it does not. */
    static ModelCard check(OrtSession session) {
        try {
            ModelCard card = ModelCard.of(session.getMetadata().getCustomMetadataValue(ModelCard.METADATA_KEY));
            long h = card.height();
            long w = card.width();
            Map<String, NodeInfo> in = session.getInputInfo();
            require("input", in, FRAMES, OnnxJavaType.UINT8, DYNAMIC, h, w, 3);
            require("input", in, MODALITY, OnnxJavaType.INT64, DYNAMIC);
            require("input", in, MEMBERSHIP, OnnxJavaType.FLOAT, DYNAMIC, DYNAMIC);
            Map<String, NodeInfo> out = session.getOutputInfo();
            if (out.containsKey(LOGITS)) {
                require("input", in, RESIZE, OnnxJavaType.BOOL);
            }
            requireCount("input", in, out.containsKey(LOGITS) ? 4 : 3);
            require("output", out, CLASSES, OnnxJavaType.UINT8, DYNAMIC, h, w);
            require(
                    "output",
                    out,
                    CONFIDENCE,
                    OnnxJavaType.UINT8,
                    DYNAMIC,
                    h / CONFIDENCE_STRIDE,
                    w / CONFIDENCE_STRIDE);
            if (out.containsKey(LOGITS)) {
                int scale = options(session).logitsScale(card).orElseThrow();
                require(
                        "output",
                        out,
                        LOGITS,
                        OnnxJavaType.FLOAT,
                        DYNAMIC,
                        card.classes().size(),
                        h / scale,
                        w / scale);
            }
            if (card.levels() > 0) {
                require("output", out, ROUTING, OnnxJavaType.FLOAT, DYNAMIC, DYNAMIC, card.levels());
            }
            if (out.containsKey(QUALITY)) {
                require("output", out, QUALITY, OnnxJavaType.FLOAT, DYNAMIC);
            }
            return card;
        } catch (OrtException e) {
            throw new ModelException("the model's inputs and outputs cannot be read: " + e.getMessage(), e);
        }
    }

    /** Returns which of the optional inputs and outputs a model has. */
    static Options options(OrtSession session) {
        try {
            Map<String, NodeInfo> out = session.getOutputInfo();
            NodeInfo logits = out.get(LOGITS);
            return new Options(
                    out.containsKey(QUALITY),
                    logits == null ? OptionalLong.empty() : OptionalLong.of(gridRows(logits)));
        } catch (OrtException e) {
            throw new ModelException("the model's outputs cannot be read: " + e.getMessage(), e);
        }
    }

    private static long gridRows(NodeInfo logits) {
        return logits.getInfo() instanceof TensorInfo info && info.getShape().length == 4
                ? info.getShape()[2]
                : DYNAMIC;
    }

    private static void require(
            String side, Map<String, NodeInfo> entries, String name, OnnxJavaType type, long... shape) {
        NodeInfo node = entries.get(name);
        if (node == null) {
            throw new ModelException("the model has no " + side + " '" + name + "', only " + entries.keySet()
                    + "; export it again with './lynceus trainer export'");
        }
        boolean matches =
                node.getInfo() instanceof TensorInfo info && info.type == type && Arrays.equals(info.getShape(), shape);
        if (!matches) {
            throw new ModelException(
                    "the model's " + side + " '" + name + "' is " + describe(node) + ", allowed is " + type + " "
                            + Arrays.toString(shape) + " (-1: any); export it again with './lynceus trainer export'");
        }
    }

    private static void requireCount(String side, Map<String, NodeInfo> entries, int count) {
        if (entries.size() != count) {
            throw new ModelException("the model has the " + side + "s " + entries.keySet() + ", the contract knows "
                    + count + "; export it again with './lynceus trainer export'");
        }
    }

    private static String describe(NodeInfo node) {
        return node.getInfo() instanceof TensorInfo info
                ? info.type + " " + Arrays.toString(info.getShape())
                : node.getInfo().toString();
    }
}
