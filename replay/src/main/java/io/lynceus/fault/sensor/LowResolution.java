package io.lynceus.fault.sensor;

import io.lynceus.fault.content.ContentFault;
import io.lynceus.fault.content.EventList;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.fault.content.Pixels;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * The sensor has fewer pixels: every n-th column and row of an image is kept, the events of n x n pixels become those of one pixel.
 * DELIVER's event low-resolution, whose images have 512 pixels a side and the others 1042.
 *
 * @param factor n
 */
public record LowResolution(int factor) implements ContentFault {
    @Override
    public Set<PayloadKind> payloads() {
        return EnumSet.of(PayloadKind.IMAGE, PayloadKind.EVENTS);
    }

    private int small(int side) {
        return (side + factor - 1) / factor;
    }

    @Override
    public Pixels onImage(Pixels image, SplittableRandom dice) {
        int width = small(image.width());
        int height = small(image.height());
        int channels = image.channels();
        float[] kept = new float[width * height * channels];
        for (int i = 0; i < width * height; i++) {
            int from = i / width * factor * image.width() + i % width * factor;
            System.arraycopy(image.samples(), from * channels, kept, i * channels, channels);
        }
        return image.with(width, height, kept);
    }

    @Override
    public EventList onEvents(EventList events, SplittableRandom dice) {
        for (int i = 0; i < events.count(); i++) {
            events.x()[i] = (short) ((events.x()[i] & 0xFFFF) / factor);
            events.y()[i] = (short) ((events.y()[i] & 0xFFFF) / factor);
        }
        return new EventList(
                small(events.width()), small(events.height()), events.x(), events.y(), events.t(), events.polarity());
    }
}
