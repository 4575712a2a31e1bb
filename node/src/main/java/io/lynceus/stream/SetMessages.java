package io.lynceus.stream;

import io.lynceus.health.Cause;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.PixelMapping;
import io.lynceus.proto.v1.RasterView;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.StageLatency;
import io.lynceus.raster.Decoding;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ModelContract;
import io.lynceus.stream.FrameDecoder.Decoded;
import io.lynceus.sync.FrameSet;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the messages of a rig's sets.
 *
 * <p>Thread safety: one thread.
 */
final class SetMessages {
    private final SetSegmentation.Context context;
    private final ModelCard card;
    private final Map<String, String> empty;

    /** @param empty why frames of the set show nothing, by sensor */
    SetMessages(SetSegmentation.Context context, Map<String, String> empty) {
        this.context = context;
        this.card = context.network().card();
        this.empty = Map.copyOf(empty);
    }

    /** Begins the message of a set that goes to the network with the frames of these sensors. */
    Segmentation.Builder used(
            FrameSet set, String sampleId, Map<String, Decoded> rasters, List<String> used, Stamp now) {
        return begun(set, sampleId, rasters, used, now);
    }

    private List<Modality> modalities(List<String> sensors) {
        return sensors.stream()
                .map(name -> context.config().sensor(name).measures())
                .toList();
    }

    /** Begins the message of a set that has no usable sensor. */
    Segmentation.Builder unused(FrameSet set, String sampleId, Map<String, Decoded> rasters, String reason, Stamp now) {
        return begun(set, sampleId, rasters, List.of(), now)
                .setExpectedMiou(Float.NaN)
                .setUnfitReason(unfit(List.of(), Double.NaN))
                .setNoMaskReason("no sensor of the set can be used: " + reason);
    }

    private Segmentation.Builder begun(
            FrameSet set, String sampleId, Map<String, Decoded> rasters, List<String> used, Stamp now) {
        Segmentation.Builder message = Segmentation.newBuilder()
                .setTimestamp(set.stamp().toTimestamp())
                .setRig(context.rig())
                .setSampleId(sampleId)
                .setComplete(set.isComplete())
                .setModelId(card.name())
                .setModelHash(card.weightsSha256())
                .setFullMiou((float) card.expectedMiou(card.modalities().stream()
                                .map(modality -> new Modality(modality.name()))
                                .toList())
                        .orElse(Double.NaN))
                .setLatency(StageLatency.newBuilder()
                        .setWaitNanos(Math.max(0, now.nanosSince(set.stamp())))
                        .setDecodeNanos(rasters.values().stream()
                                .mapToLong(Decoded::nanos)
                                .max()
                                .orElse(0)));
        view(rasters).ifPresent(message::setView);
        context.config()
                .sensors()
                .forEach(sensor -> message.addContributions(contribution(sensor, set, rasters, used)));
        return message;
    }

    /** Returns which image the rasters lie over: every frame is drawn over the whole raster. */
    private Optional<RasterView> view(Map<String, Decoded> rasters) {
        for (RigConfig.Sensor sensor : context.config().sensors()) {
            Decoded decoded = rasters.get(sensor.name());
            if (sensor.frame() == null && sensor.isSegmented() && decoded != null) {
                Optional<Decoding.SourceImage> image =
                        decoded.decoding().match(Decoding.Rastered::image, malformed -> Optional.empty());
                if (image.isPresent()) {
                    return image.map(source -> RasterView.newBuilder()
                            .setSensor(sensor.name())
                            .setFrameId(source.frameId())
                            .setWidth(source.width())
                            .setHeight(source.height())
                            .setMapping(PixelMapping.PIXEL_MAPPING_STRETCH)
                            .build());
                }
            }
        }
        return Optional.empty();
    }

    private Contribution contribution(
            RigConfig.Sensor sensor, FrameSet set, Map<String, Decoded> rasters, List<String> used) {
        Contribution.Builder contribution = Contribution.newBuilder()
                .setSensor(sensor.name())
                .setModality(sensor.modality())
                .setState(HealthMessages.state(context.health().state(sensor.name())))
                .setReason(reason(sensor.name()))
                .setUsed(used.contains(sensor.name()));
        cause(sensor.name(), rasters).ifPresent(cause -> contribution.setCause(HealthMessages.cause(cause)));
        FrameSet.Member member = set.members().get(sensor.name());
        if (member != null) {
            contribution.setMatched(true).setSkewNanos(member.skewNanos());
        }
        return contribution.build();
    }

    /** Returns why the sensor is not OK, or why its frame was left out although the sensor is OK. */
    private String reason(String sensor) {
        String state = context.health().reason(sensor);
        return state.isEmpty() && empty.containsKey(sensor) ? "this frame shows nothing: " + empty.get(sensor) : state;
    }

    /** Returns the same for programs; empty if there is no reason. */
    private Optional<Cause> cause(String sensor, Map<String, Decoded> rasters) {
        if (!context.health().reason(sensor).isEmpty()) {
            return Optional.of(context.health().cause(sensor));
        }
        return Optional.ofNullable(rasters.get(sensor))
                .filter(decoded -> empty.containsKey(sensor))
                .flatMap(decoded -> decoded.decoding()
                        .match(
                                rastered -> context.health().emptinessCause(sensor, rastered.statistics()),
                                malformed -> Optional.empty()));
    }

    /**
     * Adds what the network said.
     *
     * @param used the sensors of the mask's routing rows, in order
     * @param mask empty if the set has none
     */
    Segmentation finished(Segmentation.Builder message, List<String> used, Optional<Mask> mask) {
        for (Contribution.Builder contribution : message.getContributionsBuilderList()) {
            int row = used.indexOf(contribution.getSensor());
            float[] weights = mask.filter(there -> row >= 0)
                    .map(there -> there.routing()[row])
                    .orElseGet(() -> new float[card.levels()]);
            for (float weight : weights) {
                contribution.addRouting(weight);
            }
            mask.filter(there -> row >= 0 && there.quality().length > 0)
                    .ifPresent(there -> contribution.setQuality(there.quality()[row]));
        }
        mask.ifPresent(there -> {
            float expected = (float)
                    card.estimate().of(card.conditions(modalities(used), there)).orElse(Double.NaN);
            message.setExpectedMiou(expected).setUnfitReason(unfit(used, expected));
            write(there, message);
        });
        return message.build();
    }

    private void write(Mask mask, Segmentation.Builder message) {
        long start = System.nanoTime();
        RigConfig.MaskEncoding encoding = context.config().output().encoding();
        message.setClasses(MaskMessages.pack(mask.classes(), mask.height(), mask.width(), encoding));
        message.setConfidence(MaskMessages.pack(
                mask.confidence(),
                mask.height() / ModelContract.CONFIDENCE_STRIDE,
                mask.width() / ModelContract.CONFIDENCE_STRIDE,
                encoding));
        message.getLatencyBuilder()
                .setQueueNanos(mask.queueNanos())
                .setInferenceNanos(mask.inferenceNanos())
                .setEncodeNanos(System.nanoTime() - start);
    }

    private String unfit(List<String> used, double expected) {
        return context.config().policy().unfit(used, expected).orElse("");
    }
}
