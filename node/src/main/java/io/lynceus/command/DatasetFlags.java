package io.lynceus.command;

import io.lynceus.dataset.DatasetOption;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** Adds the options of datasets to a command and collects the values that the user gives. */
final class DatasetFlags {
    private final Map<String, String> given = new TreeMap<>();

    /** Adds an option, unless the command has one of that name. */
    void addTo(CommandSpec command, DatasetOption option, String description) {
        String flag = "--" + option.name();
        if (command.findOption(flag) != null) {
            return;
        }
        OptionSpec.Builder spec =
                OptionSpec.builder(flag).description(description).setter(setter(option.name()));
        boolean isSwitch = option.form() == DatasetOption.ValueForm.SWITCH;
        command.addOption(
                isSwitch
                        ? spec.type(boolean.class).arity("0").build()
                        : spec.type(String.class)
                                .arity("1")
                                .paramLabel(option.placeholder())
                                .build());
    }

    private ISetter setter(String name) {
        return new ISetter() {
            @Override
            public <T> T set(T value) {
                String text = String.valueOf(value);
                if (value == null || text.equals("false")) { // not given, or an initial value
                    given.remove(name);
                } else {
                    given.put(name, text);
                }
                return value;
            }
        };
    }

    /** Returns the given values by {@link DatasetOption#name}. */
    Map<String, String> given() {
        return Map.copyOf(given);
    }
}
