package io.lynceus.command;

import io.lynceus.bus.KafkaFrameSink;
import io.lynceus.bus.KafkaLabelSink;
import io.lynceus.bus.RecordingRig;
import io.lynceus.bus.ServingNodes;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Recording;
import io.lynceus.demo.PlayerControl;
import io.lynceus.demo.StreetWeather;
import io.lynceus.fault.LiveFaults;
import io.lynceus.play.FrameFilter;
import io.lynceus.play.LabelSink;
import io.lynceus.play.PlayClock;
import io.lynceus.play.PlayOptions;
import io.lynceus.play.Played;
import io.lynceus.play.Player;
import io.lynceus.play.ProgressBar;
import io.lynceus.process.Ending;
import io.lynceus.rig.RigConfig;
import io.lynceus.settings.Durations;
import io.lynceus.settings.SettingsException;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import io.lynceus.street.StreetRecording;
import io.lynceus.wire.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** Plays a recording to a broker until its end or a signal, and then prints how far it has come. */
final class ReplayRun {
    private final Recording recording;
    private final PlayingFlags playing;
    private final PrintWriter out;

    ReplayRun(Recording recording, PlayingFlags playing, PrintWriter out) {
        this.recording = recording;
        this.playing = playing;
        this.out = out;
    }

    void play() throws Exception {
        PlayOptions options = playing.options(); // refuses what cannot be before a broker is asked
        FrameFilter filter = playing.filter(recording.channels());
        RigConfig config = RecordingRig.of(playing.rig(), recording, playing.bootstrap());
        KafkaSettings kafka = new KafkaSettings(config, System.getenv());
        Optional<Labels> labels = playing.sendsLabels() ? Optional.of(labels()) : Optional.empty();
        prepareTopics(config, kafka);
        LiveFaults live = playing.liveFaults(recording.channels());
        Optional<PlayerControl> control = playing.isControlled()
                ? Optional.of(PlayerControl.start(playing.rig(), kafka, live, skies(), Clock.systemUTC()))
                : Optional.empty();
        try (ServingNodes nodes = new ServingNodes(playing.rig(), kafka, Clock.systemUTC())) {
            play(kafka, labels, filter.then(live), options);
            if (!Ending.isAsked()) {
                nodes.answer().forEach(out::println);
                out.flush();
            }
        } finally {
            control.ifPresent(PlayerControl::close);
        }
    }

    private Labels labels() {
        return recording
                .labels()
                .orElseThrow(() ->
                        new SettingsException("recording " + recording.name() + " has no labels; leave --labels out"));
    }

    private void prepareTopics(RigConfig config, KafkaSettings kafka) throws InterruptedException, ExecutionException {
        try (Admin admin = Admin.create(kafka.admin())) {
            TopicPlan plan = new TopicPlan(config);
            if (playing.createsTopics()) {
                (playing.sendsLabels() ? plan.withLabels() : plan).create(admin, 1);
            } else if (playing.sendsLabels()
                    && !admin.listTopics().names().get().contains(Topics.LABELS)) {
                throw new SettingsException("topic " + Topics.LABELS
                        + " does not exist; create it, start with --create-topics, or leave --labels out");
            }
        }
    }

    private void play(KafkaSettings kafka, Optional<Labels> labels, FrameFilter filter, PlayOptions options)
            throws InterruptedException {
        if (labels.isEmpty()) {
            play(kafka, LabelSink.NONE, filter, options);
            return;
        }
        try (KafkaLabelSink sink = new KafkaLabelSink(playing.rig(), labels.orElseThrow(), kafka.producer())) {
            play(kafka, sink, filter, options);
        }
    }

    private void play(KafkaSettings kafka, LabelSink labels, FrameFilter filter, PlayOptions options)
            throws InterruptedException {
        PlayClock clock = PlayClock.system();
        Played played;
        try (KafkaFrameSink sink = new KafkaFrameSink(playing.rig(), kafka.producer());
                ProgressBar bar = ProgressBar.ofTerminal(clock)) {
            Player player = new Player(recording, sink, labels, filter, options, clock);
            try (Ending.Registration registration = Ending.onSignal(player::stop)) {
                played = player.play(bar);
            }
        }
        report(played);
    }

    private void report(Played played) {
        out.printf(
                "%s: %d frames in %.1f recorded seconds%n",
                recording.name(), played.totalSent(), played.played().toNanos() / 1e9);
        for (Map.Entry<String, Long> sensor : played.sent().entrySet()) {
            out.printf("  %-8s %d%n", sensor.getKey(), sensor.getValue());
        }
        if (!played.leftOut().isZero()) {
            out.printf(
                    "%.1f s of the recording were left out, because this machine was behind; lower the sensors' rate, or let other"
                            + " programs wait%n",
                    played.leftOut().toNanos() / 1e9);
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
