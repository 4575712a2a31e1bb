package io.lynceus.command;

import io.lynceus.settings.SettingsException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** Refuses options that would have no effect beside the others that the user gave. */
public final class OptionPairs {
    private final ParseResult given;

    /** @param spec of the command that runs */
    public OptionPairs(CommandSpec spec) {
        this.given = spec.commandLine().getParseResult();
    }

    /**
     * Refuses an option whose only use is beside another one.
     *
     * @throws SettingsException if {@code option} is given and {@code needed} is not
     */
    public OptionPairs only(String option, String needed) {
        if (given.hasMatchedOption(option) && !given.hasMatchedOption(needed)) {
            throw new SettingsException(
                    option + " has an effect with " + needed + " only; give that too, or leave " + option + " out");
        }
        return this;
    }

    /**
     * Refuses options that another one makes useless.
     *
     * @throws SettingsException if {@code option} and one of {@code useless} are given
     */
    public OptionPairs without(String option, String... useless) {
        for (String one : useless) {
            if (given.hasMatchedOption(option) && given.hasMatchedOption(one)) {
                throw new SettingsException(one + " has no effect with " + option + "; leave one of the two out");
            }
        }
        return this;
    }
}
