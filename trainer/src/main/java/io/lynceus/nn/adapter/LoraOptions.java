package io.lynceus.nn.adapter;

/**
 * The experts of an encoder.
 *
 * @param modalities how many experts
 * @param rank of each update; 0 for none
 * @param rows rows of B
 * @param form how the updates are computed
 */
public record LoraOptions(int modalities, int rank, Rows rows, Form form) {
    /** How B is sized where a block has more outputs than inputs. */
    public enum Rows {
        /** One row per input channel, as the code of the SAM-LoRA lineage has it: reaches only part of the outputs. */
        IN,
        /** One row per output channel: the update covers the whole map. */
        OUT
    }

    /** How the updates are computed; both forms have the same parameters and, but for rounding, the same results. */
    public enum Form {
        /** Two thin products beside the shared one: for training, and for large encoders. */
        FACTORED,
        /** Added to the shared weights, one whole matrix per modality: in an exported graph, experts then cost no time. */
        MERGED
    }

    public static final LoraOptions NONE = new LoraOptions(1, 0, Rows.OUT, Form.FACTORED);

    public LoraOptions {
        if (modalities < 1 || rank < 0) {
            throw new IllegalArgumentException("LoRA for " + modalities + " modalities of rank " + rank
                    + ": give at least 1 modality and a rank of 0 or more");
        }
    }
}
