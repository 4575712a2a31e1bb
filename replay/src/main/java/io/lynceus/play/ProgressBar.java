package io.lynceus.play;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/** Shows progress, speed and remaining time in one line on a terminal. It prints nothing if there is no terminal. */
public final class ProgressBar implements Consumer<PlayProgress>, AutoCloseable {
    private static final int CELLS = 24;
    private static final long REDRAW_NANOS = 100_000_000L;

    private final PrintStream out;
    private final boolean terminal;
    private final PlayClock clock;
    private final long began;
    private long drawn;
    private boolean any;
    /** Steps that were done before the first call of {@link #step}; -1 before that call. */
    private long given = -1;

    public ProgressBar(PrintStream out, boolean terminal, PlayClock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        began = clock.nanos();
        drawn = began - REDRAW_NANOS;
    }

    /** Makes a bar on standard error, if that is a terminal. */
    public static ProgressBar ofTerminal(PlayClock clock) {
        return new ProgressBar(System.err, onTerminal(), clock);
    }

    /** Returns true if standard error is a terminal, wherever standard output goes. */
    public static boolean onTerminal() {
        try {
            String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
            return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty") || device.equals("/dev/console");
        } catch (IOException e) {
            return System.console() != null; // the system does not say it
        }
    }

    @Override
    public void accept(PlayProgress progress) {
        draw(elapsed -> line(progress, elapsed));
    }

    /**
     * Shows work that is counted.
     *
     * @param done of {@code total}, including the work of an earlier run
     * @param unit in the plural, such as {@code samples}
     */
    public void step(long done, long total, String unit) {
        given = given < 0 ? done : given;
        draw(elapsed -> steps(given, done, total, unit, elapsed));
    }

    private void draw(LongFunction<String> line) {
        long now = clock.nanos();
        if (terminal && now - drawn >= REDRAW_NANOS) {
            drawn = now;
            any = true;
            out.print('\r' + line.apply(now - began));
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

    /** Returns the line for a state, {@code elapsed} wall-clock nanoseconds after the beginning. */
    static String line(PlayProgress progress, long elapsed) {
        double played = seconds(progress.played());
        if (progress.total().isEmpty()) {
            return String.format(Locale.ROOT, "%7.1f s  %d frames ", played, progress.sent());
        }
        double total = seconds(progress.total().orElseThrow());
        double share = Math.max(0, Math.min(1, played / total));
        String left = share > 0 ? left(elapsed * (1 - share) / share) : "";
        return bar(share)
                + String.format(Locale.ROOT, "%.1f of %.1f s  %d frames  %s ", played, total, progress.sent(), left);
    }

    /** Returns the line after {@code done} steps, of which an earlier run did {@code given}. */
    static String steps(long given, long done, long total, String unit, long elapsed) {
        String left = done > given ? left(elapsed * (double) (total - done) / (done - given)) : "";
        return bar(total == 0 ? 1 : Math.min(1, done / (double) total))
                + String.format(Locale.ROOT, "%d of %d %s  %s ", done, total, unit, left);
    }

    private static String bar(double share) {
        int full = (int) Math.round(share * CELLS);
        return String.format(Locale.ROOT, "[%s%s] %3.0f %%  ", "#".repeat(full), ".".repeat(CELLS - full), 100 * share);
    }

    private static String left(double nanos) {
        return String.format(Locale.ROOT, "%.0f s left", nanos * 1e-9);
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() * 1e-9;
    }
}
