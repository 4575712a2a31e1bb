package io.lynceus.data;

/**
 * The parts of a dataset, by the dataset's own names. Empty texts stand for what is usual: {@code train} to learn from, {@code
 * val} to choose by (folders: {@code validation}), and the latter again to test.
 *
 * <p>MCubeS: what the CMNeXt family calls val is the list {@code test}, so that its published figures come from weights that were
 * chosen on the very images they are judged by. Here val is the list {@code val}; for figures to compare with those, {@code test:
 * test}.
 *
 * @param training learned from
 * @param validation chooses the best weights of a run
 * @param test seen by neither, where it is another than validation
 */
public record Splits(String training, String validation, String test) {
    public static final Splits USUAL = new Splits("", "", "");

    Splits orUsual(String usualValidation) {
        String chooses = or(validation, usualValidation);
        return new Splits(or(training, "train"), chooses, or(test, chooses));
    }

    private static String or(String given, String otherwise) {
        return given.isBlank() ? otherwise : given;
    }
}
