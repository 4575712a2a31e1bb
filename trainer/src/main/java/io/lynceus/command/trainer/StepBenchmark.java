package io.lynceus.command.trainer;

import io.lynceus.command.trainer.run.Run;
import io.lynceus.fit.FitLoop;
import io.lynceus.nn.torch.Torch;
import java.util.Arrays;
import java.util.Locale;

/** Times training steps: forward, loss, backward and AdamW, on batches that are already prepared. */
final class StepBenchmark {
    private static final int WARM_UP = 3;

    private final Run run;

    StepBenchmark(Run run) {
        this.run = run;
    }

    String run(int steps) throws InterruptedException {
        double[] millis = run.loop(FitLoop.Observer.SILENT).time(run.loader(0), WARM_UP + steps);
        double[] timed = Arrays.copyOfRange(millis, WARM_UP, millis.length);
        Arrays.sort(timed);
        return String.format(
                Locale.ROOT,
                "median step %.1f ms of %d (%s %s, batch %d, %d x %d, %d threads)",
                timed[timed.length / 2],
                steps,
                run.config().network().system(),
                run.config().network().size(),
                run.config().fit().batch(),
                run.config().data().height(),
                run.config().data().width(),
                Torch.threads());
    }
}
