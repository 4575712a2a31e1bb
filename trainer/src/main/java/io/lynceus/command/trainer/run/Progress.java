package io.lynceus.command.trainer.run;

import io.lynceus.fit.FitLoop;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows the progress of a fit: one line that is rewritten on a terminal, or a line now and then elsewhere. */
public class Progress implements FitLoop.Observer {
    private static final long QUIET_NANOS = 15_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;
    /** Steps at the first report, and when it came: what an earlier run did took none of this run's time. */
    private long first = -1;

    private long firstAt;
    private long lastLine;

    public Progress(PrintWriter out, boolean terminal) {
        this(out, terminal, System::nanoTime);
    }

    Progress(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
        this.lastLine = nanos.getAsLong() - QUIET_NANOS;
    }

    @Override
    public void step(long done, long total, double loss, double samplesPerSecond) {
        long now = nanos.getAsLong();
        if (first < 0) {
            first = done;
            firstAt = now;
        }
        String line = String.format(
                Locale.ROOT,
                "step %d/%d  %3d %%  loss %.4f  %.2f samples/s  ETA %s",
                done,
                total,
                100 * done / total,
                loss,
                samplesPerSecond,
                eta(done, total, now));
        if (terminal) {
            out.print("\r\u001b[K" + line);
        } else if (now - lastLine >= QUIET_NANOS || done == total) {
            lastLine = now;
            out.println(line);
        }
        out.flush();
    }

    @Override
    public void validated(long done, double miou, boolean best) {
        out.printf(
                Locale.ROOT,
                "%sstep %d: validation mIoU %.4f%s%n",
                terminal ? "\n" : "",
                done,
                miou,
                best ? " (best)" : "");
        out.flush();
    }

    private String eta(long done, long total, long now) {
        if (done == first) {
            return "-";
        }
        Duration left = Duration.ofNanos((now - firstAt) / (done - first) * (total - done));
        return String.format(Locale.ROOT, "%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
