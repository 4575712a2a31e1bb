package io.lynceus.fit;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A run's figures: {@code log.csv}, one line for each logged step, and a TensorBoard event file, in the run's folder. */
final class FitLog implements AutoCloseable {
    private static final String HEADER = "step,loss,learning_rate,gradient_norm,samples_per_second,validation_miou\n";
    /** A whole line of figures; one that a killed run left unfinished is none. */
    private static final Pattern LINE = Pattern.compile("(?m)^(\\d{1,18}),.*,.*\\R");

    private final BufferedWriter csv;
    private final EventFile events;
    private final Clock clock;

    /**
     * @param step that the run goes on from. Lines of later steps go, because the run writes them again: it was ended between a line and
     *     the next checkpoint
     */
    FitLog(Path folder, Clock clock, long step) throws IOException {
        Path file = folder.resolve("log.csv");
        this.clock = clock;
        Files.writeString(file, kept(file, step));
        this.csv = Files.newBufferedWriter(file, StandardOpenOption.APPEND);
        this.events = new EventFile(folder, seconds());
        if (step > 0) {
            events.goesOn(step, seconds());
        }
    }

    private static String kept(Path file, long step) throws IOException {
        if (!Files.exists(file)) {
            return HEADER;
        }
        StringBuilder kept = new StringBuilder(HEADER);
        Matcher lines = LINE.matcher(Files.readString(file));
        while (lines.find()) {
            if (Long.parseLong(lines.group(1)) <= step) {
                kept.append(lines.group());
            }
        }
        return kept.toString();
    }

    /** Figures after a step; NaN where there is none. */
    record Line(long step, double loss, double learningRate, double norm, double samplesPerSecond, double miou) {}

    void write(Line line) throws IOException {
        csv.write(String.format(
                Locale.ROOT,
                "%d,%.6f,%.6g,%.4f,%.3f,%s%n",
                line.step,
                line.loss,
                line.learningRate,
                line.norm,
                line.samplesPerSecond,
                Double.isNaN(line.miou) ? "" : String.format(Locale.ROOT, "%.5f", line.miou)));
        csv.flush();
        Map<String, Double> scalars = new LinkedHashMap<>();
        scalars.put("train/loss", line.loss);
        scalars.put("train/learning_rate", line.learningRate);
        scalars.put("train/gradient_norm", line.norm);
        scalars.put("train/samples_per_second", line.samplesPerSecond);
        if (!Double.isNaN(line.miou)) {
            scalars.put("validation/miou", line.miou);
        }
        events.scalars(line.step, seconds(), scalars);
    }

    @Override
    public void close() throws IOException {
        csv.close();
        events.close();
    }

    private double seconds() {
        return clock.millis() / 1e3;
    }
}
