package io.lynceus.foxglove.bridge;

/** The bytes that Kafka has not confirmed; adding waits while there are too many. Thread safety: any thread. */
final class Unconfirmed {
    private final long most;
    private long bytes;
    private boolean released;

    Unconfirmed(long most) {
        this.most = most;
    }

    /** Waits until others are confirmed, and adds; one record alone always has room. */
    synchronized void add(long more) throws InterruptedException {
        while (bytes > 0 && bytes + more > most && !released) {
            wait();
        }
        bytes += more;
    }

    synchronized void remove(long confirmed) {
        bytes -= confirmed;
        notifyAll();
    }

    /** From now on, nobody waits. */
    synchronized void release() {
        released = true;
        notifyAll();
    }
}
