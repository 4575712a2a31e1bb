package io.lynceus.checkpoint;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fits weights of SAM 2, or of a network that grew from it, to another number of classes or to a decoder per modality. Mask tokens,
 * their hypernetworks and the quality head's rows are copied in turn (token 0, which is never used, onto token 0), with a little
 * noise so that copies can learn differently. All other keys are kept.
 *
 * @param seed of the noise
 */
public record Sam2Weights(long seed) implements KeyMap {
    private static final double NOISE = 0.02;
    private static final String DECODER = "sam_mask_decoder.";
    private static final String TOKENS = "mask_tokens.weight";
    private static final Pattern EXPERT = Pattern.compile("sam_mask_decoder\\.experts\\.\\d+\\.(.*)");
    private static final Pattern HYPER = Pattern.compile("(.*output_hypernetworks_mlps\\.)(\\d+)(\\..*)");
    private static final Pattern ROWS =
            Pattern.compile(".*(mask_tokens\\.weight|iou_prediction_head\\.layers\\.2\\..*)");

    /**
     * Returns the weights for a network of these shapes by key; parts that the source lacks (experts, router, auxiliary head) are
     * left out. Shapes that differ for another reason than the classes are kept, so that loading reports them.
     */
    @Override
    public Checkpoint fit(Checkpoint source, Map<String, List<Long>> network) {
        long tokens = tokens(network);
        boolean sameClasses = tokens == tokens(source.shapes());
        Map<String, TensorData> fitted = new LinkedHashMap<>();
        for (String key : network.keySet()) {
            Matcher expert = EXPERT.matcher(key);
            boolean own = source.tensors().containsKey(key);
            String from = !own && expert.matches() ? DECODER + expert.group(1) : key;
            Optional<TensorData> data = sameClasses ? of(source, from) : spread(source, from, tokens, key);
            data.ifPresent(tensor -> fitted.put(key, tensor));
        }
        return new Checkpoint(fitted, source.metadata());
    }

    private static Optional<TensorData> of(Checkpoint source, String key) {
        return Optional.ofNullable(source.tensors().get(key));
    }

    /** Returns the tokens of a decoder: classes + 1, or 0 without a decoder. */
    private static long tokens(Map<String, List<Long>> shapes) {
        return shapes.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(TOKENS))
                .mapToLong(entry -> entry.getValue().get(0))
                .findFirst()
                .orElse(0);
    }

    private Optional<TensorData> spread(Checkpoint source, String from, long tokens, String key) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L + key.hashCode());
        Matcher hyper = HYPER.matcher(from);
        if (hyper.matches()) {
            int wanted = Integer.parseInt(hyper.group(2));
            int taken = turn(wanted, tokens(source.shapes()));
            return of(source, hyper.group(1) + taken + hyper.group(3))
                    .map(tensor -> TensorData.of(noisy(tensor.floats(), wanted == 0, random), tensor.shape()));
        }
        return ROWS.matcher(from).matches()
                ? of(source, from).map(tensor -> rows(tensor, tokens, random))
                : of(source, from);
    }

    /** Copies rows of the source in turn, until there are enough. */
    private static TensorData rows(TensorData tensor, long tokens, Random random) {
        float[] old = tensor.floats();
        long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
        int width = old.length / (int) shape[0];
        float[] values = new float[(int) tokens * width];
        for (int token = 0; token < tokens; token++) {
            float[] row = new float[width];
            System.arraycopy(old, turn(token, shape[0]) * width, row, 0, width);
            System.arraycopy(noisy(row, token == 0, random), 0, values, token * width, width);
        }
        shape[0] = tokens;
        return TensorData.of(values, Arrays.stream(shape).boxed().toList());
    }

    private static int turn(int token, long sourceTokens) {
        return token == 0 || sourceTokens < 2 ? 0 : 1 + (token - 1) % (int) (sourceTokens - 1);
    }

    private static float[] noisy(float[] values, boolean exact, Random random) {
        for (int i = 0; !exact && i < values.length; i++) {
            values[i] += (float) (NOISE * random.nextGaussian());
        }
        return values;
    }
}
