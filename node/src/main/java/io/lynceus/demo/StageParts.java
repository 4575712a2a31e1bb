package io.lynceus.demo;

import io.lynceus.broker.EmbeddedBroker;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.process.DaemonThreads;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.util.Iterator;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Starts what a stage consists of at the same time: the broker, the model, and the street's renderer, which gets faster while the
 * others start.
 *
 * @param broker that serves
 * @param segmenter with a warm model
 */
record StageParts(EmbeddedBroker broker, OnnxSegmenter segmenter) {
    /** Frames; no more, so that a machine of few cores is left to the others. */
    private static final int RENDERED = 16;

    static StageParts start(StageSetting setting) throws InterruptedException {
        FutureTask<EmbeddedBroker> broker =
                inParallel("start-broker", () -> EmbeddedBroker.start(setting.brokerPort(), Optional.empty()));
        inParallel("start-street", () -> render(setting.options()));
        try {
            OnnxSegmenter segmenter = load(setting.model());
            setting.told().done("model", segmenter.card().name() + " on " + segmenter.provider());
            EmbeddedBroker serving = outcome(broker);
            setting.told().done("broker", serving.bootstrap());
            return new StageParts(serving, segmenter);
        } catch (RuntimeException e) {
            closeLater(broker);
            throw e;
        }
    }

    /** Measures the network now that nothing else starts, and returns the rate that a machine of that many cores carries. */
    Pace pace(int cores) {
        return Pace.of(
                segmenter.timeOfFullSet(), RigConfig.DEFAULTS.accelerator().threads(), cores);
    }

    void close() {
        segmenter.close();
        broker.close();
    }

    private static OnnxSegmenter load(String model) {
        RigConfig.Accelerator accelerator = RigConfig.DEFAULTS.accelerator();
        return OnnxSegmenter.open(ShippedModels.locate(model), accelerator.providers(), accelerator.settings());
    }

    /** Renders some sets for nobody: their code is compiled while the broker starts. */
    private static int render(StreetOptions options) {
        int frames = 0;
        try (StreetRecording street = new StreetRecording(options)) {
            Iterator<RecordedFrame> rendered = street.frames(street.start());
            for (; frames < RENDERED && rendered.hasNext(); frames++) {
                rendered.next();
            }
        }
        return frames;
    }

    private static <T> FutureTask<T> inParallel(String name, Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        DaemonThreads.of(name, task).start();
        return task;
    }

    private static <T> T outcome(FutureTask<T> task) throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(String.valueOf(e.getCause()), e);
        }
    }

    private static void closeLater(FutureTask<EmbeddedBroker> broker) throws InterruptedException {
        try {
            broker.get().close();
        } catch (ExecutionException e) {
            // The fault that ends the start is another; this one must not hide it.
            return;
        }
    }
}
