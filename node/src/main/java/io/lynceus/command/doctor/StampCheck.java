package io.lynceus.command.doctor;

import io.lynceus.command.doctor.SensorLog.Seen;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.rig.RigConfig;
import io.lynceus.wire.Stamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Looks for stamps that keep the frames of a rig apart: none at all, some that go back, and sensors that differ by a constant. */
final class StampCheck {
    /** Sensors of one rig differ by less; clocks of another kind by far more. */
    private static final long SAME_NANOS = Duration.ofSeconds(1).toNanos();
    /** International atomic time, which PTP gives, is that far ahead of UTC, give or take what a message takes. */
    private static final long TAI_NANOS = Duration.ofSeconds(37).toNanos();

    /** The logs of sensors that have only just begun to send begin and end at times some periods apart, and are read one by one. */
    private static final long APART_NANOS = 5_000_000_000L;

    private static final double SECOND = 1e9;

    private final Findings findings;

    StampCheck(Findings findings) {
        this.findings = findings;
    }

    /** Checks the logs of a rig's sensors. */
    void check(String rig, List<SensorLog> logs) {
        List<Lag> lags = new ArrayList<>();
        for (SensorLog log : logs) {
            List<List<Seen>> frames = log.of(rig);
            checkUnset(log, frames);
            checkOrder(log, frames);
            lag(log, frames).ifPresent(lags::add);
        }
        checkOffsets(rig, lags);
    }

    private void checkUnset(SensorLog log, List<List<Seen>> frames) {
        long all = frames.stream().mapToLong(List::size).sum();
        long unset = frames.stream()
                .flatMap(List::stream)
                .filter(seen -> seen.stamp().isEmpty())
                .count();
        if (unset > 0 && log.sensor().payloadFormat() != PayloadFormat.IMAGE) {
            findings.note(
                    "stamps",
                    log.sensor().name() + ": " + unset + " of " + all
                            + " frames have a stamp of zero, or none that can be"
                            + " read; their records' timestamps are used",
                    "let the driver set header.stamp (timestamp) to the time of the capture");
        }
    }

    private void checkOrder(SensorLog log, List<List<Seen>> frames) {
        long farthest = 0;
        int leaps = 0;
        for (List<Seen> some : frames) {
            Stamp last = null;
            for (Seen seen : some) {
                Stamp stamp = seen.stamp().orElse(seen.record());
                long back = last == null ? 0 : last.nanosSince(stamp);
                leaps += back > SAME_NANOS ? 1 : 0;
                farthest = Math.max(farthest, back);
                last = stamp;
            }
        }
        if (leaps > 0) {
            findings.note(
                    "stamps",
                    log.sensor().name() + ": stamps go back at least " + leaps + " times, by " + seconds(farthest)
                            + " or more, as those of a bag that loops or of a clock that leaps",
                    "play the recording once, with new stamps (--live), or correct the sensor's clock; a node drops what is"
                            + " older than what it has seen");
        }
    }

    /**
     * How a sensor's stamps lie.
     *
     * @param behindRecord nanoseconds from a frame's stamp to its record's timestamp, the median; 0 where producers send the stamp as
     *     the record's timestamp
     * @param begin first stamp in the log
     * @param end last stamp in the log
     */
    private record Lag(RigConfig.Sensor sensor, long behindRecord, Stamp begin, Stamp end) {}

    private static Optional<Lag> lag(SensorLog log, List<List<Seen>> frames) {
        List<Seen> stamped = frames.stream()
                .flatMap(List::stream)
                .filter(seen -> seen.stamp().isPresent())
                .toList();
        if (stamped.isEmpty()) {
            return Optional.empty();
        }
        List<Long> behind = stamped.stream()
                .map(seen -> seen.record().nanosSince(seen.stamp().orElseThrow()))
                .sorted()
                .toList();
        List<Stamp> stamps =
                stamped.stream().map(seen -> seen.stamp().orElseThrow()).toList();
        return Optional.of(new Lag(
                log.sensor(),
                behind.get(behind.size() / 2),
                stamps.stream().min(Comparator.comparing(Stamp::nanos)).orElseThrow(),
                stamps.stream().max(Comparator.comparing(Stamp::nanos)).orElseThrow()));
    }

    /** The sensor whose stamps are nearest to their records' timestamps, or else the one in the middle, is what others differ from. */
    private void checkOffsets(String rig, List<Lag> lags) {
        if (lags.size() < 2) {
            return;
        }
        List<Lag> byEnd = lags.stream()
                .sorted(Comparator.comparing((Lag lag) -> lag.end().nanos()))
                .toList();
        Lag middle = byEnd.get((byEnd.size() - 1) / 2);
        Lag reference = lags.stream()
                .min(Comparator.comparingLong((Lag lag) -> Math.abs(lag.behindRecord))
                        .thenComparingLong(lag -> Math.abs(lag.end.nanosSince(middle.end))))
                .orElse(middle);
        boolean differ = false;
        for (Lag lag : lags) {
            long ahead = ahead(lag, reference);
            if (Math.abs(ahead) > SAME_NANOS) {
                differ = true;
                report(rig, lag, reference, ahead);
            }
        }
        if (!differ) {
            findings.ok("offsets", "the stamps of " + rig + "'s sensors are of one clock");
        }
    }

    private static long ahead(Lag lag, Lag reference) {
        long byRecords = reference.behindRecord - lag.behindRecord;
        if (Math.abs(byRecords) > SAME_NANOS) {
            return byRecords;
        }
        // A sensor that stopped ends early, but does not begin early.
        long atBegin = lag.begin.nanosSince(reference.begin);
        long atEnd = lag.end.nanosSince(reference.end);
        boolean constant = Math.abs(atBegin - atEnd) < SAME_NANOS && Math.abs(atEnd) > APART_NANOS;
        return constant ? atEnd : 0;
    }

    private void report(String rig, Lag lag, Lag reference, long ahead) {
        boolean tai = Math.abs(Math.abs(ahead) - TAI_NANOS) < SAME_NANOS;
        findings.fail(
                "offsets",
                rig + ": " + lag.sensor.name() + "'s stamps are " + seconds(Math.abs(ahead))
                        + (ahead > 0 ? " ahead of " : " behind ")
                        + reference.sensor.name() + "'s, by a constant, so that their frames never meet"
                        + (tai ? "; 37 s is what a PTP clock (TAI) is ahead of system time (UTC)" : ""),
                "let both sensors use one clock (PTP with phc2sys -O -37 or UTC), or add 'offset: "
                        + lag.sensor.stampOffset().plusNanos(ahead).toMillis() + "ms' to sensor " + lag.sensor.name()
                        + " in the rig file");
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / SECOND);
    }
}
