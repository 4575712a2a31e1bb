package io.lynceus.fault;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dice.Dice;
import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.Fault;
import io.lynceus.fault.content.ImageFault;
import io.lynceus.fault.content.Occasion;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.protocol.Normalised;
import io.lynceus.fault.protocol.PixelNormalisation;
import io.lynceus.fault.protocol.TensorFault;
import io.lynceus.play.Delivery;
import io.lynceus.play.FrameFilter;
import io.lynceus.wire.Modality;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes faults from the texts that users write: {@code lidar:jitter(2deg)@10s..20s}. */
public final class Faults {
    private Faults() {}

    /**
     * Returns a filter that injects faults, in the order given. The effect on a frame depends only on the seed, the sensor, the
     * recorded capture time and the fault's index in the list, so that it is the same at any rate. A frozen sensor repeats the last
     * frame that this filter saw before.
     *
     * @param faults as {@code sensor:fault(arguments)@from..until}, times since playing began; arguments and times may be absent
     * @param channels of the recording
     * @throws IllegalArgumentException naming the fault that is not possible, and the possible ones
     */
    public static FrameFilter filter(List<String> faults, List<Channel> channels, long seed) {
        List<FrameFilter> filters = new ArrayList<>();
        for (String text : faults) {
            Injection injection = Injection.parse(text, channels);
            long key = Dice.hash(seed, injection.channel().sensor().hashCode(), filters.size());
            filters.add(new OneFault(injection, key));
        }
        return filters.stream().reduce(FrameFilter.NONE, FrameFilter::then);
    }

    /**
     * Does nothing if there is such a fault of a modality.
     *
     * @param fault as {@code name} or {@code name(arguments)}
     * @throws IllegalArgumentException naming the known ones, if there is none
     */
    public static void requireKnown(String fault, Modality modality) {
        Fault unused = Injection.fault(fault, modality);
    }

    /**
     * Returns a fault's effect on images, including rasters.
     *
     * @param fault as {@code name} or {@code name(arguments)}, such as {@code nm(high)}
     * @throws IllegalArgumentException if there is no such fault, or it does not change images
     */
    public static ImageFault ofImages(String fault, Modality modality) {
        Fault found = Injection.fault(fault, modality);
        if (found instanceof ContentFault content && content.payloads().contains(PayloadKind.IMAGE)) {
            return content::onImage;
        }
        throw new IllegalArgumentException("fault '" + fault + "' is not one of images");
    }

    /**
     * Returns the effect of a robustness protocol's fault on a model's tensor, applied to the 8-bit image from which the tensor is
     * made: grey levels are rounded, and clipped to 0 to 255.
     *
     * @param fault as {@code emm}, {@code rmm(0.25)} or {@code nm(high)}
     * @throws IllegalArgumentException if it is none of these
     */
    public static ImageFault ofTensors(String fault, Modality modality, PixelNormalisation normalisation) {
        if (Injection.fault(fault, modality) instanceof TensorFault found) {
            return new Normalised(found, modality, normalisation)::onImage;
        }
        throw new IllegalArgumentException("fault '" + fault + "' is not one of the protocols emm, rmm and nm");
    }

    /** Keeps the last frame that its sensor sent before the fault. One thread. */
    private static final class OneFault implements FrameFilter {
        private final Injection injection;
        private final long key;
        private Optional<RecordedFrame> healthy = Optional.empty();

        OneFault(Injection injection, long key) {
            this.injection = injection;
            this.key = key;
        }

        @Override
        public Optional<Delivery> apply(RecordedFrame frame, Duration played) {
            if (!frame.channel().sensor().equals(injection.channel().sensor())) {
                return Optional.of(Delivery.onTime(frame));
            }
            boolean faulty = injection.window().covers(played);
            if (!faulty || healthy.isEmpty()) {
                healthy = Optional.of(frame);
            }
            if (!faulty) {
                return Optional.of(Delivery.onTime(frame));
            }
            Occasion occasion = new Occasion(key, frame.stamp(), healthy.orElse(frame));
            return injection.fault().apply(frame, occasion);
        }
    }
}
