package io.lynceus.rig;

import io.lynceus.health.HealthConfig;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.GpuSettings;
import io.lynceus.segment.SessionSettings;
import io.lynceus.settings.Durations;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A rig file: what the node listens to and how it matches, judges and segments. Read by {@link #read} from YAML; keys that are
 * absent keep the values of {@link #DEFAULTS}, unknown ones are refused.
 *
 * <p>Thread safety: immutable, as all records in it.
 *
 * @param rigs ids of the rigs, the keys of their records; all have these sensors. {@code *} stands for any characters: a rig such
 *     as {@code vehicle-*} is served from its first frame on, and forgotten when it has sent nothing for 10 minutes
 * @param model an ONNX file, or the name of one that ships with the node, such as {@code street-nano}
 * @param sync how frames become sets
 * @param sensors the sensors of each rig
 * @param health when a sensor counts as degraded or failed
 * @param policy when a mask is fit for use
 * @param accelerator where the model runs
 * @param output topics and encodings of results
 * @param maxFrameBytes largest record that a sensor may send; topics and clients must let it pass
 * @param kafka properties for every Kafka client, such as {@code bootstrap.servers} or {@code security.protocol}
 */
public record RigConfig(
        List<String> rigs,
        String model,
        Sync sync,
        List<Sensor> sensors,
        HealthConfig health,
        MaskPolicy policy,
        Accelerator accelerator,
        Output output,
        int maxFrameBytes,
        Map<String, String> kafka) {

    /** The rig file's word for the regime, which is how the node treats time. */
    public enum Mode {
        LIVE,
        COMPLETE
    }

    /**
     * @param mode live goes by the wall clock and drops what is too old; complete waits for the stream and loses nothing
     * @param tolerance largest distance of a frame's capture time from its set's, after the sensor's offset
     * @param deadline time after the set's stamp at which it leaves with what there is (live)
     * @param maxAge age at which a frame or set is shed rather than processed (live)
     * @param futureLimit how far a stamp may lie ahead of the wall clock (live)
     */
    public record Sync(Mode mode, Duration tolerance, Duration deadline, Duration maxAge, Duration futureLimit) {
        public Sync {
            requirePositive("tolerance", tolerance);
            requirePositive("deadline", deadline);
            requirePositive("maxAge", maxAge);
            requirePositive("futureLimit", futureLimit);
            if (maxAge.compareTo(deadline) <= 0) {
                throw new IllegalArgumentException("maxAge is " + Durations.text(maxAge)
                        + ", allowed is more than the deadline of " + Durations.text(deadline));
            }
        }

        /** Returns the same limits in another mode. */
        public Sync in(Mode other) {
            return new Sync(other, tolerance, deadline, maxAge, futureLimit);
        }
    }

    /** What a sensor is for. */
    public enum Use {
        SEGMENT,
        WATCH
    }

    /**
     * @param name unique in the rig
     * @param modality what it measures
     * @param topic its records; one topic for all rigs
     * @param format of the values: foxglove, ros2 or image
     * @param rate frames per second
     * @param offset how much later than the capture its stamps are; taken off them before matching
     * @param required without it a set is expired
     * @param frame coordinate frame of its points, the child of a transform on {@code lynceus.transforms}; point clouds need it
     * @param use segment: its frames go into the network; watch: they are matched, judged and shown only, as for a modality that
     *     the model does not know
     */
    public record Sensor(
            String name,
            String modality,
            String topic,
            @Nullable String format,
            double rate,
            @Nullable Duration offset,
            boolean required,
            @Nullable String frame,
            @Nullable Use use) {
        public Sensor {
            Topics.requireValid(topic);
            if (topic.equals(Topics.LABELS)) {
                throw new IllegalArgumentException(
                        "sensor " + name + " has topic " + topic
                                + ", which holds what masks are measured by; no network may see it: name the sensor's own topic");
            }
            new Modality(modality);
            payloadFormat(format);
            if (!(rate > 0 && rate <= 1000)) {
                throw new IllegalArgumentException(
                        "sensor " + name + ": rate is " + rate + " Hz, allowed is above 0 to 1000");
            }
            if (required && use == Use.WATCH) {
                throw new IllegalArgumentException("sensor " + name + " is required and only watched (use: watch);"
                        + " a mask needs no sensor of which it is not made: leave one of the two out");
            }
        }

        /** Returns true if its frames go into the network. */
        public boolean isSegmented() {
            return use != Use.WATCH;
        }

        public Modality measures() {
            return new Modality(modality);
        }

        public PayloadFormat payloadFormat() {
            return payloadFormat(format);
        }

        public Duration stampOffset() {
            return offset == null ? Duration.ZERO : offset;
        }

        public Duration period() {
            return Duration.ofNanos(Math.round(1e9 / rate));
        }

        private static PayloadFormat payloadFormat(@Nullable String format) {
            return format == null ? PayloadFormat.FOXGLOVE : PayloadFormat.of(format);
        }
    }

    /**
     * @param providers tried in order
     * @param threads of a call on the CPU
     * @param maxSets sets that may share a call; 1 in the complete regime, whatever the value
     * @param decodeThreads that turn payloads into rasters
     * @param gpu for the providers of a GPU
     */
    public record Accelerator(
            List<ExecutionProvider> providers, int threads, int maxSets, int decodeThreads, GpuSettings gpu) {
        public Accelerator {
            if (providers.isEmpty() || threads < 1 || maxSets < 1 || decodeThreads < 1) {
                throw new IllegalArgumentException("accelerator is {providers: " + providers + ", threads: " + threads
                        + ", maxSets: " + maxSets + ", decodeThreads: " + decodeThreads
                        + "}; name a provider, and numbers of 1 or more");
            }
        }

        /** Returns how a node's model is run. */
        public SessionSettings settings() {
            return SessionSettings.of(threads).withGpu(gpu);
        }
    }

    /** How a mask's bytes are stored. */
    public enum MaskEncoding {
        DEFLATE,
        PNG
    }

    /**
     * @param masks topic of {@code lynceus.v1.Segmentation}
     * @param health topic of {@code lynceus.v1.SensorHealth}
     * @param deadLetters topic of {@code lynceus.v1.DeadLetter}
     * @param encoding of the masks' class raster
     * @param pictures topic of {@code foxglove.CompressedImage}, the masks in their classes' colours; absent: none
     * @param diagnostics topic of ROS's {@code diagnostic_msgs/DiagnosticArray} in CDR, a status for each transition of a sensor;
     *     absent: none
     */
    public record Output(
            String masks,
            String health,
            String deadLetters,
            MaskEncoding encoding,
            @Nullable String pictures,
            @Nullable String diagnostics) {
        public Output {
            Topics.requireValid(masks);
            Topics.requireValid(health);
            Topics.requireValid(deadLetters);
            if (pictures != null) {
                Topics.requireValid(pictures);
            }
            if (diagnostics != null) {
                Topics.requireValid(diagnostics);
            }
        }

        private Stream<String> topics() {
            return Stream.of(masks, health, deadLetters, pictures, diagnostics).filter(Objects::nonNull);
        }
    }

    /** Everything but rigs and sensors, which only the user knows. */
    public static final RigConfig DEFAULTS = new RigConfig(
            List.of(),
            "street-nano",
            new Sync(
                    Mode.LIVE,
                    Duration.ofMillis(45),
                    Duration.ofMillis(150),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1)),
            List.of(),
            HealthConfig.DEFAULTS,
            MaskPolicy.NONE,
            new Accelerator(List.of(ExecutionProvider.CUDA, ExecutionProvider.CPU), 2, 4, 2, GpuSettings.DEFAULTS),
            new Output(Topics.MASKS, Topics.HEALTH, Topics.DEAD_LETTERS, MaskEncoding.DEFLATE, null, null),
            8 << 20,
            Map.of("bootstrap.servers", "localhost:9092"));

    public RigConfig {
        rigs = List.copyOf(rigs);
        sensors = List.copyOf(sensors);
        kafka = Map.copyOf(kafka);
        requireDistinct("rigs", rigs);
        if (rigs.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "rigs has an empty name; write the id that is the key of the rig's records");
        }
        if (maxFrameBytes < 1) {
            throw new IllegalArgumentException("maxFrameBytes is " + maxFrameBytes + ", allowed is 1 or more");
        }
        requireDistinct("sensor names", sensors.stream().map(Sensor::name).toList());
        requireDistinct("sensor topics", sensors.stream().map(Sensor::topic).toList());
        requireDistinct(
                "topics of sensors and of results",
                Stream.concat(sensors.stream().map(Sensor::topic), output.topics())
                        .toList());
        policy.requireKnown(sensors);
    }

    /** Reads a rig file, which must name rigs and sensors; a message names file and key of what is wrong. */
    public static RigConfig read(Path file) {
        RigConfig config = Settings.read(file, DEFAULTS);
        if (config.rigs.isEmpty()) {
            throw new SettingsException(file + ": rigs is empty, so that there is nothing to segment; name the ids that"
                    + " are the keys of the rigs' records, such as rigs: [vehicle-7]");
        }
        if (config.sensors.isEmpty()) {
            throw new SettingsException(file + ": sensors is empty, so that there is nothing to segment; name the"
                    + " sensors and their topics, as configs/street.rig.yaml does");
        }
        return config;
    }

    /**
     * Returns the sensor of that name.
     *
     * @throws IllegalArgumentException if the rig has no such sensor
     */
    public Sensor sensor(String name) {
        return sensors.stream()
                .filter(sensor -> sensor.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("sensor " + name + " is not in the rig file, only "
                        + sensors.stream().map(Sensor::name).toList()));
    }

    /** Returns true if the rig has a sensor of that name. */
    public boolean hasSensor(String name) {
        return sensors.stream().anyMatch(sensor -> sensor.name().equals(name));
    }

    /** Returns the sensor whose records are on that topic. */
    public Sensor sensorOn(String topic) {
        return sensors.stream()
                .filter(sensor -> sensor.topic().equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no sensor of the rig file has topic " + topic));
    }

    public RigConfig with(Sync newSync) {
        return new RigConfig(rigs, model, newSync, sensors, health, policy, accelerator, output, maxFrameBytes, kafka);
    }

    /** Returns the configuration of another rig with the same sensors, whose results go to topics of their own. */
    public RigConfig as(String rig) {
        Output own = new Output(
                rig + "." + output.masks,
                rig + "." + output.health,
                rig + "." + output.deadLetters,
                output.encoding,
                null,
                null);
        return new RigConfig(
                List.of(rig), model, sync, sensors, health, policy, accelerator, own, maxFrameBytes, kafka);
    }

    public RigConfig with(MaskPolicy newPolicy) {
        return new RigConfig(rigs, model, sync, sensors, health, newPolicy, accelerator, output, maxFrameBytes, kafka);
    }

    public RigConfig with(Accelerator newAccelerator) {
        return new RigConfig(rigs, model, sync, sensors, health, policy, newAccelerator, output, maxFrameBytes, kafka);
    }

    public RigConfig with(Output newOutput) {
        return new RigConfig(rigs, model, sync, sensors, health, policy, accelerator, newOutput, maxFrameBytes, kafka);
    }

    public RigConfig withSensors(List<Sensor> others) {
        return new RigConfig(rigs, model, sync, others, health, policy, accelerator, output, maxFrameBytes, kafka);
    }

    public RigConfig withKafka(Map<String, String> properties) {
        return new RigConfig(
                rigs, model, sync, sensors, health, policy, accelerator, output, maxFrameBytes, properties);
    }

    private static void requirePositive(String key, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(key + " is not above 0; write a duration, such as 45ms");
        }
    }

    private static void requireDistinct(String what, List<String> names) {
        String twice = names.stream()
                .filter(name -> names.indexOf(name) != names.lastIndexOf(name))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!twice.isEmpty()) {
            throw new IllegalArgumentException(what + " must differ, but these occur twice: " + twice);
        }
    }
}
