package io.lynceus.monitor;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The open pages, and one that is about to open. The feed draws nothing while there is none.
 *
 * <p>Thread safety: any thread.
 */
final class OpenPageStreams {
    /** Time that a requested page may take until it asks for updates. */
    static final long OPENING_NANOS = 5_000_000_000L;

    /** A page that has not read for so long loses its seat. */
    static final long UNREAD_NANOS = 5_000_000_000L;

    private static final int SEATS = 32;

    /** @param newest update since the page was requested */
    private record Opening(String rig, long since, byte @Nullable [] newest) {}

    private final Set<PageStream> seats = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanoClock;
    private @Nullable Opening opening;

    /** @param nanoClock monotonic nanoseconds */
    OpenPageStreams(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Takes note that a page is being loaded, which will show that rig first. Drawing begins, so that the page need not wait. */
    synchronized void expect(String rig) {
        opening = new Opening(rig, nanoClock.getAsLong(), null);
    }

    /** Opens the stream of one more page, with the update that has been drawn for it; empty if too many are open. */
    synchronized Optional<PageStream> join(String rig) {
        breakOffUnread();
        if (seats.size() >= SEATS) {
            return Optional.empty();
        }
        PageStream seat = new PageStream(rig);
        Opening expected = opening;
        if (isExpected(rig) && expected != null && expected.newest != null) {
            seat.offer(expected.newest);
        }
        seats.add(seat);
        return Optional.of(seat);
    }

    private void breakOffUnread() {
        long now = nanoClock.getAsLong();
        seats.forEach(seat -> seat.breakOff(UNREAD_NANOS, now));
    }

    /** Returns the time by which {@link PageStream#write} is measured. */
    long nanoTime() {
        return nanoClock.getAsLong();
    }

    void leave(PageStream seat) {
        seats.remove(seat);
    }

    synchronized boolean isEmpty() {
        return seats.isEmpty() && (opening == null || !isExpected(opening.rig));
    }

    synchronized boolean watches(String rig) {
        return isExpected(rig) || seats.stream().anyMatch(seat -> seat.rig().equals(rig));
    }

    synchronized void tell(String rig, byte[] update) {
        breakOffUnread();
        Opening expected = opening;
        if (isExpected(rig) && expected != null) {
            opening = new Opening(rig, expected.since, update);
        }
        seats.stream().filter(seat -> seat.rig().equals(rig)).forEach(seat -> seat.offer(update));
    }

    /** Tells the pages of a rig of something else than its newest set. */
    synchronized void tellBeside(String rig, byte[] message) {
        seats.stream().filter(seat -> seat.rig().equals(rig)).forEach(seat -> seat.offerBeside(message));
    }

    private boolean isExpected(String rig) {
        Opening expected = opening;
        return expected != null && expected.rig.equals(rig) && nanoClock.getAsLong() - expected.since < OPENING_NANOS;
    }
}
