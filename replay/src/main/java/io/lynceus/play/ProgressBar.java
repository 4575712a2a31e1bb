package io.lynceus.play;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** One line on a terminal: how far, how fast, how long to go. Prints nothing where there is no terminal. */
public final class ProgressBar implements Consumer<PlayProgress>, AutoCloseable {
    private static final int CELLS = 24;
    private static final long REDRAW_NANOS = 100_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final PlayClock clock;
    private final long began;
    private long drawn;
    private boolean any;

    public ProgressBar(PrintStream out, boolean terminal, PlayClock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        began = clock.nanos();
        drawn = began - REDRAW_NANOS;
    }

    /** A bar on standard error, if this process was started from a terminal. */
    public static ProgressBar ofTerminal(PlayClock clock) {
        return new ProgressBar(System.err, System.console() != null, clock);
    }

    @Override
    public void accept(PlayProgress progress) {
        long now = clock.nanos();
        if (terminal && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            any = true;
            out.print('\r' + line(progress, now - began));
            out.flush();
        }
    }

    /** Ends the line. */
    @Override
    public void close() {
        if (any) {
            out.println();
        }
    }

    /** The line for a state, {@code elapsed} nanoseconds of the wall after the beginning. */
    static String line(PlayProgress progress, long elapsed) {
        double played = seconds(progress.played());
        if (progress.total().isEmpty()) {
            return String.format(Locale.ROOT, "%7.1f s  %d frames ", played, progress.sent());
        }
        double total = seconds(progress.total().orElseThrow());
        double share = Math.max(0, Math.min(1, played / total));
        int full = (int) Math.round(share * CELLS);
        String left = share > 0 ? String.format(Locale.ROOT, "%.0f s left", elapsed * 1e-9 * (1 - share) / share) : "";
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %.1f of %.1f s  %d frames  %s ",
                "#".repeat(full),
                ".".repeat(CELLS - full),
                100 * share,
                played,
                total,
                progress.sent(),
                left);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }
}
