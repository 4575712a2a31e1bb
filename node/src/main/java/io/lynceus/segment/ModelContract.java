package io.lynceus.segment;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.Map;

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

    /** Pixels of the image, in each direction, for each value of the confidence raster. */
    public static final int CONFIDENCE_STRIDE = 4;

    /** A dimension known only at run time: N frames or B sets. */
    private static final long DYNAMIC = -1;

    private ModelContract() {}

    /** Returns the card of a model that keeps the contract; throws a {@link ModelException} that names the entry if it does not. */
    static ModelCard check(OrtSession session) {
        try {
            ModelCard card = ModelCard.parse(session.getMetadata()
                    .getCustomMetadataValue(ModelCard.METADATA_KEY)
                    .orElseThrow(() -> new ModelException("metadata entry '" + ModelCard.METADATA_KEY
                            + "' is missing; this is not a model made by './lynceus trainer export'")));
            long h = card.height();
            long w = card.width();
            Map<String, NodeInfo> in = session.getInputInfo();
            require("input", in, FRAMES, OnnxJavaType.UINT8, DYNAMIC, h, w, 3);
            require("input", in, MODALITY, OnnxJavaType.INT64, DYNAMIC);
            require("input", in, MEMBERSHIP, OnnxJavaType.FLOAT, DYNAMIC, DYNAMIC);
            requireCount("input", in, 3);
            Map<String, NodeInfo> out = session.getOutputInfo();
            require("output", out, CLASSES, OnnxJavaType.UINT8, DYNAMIC, h, w);
            require(
                    "output",
                    out,
                    CONFIDENCE,
                    OnnxJavaType.UINT8,
                    DYNAMIC,
                    h / CONFIDENCE_STRIDE,
                    w / CONFIDENCE_STRIDE);
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

    /** Returns true if the model says how much it believes each frame. */
    static boolean judgesFrames(OrtSession session) {
        try {
            return session.getOutputInfo().containsKey(QUALITY);
        } catch (OrtException e) {
            throw new ModelException("the model's outputs cannot be read: " + e.getMessage(), e);
        }
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
