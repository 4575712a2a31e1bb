package io.lynceus.monitor;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.proto.v1.Label;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest labels of a rig that came by topic, packed as they came. A set belongs to the label with the nearest stamp.
 *
 * <p>Thread safety: the feed's thread.
 */
final class ReceivedLabels {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivedLabels.class);
    private static final int BYTES_AT_MOST = 16 << 20;
    /** Labels that are further apart than this are not waited for. */
    private static final long FLOWING_NANOS = 3_000_000_000L;

    private final String rig;
    private final List<String> classNames;
    private final long tolerance;
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final NavigableMap<Stamp, Label> labels = new TreeMap<>();
    private int bytes;

    /**
     * @param classNames of the model; labels of other classes say nothing about its masks
     * @param tolerance largest distance of a label's stamp from its set's
     */
    ReceivedLabels(String rig, List<String> classNames, Duration tolerance) {
        this.rig = rig;
        this.classNames = classNames;
        this.tolerance = tolerance.toNanos();
    }

    void take(Label label) {
        if (!label.getClassNamesList().equals(classNames)) {
            warnings.warn(
                    "classes",
                    "The labels of rig " + rig + " have " + label.getClassNamesCount() + " classes "
                            + label.getClassNamesList() + ", the model has " + classNames.size() + " " + classNames
                            + "; its masks are not measured: replay a recording of the model's classes, or serve a model of"
                            + " these");
            return;
        }
        put(Stamp.of(label.getTimestamp()), label);
        while (bytes > BYTES_AT_MOST) {
            bytes -= labels.pollFirstEntry().getValue().getSerializedSize();
        }
    }

    private void put(Stamp stamp, Label label) {
        Label before = labels.put(stamp, label);
        bytes += label.getSerializedSize() - (before == null ? 0 : before.getSerializedSize());
    }

    void clear() {
        labels.clear();
        bytes = 0;
    }

    /** Returns true if labels come, and the one of a set has not come yet. */
    boolean awaits(Stamp set) {
        return !labels.isEmpty()
                && nearest(set).isEmpty()
                && set.isAfter(labels.lastKey())
                && set.nanosSince(labels.lastKey()) < FLOWING_NANOS;
    }

    /** Returns the label of a set, at the size in which it came; empty if there is none. */
    Optional<LabelRaster> at(Stamp set) {
        return nearest(set).flatMap(this::raster);
    }

    private Optional<Label> nearest(Stamp set) {
        return Stream.of(Optional.ofNullable(labels.floorEntry(set)), Optional.ofNullable(labels.ceilingEntry(set)))
                .flatMap(Optional::stream)
                .filter(entry -> distance(entry, set) <= limit())
                .min((a, b) -> Long.compare(distance(a, set), distance(b, set)))
                .map(Map.Entry::getValue);
    }

    /** Returns how far a label may be from its set; less than half of the time between two labels, so that none serves two sets. */
    private long limit() {
        Stamp last = labels.lastKey();
        return Optional.ofNullable(labels.lowerKey(last))
                .map(before -> Math.min(tolerance, last.nanosSince(before) / 2))
                .orElse(tolerance);
    }

    private static long distance(Map.Entry<Stamp, Label> entry, Stamp set) {
        return Math.abs(entry.getKey().nanosSince(set));
    }

    private Optional<LabelRaster> raster(Label label) {
        try {
            return Optional.of(new LabelRaster(
                    label.getClasses().getWidth(),
                    label.getClasses().getHeight(),
                    MaskMessages.unpack(label.getClasses())));
        } catch (IllegalArgumentException e) {
            warnings.warn("raster", "A label on " + Topics.LABELS + " cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }
}
