package io.lynceus.monitor;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open pages. Nothing is drawn while there is none.
 *
 * <p>Thread safety: any thread.
 */
final class Audience {
    private static final int SEATS = 32;

    private final Set<Seat> seats = ConcurrentHashMap.newKeySet();

    /** A place for one more page; empty if all are taken. */
    synchronized Optional<Seat> join(String rig) {
        if (seats.size() >= SEATS) {
            return Optional.empty();
        }
        Seat seat = new Seat(rig);
        seats.add(seat);
        return Optional.of(seat);
    }

    void leave(Seat seat) {
        seats.remove(seat);
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    boolean watches(String rig) {
        return seats.stream().anyMatch(seat -> seat.rig().equals(rig));
    }

    void tell(String rig, byte[] update) {
        seats.stream().filter(seat -> seat.rig().equals(rig)).forEach(seat -> seat.offer(update));
    }
}
