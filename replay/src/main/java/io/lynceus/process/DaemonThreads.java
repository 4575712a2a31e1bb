package io.lynceus.process;

import java.util.concurrent.ThreadFactory;

/** Makes threads that do not keep the process alive. */
public final class DaemonThreads {
    private DaemonThreads() {}

    /** Makes a factory of threads with one name, for an executor. */
    public static ThreadFactory named(String name) {
        return task -> of(name, task);
    }

    /** Makes a thread that has not started yet. */
    public static Thread of(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
