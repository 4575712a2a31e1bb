package io.lynceus.command;

import io.lynceus.dataset.KittiRaw;
import io.lynceus.dataset.Recording;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.Kill;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.play.ProgressBar;
import io.lynceus.stream.KafkaSettings;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.TopicPlan;
import io.lynceus.street.StreetRecording;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus replay}: plays a recording onto sensor topics. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Plays a recording onto the sensor topics of a rig.")
final class ReplayCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    /** Flags of every replay. */
    static final class Playing {
        @Option(
                names = "--bootstrap",
                paramLabel = "HOST:PORT",
                defaultValue = "localhost:9092",
                description = "The broker. Default: ${DEFAULT-VALUE}; LYNCEUS_KAFKA_BOOTSTRAP_SERVERS is used if set.")
        private String bootstrap = "";

        @Option(
                names = "--rig-id",
                defaultValue = "demo",
                description = "Key of the records. Default: ${DEFAULT-VALUE}.")
        private String rig = "";

        @Option(
                names = "--speed",
                defaultValue = "1",
                description = "Recorded seconds for each second; 0 for as fast as possible. Default: ${DEFAULT-VALUE}.")
        private double speed;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                defaultValue = "0s",
                description = "Where to begin. Default: ${DEFAULT-VALUE}.")
        private Duration from = Duration.ZERO;

        @Option(names = "--loop", description = "Begin again at the end.")
        private boolean loop;

        @Option(names = "--live", description = "Send frames with the present time as capture time.")
        private boolean live;

        @Option(
                names = "--kill",
                paramLabel = "SENSOR@FROM..TO",
                description = "Silences a sensor for a while, such as rgb@5s..12s. Repeatable.")
        private final List<String> kills = new ArrayList<>();

        @Option(names = "--create-topics", description = "Create the topics that are missing.")
        private boolean createTopics;

        private PlayOptions options() {
            return new PlayOptions(
                    speed == 0 ? PlayOptions.AS_FAST_AS_POSSIBLE : speed, from, Optional.empty(), loop, live);
        }
    }

    @Command(
            name = "street",
            mixinStandardHelpOptions = true,
            description = {"Plays the simulated street.", "", "Example: ./lynceus replay street --live --create-topics"
            })
    int street(@Mixin StreetFlags flags, @Mixin Playing playing) throws Exception {
        try (StreetRecording recording = new StreetRecording(flags.options())) {
            return play(recording, playing);
        }
    }

    @Command(
            name = "kitti",
            mixinStandardHelpOptions = true,
            description = {
                "Plays a drive of KITTI raw (synced and rectified).",
                "",
                "Example: ./lynceus replay kitti /data/kitti_raw --create-topics"
            })
    int kitti(
            @Parameters(paramLabel = "FOLDER", description = "The folder with the date folders.") Path folder,
            @Mixin Playing playing)
            throws Exception {
        try (KittiRaw recording = KittiRaw.open(folder)) {
            return play(recording, playing);
        }
    }

    private int play(Recording recording, Playing playing) throws Exception {
        RigConfig config = StreetRig.of(playing.rig, recording, playing.bootstrap);
        KafkaSettings kafka = new KafkaSettings(config, System.getenv());
        if (playing.createTopics) {
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).create(admin, 1);
            }
        }
        FrameFilter filter = Kill.filter(playing.kills.stream().map(Kill::parse).toList(), recording.channels());
        PlayClock clock = PlayClock.system();
        Played played;
        try (KafkaFrameSink sink = new KafkaFrameSink(playing.rig, kafka.producer());
                ProgressBar bar = ProgressBar.ofTerminal(clock)) {
            played = new Player(recording, sink, filter, playing.options(), clock).play(bar);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s: %d frames in %.1f recorded seconds%n",
                recording.name(), played.totalSent(), played.played().toNanos() / 1e9);
        for (Map.Entry<String, Long> sensor : played.sent().entrySet()) {
            out.printf("  %-8s %d%n", sensor.getKey(), sensor.getValue());
        }
        out.flush();
        return 0;
    }
}
