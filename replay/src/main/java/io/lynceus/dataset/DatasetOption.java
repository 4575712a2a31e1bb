package io.lynceus.dataset;

import java.util.Optional;

/**
 * An option of one dataset, such as {@code --condition}.
 *
 * @param name without dashes
 * @param form what its value looks like
 * @param placeholder stands for the value in help texts; empty for a switch
 * @param description a help text of complete sentences
 * @param tag the tag of a sample that a filter compares with its value; empty for options that are not filters
 * @param forScoring whether the option also applies where masks are scored; false for options of replay alone
 */
public record DatasetOption(
        String name, ValueForm form, String placeholder, String description, Optional<String> tag, boolean forScoring) {
    /** What an option's value looks like. */
    public enum ValueForm {
        /** A text. */
        TEXT,
        /** The path of a file. */
        FILE,
        /** The option has no value; it is given or not. */
        SWITCH
    }

    /** Makes an option that selects samples whose tag has one of the given values. */
    public static DatasetOption filter(String name, String tag, String description) {
        return new DatasetOption(name, ValueForm.TEXT, "NAME,...", description, Optional.of(tag), true);
    }

    /** Makes an option with a value, for replay and scoring. */
    public static DatasetOption setting(String name, ValueForm form, String placeholder, String description) {
        return new DatasetOption(name, form, placeholder, description, Optional.empty(), true);
    }

    /** Makes an option that applies to replay alone. */
    public static DatasetOption forReplay(String name, ValueForm form, String placeholder, String description) {
        return new DatasetOption(name, form, placeholder, description, Optional.empty(), false);
    }

    boolean isFilter() {
        return tag.isPresent();
    }
}
