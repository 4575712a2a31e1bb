package io.lynceus.command;

import io.lynceus.process.Ending;
import io.lynceus.segment.ModelException;
import io.lynceus.settings.Durations;
import io.lynceus.settings.SettingsException;
import io.lynceus.stream.kafka.Node;
import java.time.Duration;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: parses the command line, runs a command, and turns its end into an exit code. */
@Command(
        name = "lynceus",
        description = "A perception node that keeps segmenting when sensors fail.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Lynceus 0.1.0",
        subcommands = {
            DemoCommand.class,
            BrokerCommand.class,
            NodeCommand.class,
            ReplayCommand.class,
            BridgeCommand.class,
            RecordCommand.class,
            MonitorCommand.class,
            BenchCommand.class,
            SoakCommand.class,
            ScoreCommand.class,
            DoctorCommand.class,
            ModelCommand.class,
            CommandLine.HelpCommand.class
        },
        footer = {"", "Start with:  ./lynceus demo"})
public final class Lynceus {
    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int FATAL_ACCELERATOR = 70;

    private static final Logger LOG = LoggerFactory.getLogger(Lynceus.class);

    private Lynceus() {}

    public static void main(String[] arguments) {
        Ending.run(() -> commandLine().execute(arguments));
    }

    /** Returns all commands of the modules on the class path. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Lynceus());
        ServiceLoader.load(CommandProvider.class).forEach(added -> line.addSubcommand(added.name(), added.command()));
        return line.registerConverter(Duration.class, Durations::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((e, command, result) -> report(e, command));
    }

    /** Reports what a user can correct in one line; anything else is a bug of the program and is shown with its stack trace. */
    private static int report(Exception e, CommandLine command) {
        if (Ending.isAsked()) {
            LOG.debug("ended by a signal", e);
            return Ending.code(FAILURE);
        }
        if (Node.isFatalAccelerator(e)) {
            LOG.error("{}", e.getMessage());
            return FATAL_ACCELERATOR;
        }
        if (e instanceof SettingsException || e instanceof ModelException || e instanceof IllegalArgumentException) {
            command.getErr().println("lynceus: " + e.getMessage());
            return USAGE;
        }
        if (e instanceof IllegalStateException) {
            LOG.debug("trace", e);
            command.getErr().println("lynceus: " + e.getMessage());
            return FAILURE;
        }
        LOG.error("{} failed", command.getCommandName(), e);
        return FAILURE;
    }
}
