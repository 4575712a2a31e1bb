package io.lynceus.command;

import io.lynceus.dataset.Channel;
import io.lynceus.fault.Faults;
import io.lynceus.fault.LiveFaults;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.Kill;
import io.lynceus.play.PlayOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The flags of every replay. */
final class PlayingFlags {
    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            defaultValue = "localhost:9092",
            description = "The broker. Default: ${DEFAULT-VALUE}; LYNCEUS_KAFKA_BOOTSTRAP_SERVERS is used if set.")
    private String bootstrap = "";

    @Option(
            names = "--rig-id",
            defaultValue = "demo",
            description = "Rig id, the key of the records. Default: ${DEFAULT-VALUE}.")
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
            description = "Where to begin, from the recording's start; a replay that is stopped says where it was."
                    + " Times of --kill and --inject count from there."
                    + " Default: ${DEFAULT-VALUE}.")
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

    @Option(
            names = "--inject",
            paramLabel = "SENSOR:FAULT[@FROM..TO]",
            description = "A fault of a sensor, for a while or always, such as 'lidar:jitter(2deg)@10s..20s' or"
                    + " 'rgb:drop(p=0.1)'. Repeatable.")
    private final List<String> faults = new ArrayList<>();

    @Option(names = "--fault-seed", defaultValue = "1", description = "Seed of the faults. Default: ${DEFAULT-VALUE}.")
    private long faultSeed;

    @Option(names = "--list", description = "Print what the recording holds, and play nothing.")
    private boolean list;

    @Option(
            names = "--control",
            description = "Let a monitor's page break sensors, and change the street's weather, while this plays.")
    private boolean control;

    @Option(
            names = "--labels",
            description =
                    "Send the recording's labels beside the frames, on lynceus.labels: a page then measures the masks"
                            + " and shows their errors. A node never reads them. Default: none are sent.")
    private boolean labels;

    @Option(names = "--create-topics", description = "Create the topics that are missing.")
    private boolean createTopics;

    PlayOptions options() {
        if (!(speed >= 0)) {
            throw new IllegalArgumentException(
                    "--speed is " + speed + "; give a number above 0, 1 for real time, or 0 for as fast as possible");
        }
        if (live && speed == 0) {
            throw new IllegalArgumentException(
                    "--live gives frames the time at which they are played, which --speed 0 leaves no time for; leave one of the two out");
        }
        if (from.isNegative()) {
            throw new IllegalArgumentException(
                    "--from is " + from.toMillis() + " ms; give a time from the recording's start, 0s or more");
        }
        return new PlayOptions(
                speed == 0 ? PlayOptions.AS_FAST_AS_POSSIBLE : speed, from, Optional.empty(), loop, live);
    }

    /** Returns the filter that silences dead sensors, then applies faults. */
    FrameFilter filter(List<Channel> channels) {
        return Kill.filter(kills.stream().map(Kill::parse).toList(), channels)
                .then(Faults.filter(faults, channels, faultSeed));
    }

    /** Returns faults that a page may switch; all are off at first. */
    LiveFaults liveFaults(List<Channel> channels) {
        return new LiveFaults(channels, faultSeed);
    }

    boolean isControlled() {
        return control;
    }

    boolean sendsLabels() {
        return labels;
    }

    String bootstrap() {
        return bootstrap;
    }

    String rig() {
        return rig;
    }

    boolean createsTopics() {
        return createTopics;
    }

    boolean listsOnly() {
        return list;
    }
}
