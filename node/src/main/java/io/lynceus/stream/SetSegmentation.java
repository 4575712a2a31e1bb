package io.lynceus.stream;

import io.lynceus.health.Gate;
import io.lynceus.health.HealthMonitor;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.Mask;
import io.lynceus.segment.Network;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.stream.message.SetMessages;
import io.lynceus.stream.message.SetMessages.DecodedFrame;
import io.lynceus.stream.message.SetMessages.DecodedSet;
import io.lynceus.sync.FrameSet;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * One set that is being segmented. The gate leaves failed sensors out, the network runs on the rest, and the message tells for
 * every configured sensor whether it was used, and why not.
 *
 * <p>A set of which no sensor may take part still gives a message, without rasters and with the reason.
 *
 * <p>Thread safety: one thread.
 */
final class SetSegmentation {
    private static final String ONLY_WATCHED = "only watched sensors have a frame in it that could be decoded";

    /** What all sets of a rig share. */
    record Context(RigConfig config, String rig, Network network, HealthMonitor health, Comparisons comparisons) {
        private SetMessages messages() {
            return new SetMessages(config, rig, network.card(), health);
        }
    }

    private final Context context;
    private final Segmentation.Builder message;
    private final List<String> used;
    private final Optional<CompletableFuture<Mask>> answer;

    private SetSegmentation(
            Context context,
            Segmentation.Builder message,
            List<String> used,
            Optional<CompletableFuture<Mask>> answer) {
        this.context = context;
        this.message = message;
        this.used = used;
        this.answer = answer;
    }

    /**
     * Hands a set to the network. The sensors' states are those of this moment, whatever is learned before it is finished.
     *
     * @param sampleId of the recording's sample that the frames belong to; empty if there is none
     * @param rasters of the set's frames that could be decoded, by sensor; unchanged until it is finished
     * @param now when the set left the matcher, for the time it waited
     */
    static SetSegmentation begin(
            Context context, FrameSet set, String sampleId, Map<String, Decoded> rasters, Stamp now) {
        List<String> decoded = context.config.sensors().stream()
                .filter(RigConfig.Sensor::isSegmented)
                .map(RigConfig.Sensor::name)
                .filter(rasters::containsKey)
                .toList();
        Map<String, String> empty = empty(context, rasters);
        SetMessages messages = context.messages();
        DecodedSet told = new DecodedSet(set, sampleId, frames(rasters, empty), now);
        return Gate.admit(decoded, context.health::state, empty)
                .match(
                        admitted -> new SetSegmentation(
                                context,
                                messages.used(told, admitted.sensors()),
                                admitted.sensors(),
                                Optional.of(submit(context, set.stamp(), admitted.sensors(), rasters))),
                        refused -> new SetSegmentation(
                                context,
                                messages.unused(
                                        told,
                                        decoded.isEmpty() && !rasters.isEmpty() ? ONLY_WATCHED : refused.reason()),
                                List.of(),
                                Optional.empty()));
    }

    /** Returns why frames show nothing, by sensor. */
    private static Map<String, String> empty(Context context, Map<String, Decoded> rasters) {
        Map<String, String> empty = new HashMap<>();
        rasters.forEach((sensor, decoded) -> decoded.decoding()
                .match(
                        rastered -> context.health.emptiness(sensor, rastered.statistics()),
                        malformed -> Optional.<String>empty())
                .ifPresent(reason -> empty.put(sensor, reason)));
        return empty;
    }

    /** Returns what the set's message tells of its frames, by sensor. */
    private static Map<String, DecodedFrame> frames(Map<String, Decoded> rasters, Map<String, String> empty) {
        Map<String, DecodedFrame> frames = new HashMap<>();
        rasters.forEach((sensor, decoded) -> frames.put(
                sensor, new DecodedFrame(decoded.decoding(), decoded.nanos(), Optional.ofNullable(empty.get(sensor)))));
        return frames;
    }

    private static CompletableFuture<Mask> submit(
            Context context, Stamp stamp, List<String> used, Map<String, Decoded> rasters) {
        CompletableFuture<Mask> answer = context.network.submit(input(context, used, rasters));
        context.comparisons.offer(context, stamp, used, rasters);
        return answer;
    }

    private static SetInput input(Context context, List<String> used, Map<String, Decoded> rasters) {
        List<SetInput.InputFrame> frames = new ArrayList<>();
        for (RigConfig.Sensor sensor : context.config.sensors()) {
            Decoded decoded = rasters.get(sensor.name());
            if (decoded != null && used.contains(sensor.name())) {
                int modality = context.network.card().indexOf(sensor.measures());
                frames.add(new SetInput.InputFrame(modality, decoded.raster()));
            }
        }
        return new SetInput(frames);
    }

    /** Returns true if {@link #finish} will not wait. */
    boolean isDone() {
        return answer.map(CompletableFuture::isDone).orElse(true);
    }

    /**
     * Waits for the network and returns the set's message; it has rasters if the set has a mask, and a reason if it has none.
     * Throws what the network threw.
     */
    Segmentation finish() {
        Optional<Mask> mask = answer.map(Batcher::await);
        return context.messages().finished(message, used, mask);
    }
}
