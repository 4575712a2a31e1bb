package io.lynceus.stream.kafka;

import io.lynceus.process.DaemonThreads;
import io.lynceus.raster.RasterSize;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.FatalAcceleratorException;
import io.lynceus.segment.ModelException;
import io.lynceus.stream.Calibrations;
import io.lynceus.stream.Comparisons;
import io.lynceus.stream.FrameDecoder;
import io.lynceus.stream.LossWatch;
import io.lynceus.stream.Regime;
import io.lynceus.stream.RigPipelines;
import io.lynceus.stream.Tally;
import io.lynceus.stream.kafka.reading.CommittedOffsets;
import io.lynceus.stream.kafka.reading.ReadingWatch;
import io.lynceus.stream.kafka.reading.SteeredClients;
import io.lynceus.stream.kafka.reading.SteeredConsumer;
import io.lynceus.stream.message.MaskPictures;
import io.lynceus.wire.Stamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running node: a model, a decode pool, and the topology on stream threads.
 *
 * <p>Thread safety: start and close from one thread; the rest from any.
 */
public final class Node implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Node.class);
    private static final Duration DRAIN = Duration.ofSeconds(4);

    /**
     * What a node needs besides its rig file.
     *
     * @param application consumer group, and so the identity of its progress
     * @param threads stream threads; partitions are shared among them
     * @param stateFolder of Kafka Streams
     */
    public record Options(String application, int threads, String stateFolder) {}

    private final RigConfig config;
    private final Batcher batcher;
    private final ExecutorService decodePool;
    private final KafkaStreams streams;
    private final Tally tally;
    private final Supplier<List<String>> lateness;
    private final Watch broker;
    private final Watch accelerator;
    private final ReadingWatch reading;
    private final StatusReporter status;
    private final ComparisonTopics comparisons;
    private final CompletableFuture<Throwable> death = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private Node(
            RigConfig config,
            Batcher batcher,
            ExecutorService decodePool,
            Tally tally,
            Supplier<List<String>> lateness,
            ReadingWatch reading,
            Comparisons comparisons,
            KafkaStreams streams,
            KafkaSettings kafka,
            NodeStatuses statuses) {
        this.comparisons = ComparisonTopics.start(kafka, comparisons);
        this.broker = Watch.over(new BrokerQuestion(kafka.admin()), "broker-watch");
        this.accelerator = Watch.over(new AcceleratorQuestion(batcher, death::complete), "accelerator-watch");
        this.config = config;
        this.batcher = batcher;
        this.decodePool = decodePool;
        this.tally = tally;
        this.lateness = lateness;
        this.reading = reading;
        this.streams = streams;
        LossWatch losses = new LossWatch(config, tally);
        this.status = StatusReporter.over(kafka.producer(), MaskPictures.palette(batcher.card()), () -> {
            losses.look(System.nanoTime()).forEach(sentence -> LOG.warn("{}", sentence));
            return statuses.of(tally, troubles());
        });
    }

    /**
     * Starts after checking that topics and model fit the rig file; returns when the stream threads run.
     *
     * @param batcher with a loaded model; closed by {@link #close}
     * @throws IllegalStateException naming what to change, if a topic is missing or does not fit
     */
    public static Node start(RigConfig config, KafkaSettings kafka, Batcher batcher, Options options, Clock clock)
            throws InterruptedException {
        checkModel(config, batcher);
        Regime regime = Regime.of(config.sync());
        Calibrations calibrations = new Calibrations();
        ExecutorService pool =
                Executors.newFixedThreadPool(config.accelerator().decodeThreads(), DaemonThreads.named("decode"));
        FrameDecoder decoder = new FrameDecoder(
                pool,
                calibrations,
                new RasterSize(batcher.card().height(), batcher.card().width()));
        // Decoders load their libraries while the broker is asked.
        CompletableFuture<Void> warm = CompletableFuture.runAsync(decoder::warmUp, pool);
        try {
            prepareTopics(config, kafka, options.application());
            new CalibrationTopics(kafka).readInto(calibrations);
        } catch (RuntimeException | InterruptedException e) {
            pool.shutdownNow();
            throw e;
        }
        Tally tally =
                new Tally(config.sensors().stream().map(RigConfig.Sensor::name).toList());
        RigPipelines pipelines = new RigPipelines(config, regime, batcher, decoder, tally);
        CommittedOffsets committed = new CommittedOffsets(kafka.admin(), options.application());
        SensorTopicProcessor.Shared shared = new SensorTopicProcessor.Shared(
                config, pipelines, new PayloadReader.OverKafka(kafka.consumer()), committed, tally, clock);
        SteeredClients.Steering steering =
                new SteeredClients.Steering(config, tally, pipelines.punctuality(), committed, clock);
        KafkaStreams streams = new KafkaStreams(
                NodeTopology.build(shared, batcher.card(), calibrations),
                kafka.streams(options.application(), options.threads(), options.stateFolder()),
                new SteeredClients(steering));
        Node node = new Node(
                config,
                batcher,
                pool,
                tally,
                () -> pipelines.punctuality().troubles(Stamp.of(clock.instant())),
                new ReadingWatch(
                        config,
                        Admin.create(kafka.admin()),
                        options.application(),
                        steering,
                        () -> streams.state() == KafkaStreams.State.RUNNING),
                pipelines.comparisons(),
                streams,
                kafka,
                NodeStatuses.ofThisProcess(options.application(), config.rigs(), clock));
        warm.join();
        node.run();
        return node;
    }

    /** Checks that topics fit the rig file, and sets where a new group begins. */
    private static void prepareTopics(RigConfig config, KafkaSettings kafka, String application)
            throws InterruptedException {
        try (Admin admin = Admin.create(kafka.admin())) {
            List<String> problems = new ArrayList<>(new TopicPlan(config).problems(admin));
            if (problems.isEmpty()) {
                new StateTopic(config, application).problem(admin).ifPresent(problems::add);
            }
            if (!problems.isEmpty()) {
                throw new IllegalStateException("the node cannot start: " + String.join("; ", problems));
            }
            StartOffsets.prepare(
                    admin,
                    application,
                    config.sensors().stream().map(RigConfig.Sensor::topic).toList(),
                    Regime.of(config.sync()).reading().fromThePresent());
        }
    }

    private void run() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        streams.setUncaughtExceptionHandler(fault -> {
            if (recovers(fault)) {
                return StreamThreadExceptionResponse.REPLACE_THREAD;
            }
            death.complete(fault);
            running.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
                running.countDown();
            }
        });
        streams.start();
        running.await();
        if (death.isDone()) {
            throw new IllegalStateException("the node did not start: " + Remedies.of(death.join()), death.join());
        }
        LOG.info(
                "Node runs: rigs {}, {} sensors, model {} on {}, regime {}",
                config.rigs(),
                config.sensors().size(),
                batcher.card().name(),
                batcher.provider(),
                Regime.of(config.sync()));
    }

    /**
     * Returns true if another thread may go on: where reading begins anew, where the broker did not answer in time, and, after a
     * while, where topics were gone.
     */
    private boolean recovers(Throwable fault) {
        if (isIn(fault, SteeredConsumer.BeginsAnewException.class)) {
            return true;
        }
        if (isIn(fault, TimeoutException.class)) {
            LOG.warn(
                    "The broker did not answer a stream thread in time, and another thread goes on: {}",
                    Remedies.of(fault));
            return true;
        }
        if (isIn(fault, MissingSourceTopicException.class)) {
            LOG.warn(
                    "A topic of the rig file is gone; the node waits until it is created again: {}",
                    fault.getMessage());
            return reading.awaitTopics();
        }
        return false;
    }

    /** Returns the accounts of all frames and sets so far. */
    public Tally tally() {
        return tally;
    }

    public Batcher batcher() {
        return batcher;
    }

    /** Returns why no work may be sent here, in words; empty if records are processed in time, and broker and accelerator
     * answer. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (death.isDone()) {
            troubles.add("the node died: " + Remedies.of(death.join()));
        }
        if (streams.state() != KafkaStreams.State.RUNNING) {
            troubles.add("records are not processed: Kafka Streams is " + streams.state());
        }
        broker.trouble().ifPresent(troubles::add);
        accelerator.trouble().ifPresent(troubles::add);
        troubles.addAll(lateness.get());
        troubles.addAll(reading.troubles());
        return troubles;
    }

    /** Returns Kafka Streams itself, for its metrics. */
    public KafkaStreams streams() {
        return streams;
    }

    /** Returns what a fault that stopped a node means, and what to do. */
    public static String explain(Throwable fault) {
        return Remedies.of(fault);
    }

    /** Returns a future that completes with the fault that stopped the node, if there is one. */
    public CompletableFuture<Throwable> death() {
        return death;
    }

    /** Returns true if a fault of the accelerator is in the chain of causes. */
    public static boolean isFatalAccelerator(Throwable fault) {
        return isIn(fault, FatalAcceleratorException.class);
    }

    private static boolean isIn(Throwable fault, Class<? extends Throwable> kind) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    /** Finishes what is in flight, commits, and frees the model; within five seconds. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        reading.close();
        boolean drained = streams.close(DRAIN);
        status.close();
        comparisons.close();
        broker.close();
        accelerator.close();
        if (!drained) {
            // A busy machine; the process ends now. Without these a thread that still works would fail, in native code
            // too.
            LOG.warn("What is in flight was not finished within {} ms; decoders and model stay open", DRAIN.toMillis());
            return;
        }
        decodePool.shutdown();
        try {
            if (!decodePool.awaitTermination(1, TimeUnit.SECONDS)) {
                LOG.warn("Decoding did not end within a second");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        batcher.close();
    }

    private static void checkModel(RigConfig config, Batcher batcher) {
        for (RigConfig.Sensor sensor : config.sensors()) {
            if (sensor.isSegmented() && batcher.card().indexOf(sensor.measures()) < 0) {
                throw new ModelException("sensor " + sensor.name() + " measures " + sensor.modality() + ", model "
                        + batcher.card().name() + " knows "
                        + batcher.card().modalities().stream()
                                .map(m -> m.name())
                                .toList()
                        + "; take the sensor out of the rig file, give it use: watch, or name another model");
            }
        }
    }
}
