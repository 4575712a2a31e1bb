package io.lynceus.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A command of Lynceus in a JVM of its own, with this JVM's class path and flags. Killed when closed. One thread. */
final class LynceusProcess implements AutoCloseable {
    private static final String MAIN = "io.lynceus.command.Lynceus";
    private static final long SIGNAL_SECONDS = 10;
    private static final long ENDING_SECONDS = 30;
    private static final int LAST_LINES = 12;
    /** Exit code of a command that did not finish what was in flight in time after SIGTERM. */
    private static final int HALTED = 128 + 15;

    private static final Pattern READY = Pattern.compile("Ready: http://localhost:(\\d+)/");
    /** Of the turns in which a starved process runs and rests. */
    private static final Duration TURN = Duration.ofMillis(200);

    private final Process process;
    private final Path log;
    private final long logStart;

    private LynceusProcess(Process process, Path log, long logStart) {
        this.process = process;
        this.log = log;
        this.logStart = logStart;
    }

    /**
     * Starts a command.
     *
     * @param log takes its output, after what is there
     */
    static LynceusProcess start(Path log, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // Agents and archives of classes belong to one JVM.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag ->
                        !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib") && !flag.contains("Archive"))
                .forEach(command::add);
        command.add(MAIN);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // A class path is longer than ONNX Runtime allows a command line to be.
        builder.environment()
                .put(
                        "CLASSPATH",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        builder.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log.toFile()));
        try {
            long logStart = Files.exists(log) ? Files.size(log) : 0;
            return new LynceusProcess(builder.start(), log, logStart);
        } catch (IOException e) {
            throw new UncheckedIOException("'" + String.join(" ", arguments) + "' could not be started", e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Throws if the process has ended by itself, with the end of its output. */
    void requireAlive() {
        if (!process.isAlive()) {
            List<String> lines = output().lines().toList();
            throw new IllegalStateException("a process ended by itself with exit code " + process.exitValue()
                    + "; its output in " + log + " ends with\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())));
        }
    }

    /** Returns the last line of the output. */
    String lastWords() {
        List<String> lines = output().lines().toList();
        return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    }

    private String output() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(logStart, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the output of a process in " + log + " could not be read", e);
        }
    }

    /** Returns the TCP port of a node's page, once it has one. */
    OptionalInt port() {
        Matcher ready = READY.matcher(output());
        return ready.find() ? OptionalInt.of(Integer.parseInt(ready.group(1))) : OptionalInt.empty();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks the process to end by SIGTERM and waits until it has; throws if it ends with a fault. */
    void end() throws InterruptedException {
        signal("TERM");
        if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a process did not end within " + ENDING_SECONDS + " s of SIGTERM");
        }
        if (process.exitValue() != 0 && process.exitValue() != HALTED) {
            requireAlive();
        }
    }

    /** Stops the process for a time by SIGSTOP and SIGCONT. */
    void pause(long millis) throws InterruptedException {
        signal("STOP");
        Thread.sleep(millis);
        signal("CONT");
    }

    /** Gives the process only a part of its time, from 0 to 1. What is returned ends that when it is closed. */
    Starving starve(double part) {
        double running = TURN.toMillis() / 1e3 * part;
        String script = String.format(
                Locale.ROOT,
                "while kill -STOP %1$d && sleep %2$.3f && kill -CONT %1$d && sleep %3$.3f; do :; done",
                process.pid(),
                TURN.toMillis() / 1e3 - running,
                running);
        try {
            return new Starving(new ProcessBuilder("sh", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("the program 'sh' is needed to starve a process", e);
        }
    }

    /** A process that is short of time until this is closed. */
    final class Starving implements AutoCloseable {
        private final Process turns;

        private Starving(Process turns) {
            this.turns = turns;
        }

        @Override
        public void close() throws InterruptedException {
            turns.destroyForcibly().waitFor();
            signal("CONT");
        }
    }

    private void signal(String name) throws InterruptedException {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            if (!kill.waitFor(SIGNAL_SECONDS, TimeUnit.SECONDS) || kill.exitValue() != 0) {
                throw new IllegalStateException("signal " + name + " could not be sent to process " + process.pid());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the program 'kill' is needed to send signals", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        kill();
    }
}
