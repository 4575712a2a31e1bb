package io.lynceus.stream.kafka;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.FixedSegmenter;
import io.lynceus.stream.Rigs;
import io.lynceus.stream.message.MaskMessages;
import io.lynceus.sync.RecordAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** Random frames of sensors that go black, dark and silent, freeze, stutter and send garbage, each for a while. */
final class FaultyDrive {
    private static final long START = 1_700_000_000_000L;
    private static final int SIDE = FixedSegmenter.SIDE;
    private static final int PICTURES = 24;
    private static final byte[][] GOOD = new byte[PICTURES][];
    private static final byte[][] DARK = new byte[PICTURES][];
    private static final byte[] BLACK = png(new byte[3 * SIDE * SIDE]);
    private static final byte[] GARBAGE = {1, 2, 3};

    static {
        Random pixels = new Random(1);
        for (int i = 0; i < PICTURES; i++) {
            GOOD[i] = noise(pixels, 200);
            DARK[i] = noise(pixels, 30);
        }
    }

    private enum Kind {
        GOOD,
        GOOD_TOO,
        BLACK,
        DARK,
        FROZEN,
        GARBAGE,
        MIXED,
        SILENT
    }

    /** A record as its producer sent it. */
    record Sent(RecordAddress address, long millis, byte[] value) {}

    private record Due(Sent sent, long at) {}

    private FaultyDrive() {}

    /** A rig of sensors that send image files; their stamps are the records'. */
    static RigConfig config(boolean hasFastSensor) {
        RigConfig rig = Rigs.of(RigConfig.Mode.COMPLETE, "t", "none:1");
        List<RigConfig.Sensor> sensors = rig.sensors().stream()
                .map(s -> new RigConfig.Sensor(
                        s.name(),
                        s.modality(),
                        s.topic(),
                        "image",
                        hasFastSensor && s.name().equals("event") ? 20 : 10,
                        null,
                        false,
                        null,
                        null))
                .toList();
        return new RigConfig(
                rig.rigs(),
                rig.model(),
                rig.sync(),
                sensors,
                rig.health(),
                rig.policy(),
                rig.accelerator(),
                rig.output(),
                rig.maxFrameBytes(),
                rig.kafka());
    }

    /** Returns the records in the order in which a node reads them; each sensor's stamps rise, but for repetitions. */
    static List<Sent> records(RigConfig config, Random random, int seconds) {
        List<Due> all = new ArrayList<>();
        for (RigConfig.Sensor sensor : config.sensors()) {
            all.addAll(records(sensor, random, seconds));
        }
        all.sort(Comparator.comparingLong(Due::at));
        return all.stream().map(Due::sent).toList();
    }

    private static List<Due> records(RigConfig.Sensor sensor, Random random, int seconds) {
        long period = sensor.period().toMillis();
        List<Due> due = new ArrayList<>();
        Kind kind = Kind.GOOD;
        int left = 0;
        long at = 0;
        byte[] last = GOOD[0];
        for (int i = 0; i < seconds * 1000 / period; i++) {
            if (left-- == 0) {
                kind = Kind.values()[random.nextInt(Kind.values().length)];
                left = random.nextInt(12);
            }
            long millis = START + i * period + random.nextInt(9);
            last = value(kind, i, last, random);
            at = Math.max(at, millis + random.nextInt(150));
            if (kind != Kind.SILENT && random.nextInt(25) > 0) {
                for (int again = random.nextInt(30) == 0 ? 2 : 1; again > 0; again--) {
                    due.add(new Due(new Sent(address(sensor, due.size()), millis, last), at));
                }
            }
        }
        for (int i = 1; i <= 2; i++) { // beyond everybody's patience, so that all sets before leave
            long millis = START + seconds * 1000L + i * 5_000;
            due.add(new Due(new Sent(address(sensor, due.size()), millis, GOOD[i]), millis));
        }
        return due;
    }

    private static RecordAddress address(RigConfig.Sensor sensor, int offset) {
        return new RecordAddress(sensor.topic(), 0, offset);
    }

    private static byte[] value(Kind kind, int number, byte[] last, Random random) {
        return switch (kind) {
            case GOOD, GOOD_TOO, SILENT -> GOOD[number % PICTURES];
            case DARK -> DARK[number % PICTURES];
            case BLACK -> BLACK;
            case FROZEN -> last;
            case GARBAGE -> GARBAGE;
            case MIXED -> random.nextBoolean() ? GOOD[number % PICTURES] : BLACK;
        };
    }

    private static byte[] noise(Random random, int brightest) {
        byte[] pixels = new byte[3 * SIDE * SIDE];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) random.nextInt(brightest);
        }
        return png(pixels);
    }

    private static byte[] png(byte[] pixels) {
        return MaskMessages.png(Arrays.copyOf(pixels, pixels.length), SIDE, SIDE, 3)
                .toByteArray();
    }
}
