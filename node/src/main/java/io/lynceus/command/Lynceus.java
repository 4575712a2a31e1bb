package io.lynceus.command;

import io.lynceus.command.bench.BenchCommand;
import io.lynceus.command.bench.SoakCommand;
import io.lynceus.command.doctor.DoctorCommand;
import io.lynceus.process.Ending;
import io.lynceus.process.FileFaults;
import io.lynceus.process.TemporaryFolder;
import io.lynceus.segment.ModelException;
import io.lynceus.settings.Durations;
import io.lynceus.settings.SettingsException;
import io.lynceus.stream.kafka.Node;
import io.lynceus.stream.kafka.Remedies;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program: parses the command line, runs a command, and turns its end into an exit code. */
@Command(
        name = "lynceus",
        description = "A perception node that keeps segmenting when sensors fail.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        version = "Lynceus 0.1.0",
        footer = {"", "Start with:  ./lynceus demo"})
public final class Lynceus {
    static final int FAILURE = 1;
    static final int USAGE = 2;
    static final int FATAL_ACCELERATOR = 70;

    private static final Logger LOG = LoggerFactory.getLogger(Lynceus.class);

    /** In the order of the help text. Each becomes a command line of its own, which adds the subcommands of its datasets. */
    private static final List<Class<?>> COMMANDS = List.of(
            DemoCommand.class,
            BrokerCommand.class,
            NodeCommand.class,
            ReplayCommand.class,
            BridgeCommand.class,
            RecordCommand.class,
            MonitorCommand.class,
            BenchCommand.class,
            SoakCommand.class,
            CampaignCommand.class,
            ScoreCommand.class,
            DoctorCommand.class,
            ModelCommand.class,
            CommandLine.HelpCommand.class);

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Also log what Kafka's clients and the broker warn of.")
    private void verbose(boolean wanted) {
        if (wanted) {
            Logging.showKafka();
        }
    }

    private Lynceus() {}

    public static void main(String[] arguments) {
        Ending.run(() -> commandLineFor(arguments).execute(arguments));
    }

    /** Returns all commands of the modules on the class path. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Lynceus());
        COMMANDS.forEach(command -> line.addSubcommand(new CommandLine(command)));
        ServiceLoader.load(CommandProvider.class).forEach(added -> line.addSubcommand(added.name(), added.command()));
        return prepared(line);
    }

    /** Returns the one command that the first argument names, or else all: to read the options of all takes half a second. */
    private static CommandLine commandLineFor(String[] arguments) {
        for (Class<?> command : COMMANDS) {
            boolean named = arguments.length > 0
                    && command != CommandLine.HelpCommand.class
                    && command.getAnnotation(Command.class).name().equals(arguments[0]);
            if (named) {
                return prepared(new CommandLine(new Lynceus()).addSubcommand(new CommandLine(command)));
            }
        }
        return commandLine();
    }

    private static CommandLine prepared(CommandLine line) {
        return line.registerConverter(Duration.class, Lynceus::duration)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler((e, arguments) -> refuse(e))
                .setExecutionExceptionHandler((e, command, result) -> report(e, command));
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (SettingsException e) {
            throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** Says what is wrong with the command line in the last line; the usage text would bury it. */
    private static int refuse(CommandLine.ParameterException e) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName(" ");
        CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
        command.getErr().println(name + ": " + e.getMessage() + "; './" + name + " --help' lists what may be given");
        return USAGE;
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
        Optional<FileReport> file = fileFault(e);
        if (file.isPresent()) {
            LOG.debug("trace", e);
            command.getErr().println("lynceus: " + file.orElseThrow().sentence());
            return file.orElseThrow().code();
        }
        Optional<String> kafka = Remedies.sentence(e);
        if (kafka.isPresent()) {
            LOG.debug("trace", e);
            command.getErr().println("lynceus: " + kafka.orElseThrow());
            return FAILURE;
        }
        LOG.error("{} failed", command.getCommandName(), e);
        return FAILURE;
    }

    private record FileReport(String sentence, int code) {}

    /** Returns what is wrong with a file or a disk, and what to do; empty if the fault is another. */
    private static Optional<FileReport> fileFault(Throwable fault) {
        Optional<String> tooMany = FileFaults.tooManyOpen(fault);
        if (tooMany.isPresent()) {
            return tooMany.map(sentence -> new FileReport(sentence, FAILURE));
        }
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException file) {
                return Optional.of(
                        file instanceof NoSuchFileException
                                ? new FileReport(FileFaults.of(file) + "; check the path", USAGE)
                                : new FileReport(
                                        FileFaults.of(file)
                                                + "; free some space there, or give a place that this user may use",
                                        FAILURE));
            }
            if (cause instanceof IOException
                    && String.valueOf(cause.getMessage()).contains("No space left")) {
                String said = String.valueOf(cause.getMessage());
                if (said.contains("make room")) {
                    return Optional.of(new FileReport(said, FAILURE));
                }
                return Optional.of(new FileReport(
                        "the disk is full (" + TemporaryFolder.parent()
                                + " or the file that is written); free some space there, or set another folder for"
                                + " temporary files by LYNCEUS_JAVA_OPTS=-Djava.io.tmpdir=…",
                        FAILURE));
            }
        }
        return Optional.empty();
    }
}
