package io.lynceus.campaign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command of Lynceus in a JVM of its own, with this JVM's class path and flags. Killed when closed. One thread. */
final class LynceusProcess implements AutoCloseable {
    private static final String MAIN = "io.lynceus.command.Lynceus";
    private static final long SIGNAL_SECONDS = 10;

    private final Process process;
    private final Path log;

    private LynceusProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
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
            return new LynceusProcess(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException("'" + String.join(" ", arguments) + "' could not be started", e);
        }
    }

    /** Throws if the process has ended by itself. */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "a process ended by itself with exit code " + process.exitValue() + "; its output is in " + log);
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Stops the process for a time by SIGSTOP and SIGCONT. */
    void pause(long millis) throws InterruptedException {
        signal("STOP");
        Thread.sleep(millis);
        signal("CONT");
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
