package io.lynceus.demo;

import io.lynceus.bus.DriveReport;
import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.MaskReader;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.play.ProgressBar;
import io.lynceus.process.Ending;
import io.lynceus.stream.Tally;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Drives live through the street of a {@link StreetDemo} once, from its first frame to the last mask. */
public final class DemoDrive {
    /** The last sets wait for their deadline and are then segmented. */
    private static final Duration LAST_SETS = Duration.ofSeconds(10);

    private static final Duration LAST_SETS_AFTER_SIGNAL = Duration.ofSeconds(1);

    private final StreetDemo stage;
    private final Node node;
    private final FrameFilter filter;
    private final double hertz;

    /** @param hertz of the sets */
    public DemoDrive(StreetDemo stage, Node node, FrameFilter filter, double hertz) {
        this.stage = stage;
        this.node = node;
        this.filter = filter;
        this.hertz = hertz;
    }

    /** Drives, and returns when the street is over and the node is closed. */
    public DriveReport run() throws InterruptedException {
        PlayClock clock = PlayClock.system();
        KafkaSettings kafka = stage.kafka();
        try (KafkaFrameSink sink = new KafkaFrameSink(StreetDemo.RIG, kafka.producer())) {
            Player player = new Player(stage.street(), sink, stage.known().then(filter), PlayOptions.live(), clock);
            stage.labels().follow(player);
            MaskReader reader = MaskReader.of(stage.config(), kafka, stage.labels()::at);
            long start = System.nanoTime();
            Played played;
            double seconds;
            try (reader) {
                try (ProgressBar bar = ProgressBar.ofTerminal(clock);
                        Ending.Registration registration = Ending.onSignal(player::stop)) {
                    played = player.play(bar);
                }
                seconds = (System.nanoTime() - start) / 1e9;
                awaitLastMasks(played.sent(), node, reader);
                // A node that goes on would call every sensor silent, because the player sends no more.
                node.close();
            }
            Stamp began = player.timeline().live().orElse(Stamp.EPOCH);
            return new DriveReport(
                    played.sent(),
                    node.tally(),
                    reader,
                    began,
                    Optional.of(began.plus(played.played())),
                    seconds,
                    1 / hertz);
        }
    }

    /** Waits, within bounds, until what was sent has come in, has ended, and its masks have been read. */
    private static void awaitLastMasks(Map<String, Long> sent, Node node, MaskReader reader)
            throws InterruptedException {
        long end = System.nanoTime() + (Ending.isAsked() ? LAST_SETS_AFTER_SIGNAL : LAST_SETS).toNanos();
        while (System.nanoTime() < end
                && (isBusy(sent, node.tally())
                        || reader.messages()
                                < node.tally().maskCount() + node.tally().unusableSetCount())) {
            Thread.sleep(20);
        }
    }

    private static boolean isBusy(Map<String, Long> sent, Tally tally) {
        for (String sensor : tally.sensors()) {
            if (tally.receivedCount(sensor) < sent.getOrDefault(sensor, 0L) || tally.pending(sensor) > 0) {
                return true;
            }
        }
        return false;
    }
}
