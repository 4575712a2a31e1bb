package io.lynceus.score;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.message.ImageMessages;
import io.lynceus.fault.Faults;
import io.lynceus.fault.content.ImageFault;
import io.lynceus.fault.content.Pixels;
import io.lynceus.fault.protocol.PixelNormalisation;
import io.lynceus.fault.protocol.Protocols;
import io.lynceus.play.Delivery;
import io.lynceus.play.FrameFilter;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RecordedRasters;
import io.lynceus.segment.ModelCard;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The robustness protocols in the domain of the normalised tensor, over a bus that carries 8-bit images. A faulty sensor's frame is
 * drawn as the node would draw it, at the model's size, and normalised by the mean and std of the model's card; the fault is
 * applied to this tensor. The result, in 8 bits again, is sent instead of the frame as an image of the model's size, which the node
 * does not change. So points and event packets can be noisy too, and no later resizing weakens the noise.
 *
 * <p>Compared with the exact tensor, this rounds to 1/255 and clips to 0 to 255, so that a value of 0 loses the negative half of
 * the Gaussian.
 *
 * <p>Thread safety: one thread.
 */
public final class TensorFaults implements FrameFilter {
    private static final String SCHEMA = "foxglove.RawImage";
    private static final String FORMAT = "rgb8";

    private final Map<String, ImageFault> faults = new HashMap<>();
    private final RasterSize size;
    private final RecordedRasters rasters;
    private final long seed;

    /**
     * @param texts as {@code sensor:fault}, each of a sensor that the model knows
     * @param seed of the faults, which depend only on it, the sample's id and the modality
     */
    public TensorFaults(Recording recording, ModelCard card, List<String> texts, long seed) {
        this.size = new RasterSize(card.height(), card.width());
        this.rasters = new RecordedRasters(recording);
        this.seed = seed;
        for (String text : texts) {
            int colon = text.indexOf(':');
            Channel channel = channel(recording, text.substring(0, colon));
            ModelCard.InputModality input = card.modalities().get(card.indexOf(channel.modality()));
            faults.put(
                    channel.sensor(),
                    Faults.ofTensors(
                            text.substring(colon + 1),
                            channel.modality(),
                            new PixelNormalisation(input.mean(), input.std())));
        }
    }

    private static Channel channel(Recording recording, String sensor) {
        return recording.channels().stream()
                .filter(channel -> channel.sensor().equals(sensor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no sensor '" + sensor + "' in " + recording.name()));
    }

    @Override
    public Optional<Delivery> apply(RecordedFrame frame, Duration played) {
        ImageFault fault = faults.get(frame.channel().sensor());
        return Optional.of(Delivery.onTime(fault == null ? frame : faulty(frame, fault)));
    }

    private RecordedFrame faulty(RecordedFrame frame, ImageFault fault) {
        byte[] rgb = new byte[size.bytes()];
        rasters.draw(frame, size).get(rgb);
        byte[] changed = fault.apply(
                        Pixels.ofRgb(size.width(), size.height(), rgb),
                        Protocols.dice(
                                seed,
                                frame.sampleId().orElse(""),
                                frame.channel().modality()))
                .bytes();
        Channel drawn = drawn(frame.channel());
        byte[] message = ImageMessages.raw(drawn, frame.stamp(), size.width(), size.height(), changed);
        return new RecordedFrame(drawn, frame.stamp(), frame.sequence(), message, frame.sampleId());
    }

    private static Channel drawn(Channel of) {
        return new Channel(of.sensor(), of.modality(), of.topic(), SCHEMA, FORMAT, of.rateHz(), of.frameId());
    }
}
