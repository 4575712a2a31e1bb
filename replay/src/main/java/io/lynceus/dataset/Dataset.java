package io.lynceus.dataset;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A dataset in the form in which it is published. An implementation answers every question that a command or the trainer asks about
 * a dataset; it lives in a package of its own and is listed in {@link io.lynceus.dataset.catalogue.Datasets}.
 *
 * <p>Thread safety: implementations are immutable.
 */
public interface Dataset {
    /**
     * The texts that a command shows to users.
     *
     * @param contents what the dataset contains, as the end of the sentence "Plays ..."
     * @param folder which folder is to be given
     * @param example a folder with options, as they follow the dataset's name on the command line
     */
    record HelpText(String contents, String folder, String example) {}

    /** Returns the name that users write, such as {@code deliver}. */
    String name();

    /** Returns the texts for the command line. */
    HelpText help();

    /** Returns the options that this dataset has beside its folder, the split and the rate. */
    List<DatasetOption> options();

    /** Returns true if the dataset consists of samples, which have a split and no rate of their own. */
    default boolean hasSamples() {
        return true;
    }

    /** Returns the classes of its labels; empty if there are no labels, or if a description file names the classes. */
    Optional<ClassList> classes();

    /** Returns the rules of its reference evaluation. */
    default ScoreRules scoreRules() {
        return ScoreRules.DEFAULT;
    }

    /** Returns the name of the split on which a training run is validated by default. */
    default String validationSplit() {
        return "val";
    }

    /**
     * Opens the recording that a request asks for.
     *
     * @throws IOException if files are missing; the message names what is expected and what is there
     * @throws io.lynceus.settings.SettingsException if an option has a value that is not allowed
     */
    Recording open(DatasetRequest request) throws IOException;

    /** Returns those options that select samples by a tag. */
    default List<DatasetOption> filters() {
        return options().stream().filter(DatasetOption::isFilter).toList();
    }
}
