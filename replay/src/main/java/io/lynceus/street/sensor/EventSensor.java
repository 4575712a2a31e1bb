package io.lynceus.street.sensor;

import io.lynceus.dice.Dice;
import io.lynceus.street.render.Climate;
import io.lynceus.street.render.Log;
import java.util.Arrays;

/**
 * An event camera: a pixel reports when its log intensity has changed by a threshold since its last report. Between two pictures,
 * log intensity changes linearly, as in ESIM (Rebecq et al., CoRL 2018).
 */
public final class EventSensor {
    private static final float THRESHOLD = 0.22f;
    /** Light below which photodiodes see only their own noise. */
    private static final float DARK = 0.004f;

    private static final int MOST_PER_STEP = 6;

    private final Climate climate;
    private final int width;
    private final float[] before;
    private final float[] reference;
    // Time in the upper half, event index in the lower.
    private long[] order = new long[1 << 14];
    private int[] pixel = new int[1 << 14];
    private byte[] sign = new byte[1 << 14];
    private int count;

    public EventSensor(Climate climate, int width, int height) {
        this.climate = climate;
        this.width = width;
        before = new float[width * height];
        reference = new float[width * height];
    }

    /** Starts a window with the picture at its beginning, linear [H, W, 3]. */
    public void start(float[] radiance, int salt) {
        count = 0;
        for (int i = 0; i < before.length; i++) {
            before[i] = logIntensity(radiance, i);
            // A pixel may be anywhere between its thresholds.
            reference[i] = before[i] + THRESHOLD * (Dice.uniform(i, salt) - 0.5f) * 1.6f;
        }
    }

    /** Continues with the next picture; the step lasts from {@code from} to {@code to} nanoseconds after the window's start. */
    public void step(float[] radiance, int from, int to, int salt) {
        for (int i = 0; i < before.length; i++) {
            float after = logIntensity(radiance, i);
            float change = after - before[i];
            // Pixels' thresholds differ.
            float threshold = THRESHOLD * (1 + 0.06f * Dice.gauss(i, 0x7e51));
            for (int n = 0; n < MOST_PER_STEP && Math.abs(after - reference[i]) >= threshold; n++) {
                byte brighter = (byte) (after > reference[i] ? 1 : 0);
                reference[i] += brighter == 1 ? threshold : -threshold;
                float share = (reference[i] - before[i]) / change;
                add(i, from + (int) ((to - from) * Math.max(0, Math.min(0.999f, share))), brighter);
            }
            before[i] = after;
        }
        int spurious = (int) (climate.exposure().events() * before.length / 1000 / 2);
        for (int n = 0; n < spurious; n++) {
            int at = (Dice.hash32(n, salt) >>> 1) % before.length;
            add(at, from + (int) ((to - from) * Dice.uniform(n, salt + 1)), (byte) (Dice.hash32(n, salt + 2) & 1));
        }
    }

    /** Returns all events since the start. */
    public StreetEvents finish(long baseNanos) {
        Arrays.sort(order, 0, count);
        short[] x = new short[count];
        short[] y = new short[count];
        int[] t = new int[count];
        byte[] polarity = new byte[count];
        for (int n = 0; n < count; n++) {
            int event = (int) order[n];
            x[n] = (short) (pixel[event] % width);
            y[n] = (short) (pixel[event] / width);
            t[n] = (int) (order[n] >>> 32);
            polarity[n] = sign[event];
        }
        return new StreetEvents(baseNanos, x, y, t, polarity);
    }

    private void add(int at, int t, byte brighter) {
        if (count == order.length) {
            order = Arrays.copyOf(order, 2 * count);
            pixel = Arrays.copyOf(pixel, 2 * count);
            sign = Arrays.copyOf(sign, 2 * count);
        }
        order[count] = (long) t << 32 | count;
        pixel[count] = at;
        sign[count] = brighter;
        count++;
    }

    private static float logIntensity(float[] radiance, int i) {
        float luminance = 0.2126f * radiance[3 * i] + 0.7152f * radiance[3 * i + 1] + 0.0722f * radiance[3 * i + 2];
        return Log.of(luminance + DARK);
    }
}
