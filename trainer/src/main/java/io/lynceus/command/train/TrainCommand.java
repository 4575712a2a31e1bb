package io.lynceus.command.train;

import io.lynceus.command.CommandProvider;
import picocli.CommandLine.Command;

/** {@code lynceus train}: everything about networks. */
@Command(
        name = "train",
        description = "Fits, exports, evaluates and verifies networks.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FitCommand.class,
            ExportCommand.class,
            EvaluateCommand.class,
            VerifyCommand.class,
            InspectCommand.class
        })
final class TrainCommand {
    /** Adds this command to the node's. */
    public static final class Provider implements CommandProvider {
        @Override
        public String name() {
            return "train";
        }

        @Override
        public Object command() {
            return new TrainCommand();
        }
    }
}
