package io.lynceus.fault.protocol;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.EventList;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import io.lynceus.fault.content.PointBuffer;
import io.lynceus.wire.Modality;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A protocol's fault as the benchmark computes it, on the normalised tensor, and converted back to an 8-bit image, because messages
 * carry images: red, green and blue, which are equal in a grey image, each get the fault separately. Salt and pepper are the
 * largest and smallest element of all three channels together.
 *
 * <p>The conversion loses this: elements are rounded to 1/255 of full scale, and those beyond what 8 bits can hold are clipped to 0
 * to 255: tails of the Gaussian, its whole negative half where a sensor that is only divided by 255 shows 0, and salt and pepper of
 * one channel that another cannot hold. Where nothing is clipped, no element is off by more than half a grey level. JPEG images are
 * compressed again, with that loss too. A missing sensor has no points and no events, which gives a black raster.
 */
public record Normalised(TensorFault fault, Modality modality, PixelNormalisation normalisation)
        implements ContentFault {
    private static final float FULL_SCALE = 255;

    @Override
    public Set<PayloadKind> payloads() {
        return fault.payloads();
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        if (modality.equals(Modality.DEPTH) && image.channels() == 1 && image.fullScale() > FULL_SCALE) {
            throw new IllegalArgumentException(
                    "depth of 16 bits has no normalised tensor before the node has drawn it in"
                            + " 8 bits; leave domain=normalised out");
        }
        float[] tensor = new float[image.width() * image.height() * Pixels.RGB];
        for (int i = 0; i < tensor.length; i++) {
            int channel = i % Pixels.RGB;
            tensor[i] = normalisation.normalised(image.colour(i / Pixels.RGB, channel) / image.fullScale(), channel);
        }
        fault.onTensor(tensor, Protocols.NORMALISED, dice);
        for (int i = 0; i < tensor.length; i++) {
            tensor[i] = FULL_SCALE * normalisation.share(tensor[i], i % Pixels.RGB);
        }
        return new Pixels(image.width(), image.height(), Pixels.RGB, FULL_SCALE, tensor);
    }

    @Override
    public PointBuffer onPoints(PointBuffer points, SplittableRandom dice, SplittableRandom sensorDice) {
        return fault.onPoints(points, dice, sensorDice);
    }

    @Override
    public EventList onEvents(EventList events, SplittableRandom dice) {
        return fault.onEvents(events, dice);
    }
}
