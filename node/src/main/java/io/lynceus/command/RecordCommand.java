package io.lynceus.command;

import io.lynceus.mcap.file.Compression;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.process.Ending;
import io.lynceus.record.RecordingNotes;
import io.lynceus.record.TopicRecorder;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ModelException;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.kafka.KafkaSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus record}: copies a rig's topics into an MCAP file. */
@Command(
        name = "record",
        mixinStandardHelpOptions = true,
        description = {
            "Records a rig's frames, calibrations, masks and transitions into an MCAP file, byte for byte, until Ctrl-C.",
            "",
            "Example: ./lynceus record --rig configs/street.rig.yaml --out drive.mcap --duration 60s"
        })
final class RecordCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(RecordCommand.class);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--rig", required = true, paramLabel = "FILE", description = "The rig file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path rigFile;

    @Option(names = "--out", required = true, paramLabel = "FILE.mcap", description = "The new file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Option(
            names = "--topics",
            paramLabel = "NAME,...",
            split = ",",
            description =
                    "Topics to record, of those of the rig file. Default: all of them, masks, transitions and calibrations.")
    private @Nullable Set<String> topics;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "How long to record, such as 60s. Default: until Ctrl-C.")
    private @Nullable Duration duration;

    @Option(names = "--from-beginning", description = "Begin with what the topics hold already.")
    private boolean fromBeginning;

    @Option(
            names = "--compression",
            defaultValue = "zstd",
            description = "Compression, one of: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private Compression compression = Compression.ZSTD;

    @Override
    public Integer call() throws Exception {
        TopicRecorder.requireAbsent(out);
        if (duration != null && !fromBeginning) { // with it, 0 means what the topics hold at this moment
            Checks.positive("--duration", duration);
        }
        RigConfig config = RigConfig.read(rigFile);
        KafkaSettings kafka = new KafkaSettings(config, System.getenv());
        TopicRecorder.Options options =
                new TopicRecorder.Options(out, Optional.ofNullable(topics), compression, fromBeginning);
        Map<String, Map<String, String>> notes = RecordingNotes.of(config, card(config), Clock.systemUTC());
        TopicRecorder recorder = TopicRecorder.start(config, kafka, options, notes);
        spec.commandLine().getErr().println("recording into " + out + "; Ctrl-C ends it");
        spec.commandLine().getErr().flush();
        try (ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system());
                Ending.Registration registration = Ending.onSignal(recorder::stop)) {
            recorder.await(Optional.ofNullable(duration), bar);
        }
        recorder.close();
        print(recorder, spec.commandLine().getOut());
        return Ending.code(0);
    }

    /** Reads the card for the classes' colours. A model that cannot be read does not prevent recording. */
    private static Optional<ModelCard> card(RigConfig config) {
        try {
            return Optional.of(ModelCard.read(ShippedModels.locate(config.model())));
        } catch (ModelException e) {
            LOG.warn("The recording will not name the masks' classes: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void print(TopicRecorder recorder, PrintWriter printer) {
        long all =
                recorder.counts().values().stream().mapToLong(Long::longValue).sum();
        printer.printf("%s: %d messages%n", out, all);
        recorder.counts().forEach((topic, count) -> printer.printf("  %-24s %d%n", topic, count));
        if (recorder.unknown() > 0) {
            printer.printf("  %d records left out: of other rigs, empty, or not readable%n", recorder.unknown());
        }
        printer.flush();
    }
}
