package io.lynceus.play;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Plays a recording into a sink. Each frame leaves when its capture time has come, so every stream keeps its own rate and
 * jitter. A player that is behind catches up without waiting and leaves nothing out, unless it plays as a live vehicle
 * ({@link PlayOptions#restamp}): a vehicle's sensors do not send old frames, so a player that is more than a second behind goes on
 * at the present moment, and {@link Played#leftOut} tells what is missing.
 */
public final class Player {
    /** Longest time until a stop is noticed. */
    private static final long NAP_NANOS = 50_000_000L;
    /** How far behind a live player may be: a frame that is older is of little use to a node. */
    private static final long MOST_BEHIND_NANOS = 1_000_000_000L;

    /** How the frames of a part of the recording ended. */
    private enum End {
        /** Nothing is left to play. */
        OVER,
        /** The recording ended. */
        PASS,
        /** The player is behind and goes on at the present moment. */
        BEHIND
    }

    /** From where frames are read, and how often the recording was played before. */
    private record Place(Stamp from, long pass) {}

    private final Recording recording;
    private final FrameSink sink;
    private final FrameFilter filter;
    private final PlayOptions options;
    private final PlayClock clock;
    private final LabelSink labels;
    private final LabelledMoments labelled;
    private final Map<String, Long> sent = new TreeMap<>();
    private final Map<String, Long> withheld = new TreeMap<>();
    private final Optional<Duration> total;
    private volatile PlayTimeline timeline;
    private volatile boolean stopped;
    private long began;
    private Duration played = Duration.ZERO;
    private Duration leftOut = Duration.ZERO;
    private Optional<Duration> rest = Optional.empty();
    private final LateFrames late = new LateFrames();

    /** Makes a player of frames alone, that has not begun yet. */
    public Player(Recording recording, FrameSink sink, FrameFilter filter, PlayOptions options, PlayClock clock) {
        this(recording, sink, LabelSink.NONE, filter, options, clock);
    }

    /**
     * Makes a player that has not begun yet.
     *
     * @param labels is told of each moment that has a label, whatever the filter does to its frames
     */
    public Player(
            Recording recording,
            FrameSink sink,
            LabelSink labels,
            FrameFilter filter,
            PlayOptions options,
            PlayClock clock) {
        this.labels = labels;
        this.labelled = new LabelledMoments(recording);
        this.recording = recording;
        this.sink = sink;
        this.filter = filter;
        this.options = options;
        this.clock = clock;
        timeline = timelineFrom(clock.now());
        Optional<Duration> once = options.loop() ? Optional.empty() : timeline.pass();
        total = options.duration()
                .map(wanted ->
                        once.filter(length -> length.compareTo(wanted) < 0).orElse(wanted))
                .or(() -> once);
    }

    private PlayTimeline timelineFrom(Stamp now) {
        Stamp from = recording.start().plus(options.from());
        Optional<Duration> pass = recording.end().map(end -> Duration.ofNanos(end.nanosSince(from)));
        if (pass.isPresent()
                && (pass.orElseThrow().isZero() || pass.orElseThrow().isNegative())) {
            throw new IllegalArgumentException("cannot begin " + options.from().toMillis() + " ms into recording "
                    + recording.name() + ", which is over " + recording.end().orElseThrow() + "; begin earlier");
        }
        return new PlayTimeline(from, pass, options.restamp() ? Optional.of(now) : Optional.empty(), options.rate());
    }

    /** Returns the timeline of the latest {@link #play}, which converts played stamps to recorded ones. */
    public PlayTimeline timeline() {
        return timeline;
    }

    /**
     * Plays to the end, until stopped or interrupted; {@code progress} is called after each frame. Time begins when the first
     * frames have been read. Frames that the filter delays beyond the end are waited for.
     */
    public Played play(Consumer<PlayProgress> progress) throws InterruptedException {
        for (Channel channel : recording.channels()) {
            sent.put(channel.sensor(), 0L);
            withheld.put(channel.sensor(), 0L);
        }
        recording.latched().forEach(sink::latch);
        Place place = new Place(timeline.from(), 0);
        End end;
        try (ReadAhead frames = new ReadAhead(() -> recording.frames(timeline.from()))) {
            frames.fill();
            timeline = timelineFrom(clock.now());
            began = clock.nanos();
            end = playPart(frames, place, progress);
        }
        while (end != End.OVER) {
            place = end == End.PASS ? new Place(timeline.from(), place.pass() + 1) : present();
            if (place.pass() > 0 && !options.loop()) {
                break;
            }
            Stamp from = place.from();
            try (ReadAhead frames = new ReadAhead(() -> recording.frames(from))) {
                end = playPart(frames, place, progress);
            }
        }
        sendLate(timeline, Long.MAX_VALUE);
        return new Played(sent, withheld, played, rest, leftOut);
    }

    /** Makes {@link #play} return soon. Safe for any thread. */
    public void stop() {
        stopped = true;
    }

    /** Returns where the recording would be now, and counts the time from the last frame until then as left out. */
    private Place present() {
        long now = timeline.playedAfter(clock.nanos() - began);
        leftOut = leftOut.plus(Duration.ofNanos(now).minus(played));
        long length = timeline.pass().map(Duration::toNanos).orElse(Long.MAX_VALUE);
        return new Place(timeline.from().plusNanos(now % length), now / length);
    }

    /** Plays frames until they end, playing is over, or a live player is too far behind; the first frame is never left out. */
    private End playPart(ReadAhead frames, Place place, Consumer<PlayProgress> progress) throws InterruptedException {
        PlayTimeline line = timeline;
        boolean any = !place.from().equals(line.from());
        boolean isFirst = true;
        while (frames.hasNext()) {
            RecordedFrame frame = frames.next();
            any = true;
            long at = line.played(frame.stamp(), place.pass());
            if (options.duration().isPresent()
                    && at >= options.duration().orElseThrow().toNanos()) {
                return End.OVER;
            }
            if (!isFirst && options.restamp() && clock.nanos() - began - line.wallNanos(at) > MOST_BEHIND_NANOS) {
                return End.BEHIND;
            }
            isFirst = false;
            sendLate(line, at);
            if (!sleepUntil(began + line.wallNanos(at))) {
                rest = Optional.of(Duration.ofNanos(frame.stamp().nanosSince(recording.start())));
                return End.OVER;
            }
            play(frame, at, place.pass());
            progress.accept(new PlayProgress(
                    played,
                    total,
                    sent.values().stream().mapToLong(Long::longValue).sum()));
        }
        return any && options.loop() && line.pass().isPresent() ? End.PASS : End.OVER;
    }

    /** Passes a frame on whose time has come, after the label of its moment. */
    private void play(RecordedFrame frame, long at, long pass) {
        played = Duration.ofNanos(at);
        Optional<LabelledMoments.Moment> moment = labelled.at(frame, pass);
        if (moment.isPresent()) {
            Stamp recorded = moment.orElseThrow().recorded();
            labels.due(moment.orElseThrow(), timeline.stamp(recorded, timeline.played(recorded, pass)));
        }
        pass(frame, timeline.stamp(frame.stamp(), at), at);
    }

    private void pass(RecordedFrame frame, Stamp stamp, long at) {
        Optional<Delivery> kept = filter.apply(frame, played);
        if (kept.isEmpty()) {
            withheld.merge(frame.channel().sensor(), 1L, Long::sum);
            return;
        }
        Delivery delivery = kept.orElseThrow();
        RecordedFrame left = delivery.frame();
        // The filter may have changed the stamp on purpose, so its difference is kept.
        RecordedFrame stamped = Restamp.at(left, stamp.plusNanos(left.stamp().nanosSince(frame.stamp())));
        RecordedFrame arrived = delivery.arrived(stamped);
        long delay = delivery.late().toNanos();
        if (delay == 0) {
            send(arrived);
        } else {
            late.add(arrived, at + delay);
        }
    }

    private void send(RecordedFrame frame) {
        sink.send(frame);
        sent.merge(frame.channel().sensor(), 1L, Long::sum);
    }

    /** Sends delayed frames that leave not later than a recorded time; after a stop they count as withheld. */
    private void sendLate(PlayTimeline line, long until) throws InterruptedException {
        Optional<LateFrames.LateFrame> next = late.poll(until);
        while (next.isPresent()) {
            LateFrames.LateFrame held = next.orElseThrow();
            if (sleepUntil(began + line.wallNanos(held.at()))) {
                send(held.frame());
            } else {
                withheld.merge(held.frame().channel().sensor(), 1L, Long::sum);
            }
            next = late.poll(until);
        }
    }

    /** Sleeps until a monotonic time has come; returns false if stopped. */
    private boolean sleepUntil(long nanos) throws InterruptedException {
        if (options.rate() != PlayOptions.AS_FAST_AS_POSSIBLE) {
            long left = nanos - clock.nanos();
            while (left > 0 && !stopped) {
                clock.sleep(Math.min(left, NAP_NANOS));
                left = nanos - clock.nanos();
            }
        }
        return !stopped;
    }
}
