package io.lynceus.command;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.RecordingRig;
import io.lynceus.dataset.Recording;
import io.lynceus.demo.PlayerControl;
import io.lynceus.demo.StreetWeather;
import io.lynceus.fault.LiveFaults;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.PlayClock;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.play.ProgressBar;
import io.lynceus.settings.Durations;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.street.StreetRecording;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A recording on its way to a broker, until its end or a signal; then it says how far it has come. */
final class ReplayRun {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayRun.class);

    /** What is on its way to a broker that does not answer is not waited for any longer. */
    private static final long LAST_SECONDS = 5;

    private final Recording recording;
    private final PlayingFlags playing;
    private final PrintWriter out;

    ReplayRun(Recording recording, PlayingFlags playing, PrintWriter out) {
        this.recording = recording;
        this.playing = playing;
        this.out = out;
    }

    void play() throws Exception {
        FrameFilter filter = playing.filter(recording.channels());
        RigConfig config = RecordingRig.of(playing.rig(), recording, playing.bootstrap());
        KafkaSettings kafka = new KafkaSettings(config, System.getenv());
        if (playing.createsTopics()) {
            try (Admin admin = Admin.create(kafka.admin())) {
                new TopicPlan(config).create(admin, 1);
            }
        }
        LiveFaults live = playing.liveFaults(recording.channels());
        Optional<PlayerControl> control = playing.isControlled()
                ? Optional.of(PlayerControl.start(playing.rig(), kafka, live, skies(), Clock.systemUTC()))
                : Optional.empty();
        try {
            play(kafka, filter.then(live));
        } finally {
            control.ifPresent(PlayerControl::close);
        }
    }

    private void play(KafkaSettings kafka, FrameFilter filter) throws InterruptedException {
        PlayClock clock = PlayClock.system();
        CountDownLatch told = new CountDownLatch(1);
        Optional<Thread> ending = Optional.empty();
        try {
            Played played;
            try (KafkaFrameSink sink = new KafkaFrameSink(playing.rig(), kafka.producer());
                    ProgressBar bar = ProgressBar.ofTerminal(clock)) {
                Player player = new Player(recording, sink, filter, playing.options(), clock);
                ending = Optional.of(new Thread(() -> end(player, told), "replay-end"));
                ending.ifPresent(Runtime.getRuntime()::addShutdownHook);
                played = player.play(bar);
            }
            report(played);
        } finally {
            told.countDown();
            ending.ifPresent(ReplayRun::forget);
        }
    }

    /** In the hook of a signal: the process ends when this returns. */
    private static void end(Player player, CountDownLatch told) {
        player.stop();
        try {
            boolean unused = told.await(LAST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending, and the hook at work", e);
        }
    }

    private void report(Played played) {
        out.printf(
                "%s: %d frames in %.1f recorded seconds%n",
                recording.name(), played.totalSent(), played.played().toNanos() / 1e9);
        for (Map.Entry<String, Long> sensor : played.sent().entrySet()) {
            out.printf("  %-8s %d%n", sensor.getKey(), sensor.getValue());
        }
        played.rest()
                .map(Durations::text)
                .ifPresent(from ->
                        out.printf("stopped before the end; to go on, give the same command with --from %s%n", from));
        out.flush();
    }

    private Optional<PlayerControl.Skies> skies() {
        return recording instanceof StreetRecording street ? Optional.of(new StreetWeather(street)) : Optional.empty();
    }
}
