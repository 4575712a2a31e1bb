package io.lynceus.monitor;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.proto.v1.Comparison;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Label;
import io.lynceus.proto.v1.PlayerStatus;
import io.lynceus.proto.v1.Raster;
import io.lynceus.proto.v1.RasterEncoding;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.rig.RigConfig;
import io.lynceus.stream.FrameViewer;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.wire.Stamp;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of one rig as the page shows it: its sensors, its last set, its timeline, and a player that takes commands for it.
 *
 * <p>Thread safety: the feed's thread; {@link #timeline} and {@link #isControlled} from any.
 */
final class RigView {
    private static final long PLAYER_GONE_NANOS = 3_000_000_000L;
    private static final double MILLI = 1e6;
    private static final int SETS = 32;

    private final String rig;
    private final List<RigConfig.Sensor> sensors;
    private final FrameViewer viewer;
    private final Function<Stamp, Optional<LabelRaster>> known;
    private final ReceivedLabels received;
    private final Map<String, SensorView> views = new LinkedHashMap<>();
    private final RecentRate masks = new RecentRate();
    private final Timeline timeline = new Timeline();
    /** The last sets, so that a second mask finds the one that it belongs to. */
    private final Deque<Segmentation> last = new ArrayDeque<>();

    private @Nullable Comparison second;
    private volatile @Nullable PlayerStatus player;

    /**
     * @param known labels of sets, by their stamps
     * @param received labels that come by topic, for the others
     */
    RigView(
            String rig,
            List<RigConfig.Sensor> sensors,
            FrameViewer viewer,
            Function<Stamp, Optional<LabelRaster>> known,
            ReceivedLabels received) {
        this.known = known;
        this.received = received;
        this.rig = rig;
        this.sensors = sensors;
        this.viewer = viewer;
        sensors.forEach(sensor -> views.put(sensor.name(), new SensorView()));
    }

    Timeline timeline() {
        return timeline;
    }

    void frame(RigConfig.Sensor sensor, SensorView.Payload payload) {
        view(sensor.name()).frame(payload);
    }

    void forgetFrames() {
        views.values().forEach(SensorView::forgetFrames);
        received.clear();
        last.clear();
        second = null;
    }

    /** Takes a second mask of a set. */
    void compared(Comparison made) {
        second = made;
    }

    /** Returns the last second mask beside that of its set, once both are there. */
    Optional<ComparedSet> comparison() {
        Comparison made = second;
        if (made == null) {
            return Optional.empty();
        }
        Optional<Segmentation> set = last.stream()
                .filter(one -> one.hasClasses() && one.getTimestamp().equals(made.getTimestamp()))
                .findFirst();
        if (set.isPresent()) {
            second = null;
        }
        return set.map(one -> compared(one, made));
    }

    private ComparedSet compared(Segmentation set, Comparison made) {
        Stamp stamp = Stamp.of(set.getTimestamp());
        return new ComparedSet(
                rig,
                stamp.toMillis(),
                made.getWithout(),
                made.getUsedList(),
                picture(set.getClasses()),
                set.hasConfidence() ? picture(set.getConfidence()) : null,
                picture(made.getClasses()),
                made.hasConfidence() ? picture(made.getConfidence()) : null,
                label(set, stamp),
                set.getExpectedMiou(),
                made.getExpectedMiou());
    }

    /** Takes the label of a moment. */
    void labelled(Label label) {
        received.take(label);
    }

    /** Returns true if labels come for this rig, and that of a set should come yet. */
    boolean awaitsLabel(Segmentation set) {
        return received.awaits(Stamp.of(set.getTimestamp()));
    }

    void controlledBy(PlayerStatus status) {
        player = status;
    }

    /** Returns what the player said last that takes commands for this rig, if there is one. */
    Optional<PlayerStatus> control(Stamp now) {
        return Optional.ofNullable(player)
                .filter(status -> now.nanosSince(Stamp.of(status.getTimestamp())) < PLAYER_GONE_NANOS);
    }

    /** Takes note of a set. */
    void segmented(Segmentation set) {
        Stamp stamp = Stamp.of(set.getTimestamp());
        if (set.hasClasses()) {
            masks.happened(stamp);
        }
        last.addLast(set);
        if (last.size() > SETS) {
            last.removeFirst();
        }
        for (Contribution contribution : set.getContributionsList()) {
            SensorView view = views.get(contribution.getSensor());
            if (view != null) {
                view.contributed(stamp, contribution);
            }
        }
    }

