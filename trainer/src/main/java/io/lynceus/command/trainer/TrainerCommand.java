package io.lynceus.command.trainer;

import io.lynceus.command.CommandProvider;
import io.lynceus.command.trainer.compare.CompareCommand;
import io.lynceus.command.trainer.compare.CurvesCommand;
import picocli.CommandLine.Command;

/** {@code lynceus trainer}: the commands about networks. */
@Command(
        name = "trainer",
        description = "Fits, exports, evaluates and verifies networks.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            FitCommand.class,
            ExportCommand.class,
            EvaluateCommand.class,
            CalibrateCommand.class,
            VerifyCommand.class,
            UpgradeCommand.class,
            CompareCommand.class,
            CurvesCommand.class,
            InspectCommand.class
        })
final class TrainerCommand {
    /** Adds this command to the node's. */
    public static final class Provider implements CommandProvider {
        @Override
        public String name() {
            return "trainer";
        }

        @Override
        public Object command() {
            return new TrainerCommand();
        }
    }
}
