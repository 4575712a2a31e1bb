package io.lynceus.fault;

import io.lynceus.fault.content.Fault;
import io.lynceus.fault.protocol.Black;
import io.lynceus.fault.protocol.Domain;
import io.lynceus.fault.protocol.MleSamNoise;
import io.lynceus.fault.protocol.NoiseLevel;
import io.lynceus.fault.protocol.Noisy;
import io.lynceus.fault.protocol.Normalised;
import io.lynceus.fault.protocol.PixelNormalisation;
import io.lynceus.fault.protocol.RandomMissing;
import io.lynceus.fault.protocol.TensorFault;
import io.lynceus.fault.sensor.BeamLoss;
import io.lynceus.fault.sensor.CorruptBytes;
import io.lynceus.fault.sensor.ExposureShift;
import io.lynceus.fault.sensor.FrameLoss;
import io.lynceus.fault.sensor.Freeze;
import io.lynceus.fault.sensor.Late;
import io.lynceus.fault.sensor.LidarJitter;
import io.lynceus.fault.sensor.LowResolution;
import io.lynceus.fault.sensor.MotionBlur;
import io.lynceus.fault.sensor.Saturate;
import io.lynceus.fault.sensor.SensorNoise;
import io.lynceus.fault.sensor.TimeOffset;
import io.lynceus.settings.Settings;
import io.lynceus.wire.Modality;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The faults by the names that users write. */
final class Catalogue {
    private interface FaultMaker {
        Fault of(Arguments given, Modality modality);
    }

    private static final int LONGEST_BLUR = 501;
    private static final int MOST_BYTES = 1 << 20;

    private static final Map<String, FaultMaker> KINDS = new TreeMap<>(Map.ofEntries(
            Map.entry("drop", (given, modality) -> new FrameLoss(given.share("p", 1))),
            Map.entry("freeze", (given, modality) -> new Freeze()),
            Map.entry("black", (given, modality) -> new Black()),
            Map.entry("saturate", (given, modality) -> new Saturate()),
            Map.entry("noise", (given, modality) -> new SensorNoise(given.number("amount", "m", 0.1, 0, 100))),
            Map.entry("beams", (given, modality) -> new BeamLoss(given.share("share", 0.5))),
            Map.entry("offset", (given, modality) -> new TimeOffset(given.time("by", Duration.ofMillis(50)))),
            Map.entry("late", (given, modality) -> late(given)),
            Map.entry("corrupt", (given, modality) -> new CorruptBytes(given.count("bytes", "", 16, 1, MOST_BYTES))),
            Map.entry(
                    "motionblur",
                    (given, modality) -> new MotionBlur(given.count("length", "px", 15, 1, LONGEST_BLUR))),
            Map.entry("overexposure", (given, modality) -> new ExposureShift(given.number("stops", "", 2, 0, 16))),
            Map.entry("underexposure", (given, modality) -> new ExposureShift(-given.number("stops", "", 3, 0, 16))),
            Map.entry(
                    "jitter",
                    (given, modality) -> new LidarJitter(Math.toRadians(given.number("sigma", "deg", 1, 0, 90)))),
            Map.entry("lowres", (given, modality) -> new LowResolution(given.count("factor", "", 4, 1, 64))),
            Map.entry("emm", (given, modality) -> inDomain(new Black(), given, modality)),
            Map.entry("rmm", (given, modality) -> inDomain(new RandomMissing(given.share("r", 0.5)), given, modality)),
            Map.entry(
                    "nm",
                    (given, modality) ->
                            inDomain(new Noisy(given.choice("level", NoiseLevel.MID), modality), given, modality)),
            Map.entry("mlesam", (given, modality) -> mleSam(given))));

    private Catalogue() {}

    /** Applies a fault to pixels, or to the tensor that is normalised by the benchmark's or the given numbers. */
    private static Fault inDomain(TensorFault fault, Arguments given, Modality modality) {
        Domain domain = given.choice("domain", Domain.RAW8);
        PixelNormalisation standard = PixelNormalisation.ofBenchmark(modality);
        PixelNormalisation normalisation =
                new PixelNormalisation(given.numbers("mean", standard.mean()), given.numbers("std", standard.std()));
        if (domain == Domain.NORMALISED) {
            return new Normalised(fault, modality, normalisation);
        }
        if (!normalisation.equals(standard)) {
            throw new IllegalArgumentException("mean and std are allowed with domain=normalised only");
        }
        return fault;
    }

    private static Fault late(Arguments given) {
        Duration delay = given.time("by", Duration.ofMillis(100));
        Duration jitter = given.time("jitter", Duration.ZERO);
        if (delay.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException("by and jitter must not be negative; 'offset' shifts capture times");
        }
        return new Late(delay, jitter);
    }

    private static Fault mleSam(Arguments given) {
        return new MleSamNoise(
                given.choice("kind", MleSamNoise.NoiseShape.GAUSSIAN),
                given.flag("perchannel", true),
                given.flag("clip", true));
    }

    /** Returns the fault of that name for a sensor of that modality. */
    static Fault fault(String name, String arguments, Modality modality) {
        FaultMaker kind = KINDS.get(name);
        if (kind == null) {
            throw new IllegalArgumentException("there is no fault '" + name + "'; did you mean '"
                    + Settings.nearest(name, KINDS.keySet()) + "'? Known are " + String.join(", ", KINDS.keySet()));
        }
        Arguments given = new Arguments(arguments);
        Fault fault = kind.of(given, modality);
        given.done();
        return fault;
    }
}