    /** Returns the set as a page shows it; decodes and encodes the sensors' pictures. */
    Update update(Segmentation set, Stamp now, Map<String, Long> outcomes) {
        Stamp stamp = Stamp.of(set.getTimestamp());
        Map<String, Contribution> given = new LinkedHashMap<>();
        set.getContributionsList().forEach(contribution -> given.put(contribution.getSensor(), contribution));
        return new Update(
                rig,
                stamp.toMillis(),
                set.getComplete(),
                set.getModelId(),
                sensors.stream()
                        .map(sensor -> sensor(
                                sensor,
                                given.getOrDefault(sensor.name(), Contribution.getDefaultInstance()),
                                stamp,
                                now))
                        .toList(),
                masks.hertz(stamp),
                set.getNoMaskReason(),
                set.getUnfitReason(),
                set.hasClasses() ? picture(set.getClasses()) : null,
                set.hasConfidence() ? picture(set.getConfidence()) : null,
                label(set, stamp),
                latency(set.getLatency(), now.nanosSince(stamp)),
                set.getExpectedMiou(),
                set.getFullMiou(),
                timeline.version(),
                outcomes,
                control(now).map(RigView::player).orElse(null));
    }

    private Update.ShownSensor sensor(RigConfig.Sensor sensor, Contribution contribution, Stamp set, Stamp now) {
        SensorView view = view(sensor.name());
        return new Update.ShownSensor(
                sensor.name(),
                sensor.modality(),
                Timeline.word(contribution.getState()),
                contribution.getReason(),
                contribution.getUsed(),
                view.last().map(last -> now.nanosSince(last) / MILLI).orElse(null),
                contribution.getMatched() ? contribution.getSkewNanos() / MILLI : null,
                view.rate(set),
                contribution.getRoutingList(),
                contribution.hasQuality() ? contribution.getQuality() : null,
                view.picture(set, contribution, sensor.stampOffset().toMillis())
                        .flatMap(payload -> viewer.view(rig, sensor, payload.value()))
                        .map(pixels -> base64(Jpeg.of(pixels, viewer.size())))
                        .orElse(null));
    }

    private SensorView view(String sensor) {
        return views.computeIfAbsent(sensor, name -> new SensorView());
    }

    /** Returns the label of a set whose mask it can be compared with. */
    private Update.@Nullable Picture label(Segmentation set, Stamp stamp) {
        if (!set.hasClasses()) {
            return null;
        }
        int width = set.getClasses().getWidth();
        int height = set.getClasses().getHeight();
        return known.apply(stamp)
                .filter(label -> label.width() == width && label.height() == height)
                .or(() -> received.at(stamp).map(label -> label.resized(width, height)))
                .map(label -> picture(MaskMessages.pack(
                        label.classIds(), label.height(), label.width(), RigConfig.MaskEncoding.DEFLATE)))
                .orElse(null);
    }

    private static Update.Picture picture(Raster raster) {
        return new Update.Picture(
                raster.getWidth(),
                raster.getHeight(),
                raster.getEncoding() == RasterEncoding.RASTER_ENCODING_PNG,
                base64(raster.getData().toByteArray()));
    }

    private static Map<String, Double> latency(StageLatency latency, long endToEndNanos) {
        Map<String, Double> millis = new LinkedHashMap<>();
        millis.put("wait", latency.getWaitNanos() / MILLI);
        millis.put("decode", latency.getDecodeNanos() / MILLI);
        millis.put("queue", latency.getQueueNanos() / MILLI);
        millis.put("inference", latency.getInferenceNanos() / MILLI);
        millis.put("encode", latency.getEncodeNanos() / MILLI);
        millis.put("endToEnd", endToEndNanos / MILLI);
        return millis;
    }

    private static Update.ShownPlayer player(PlayerStatus status) {
        return new Update.ShownPlayer(
                status.getFaultsMap(),
                status.getWeather(),
                status.getWeathersList(),
                status.getRefusal(),
                status.getTellsStories(),
                status.getScene());
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
