package io.lynceus.stream.kafka.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each record of a recording's topics a position, so that the topics are read side by side: the topic whose next record has
 * the lowest position is read next, and none is read ahead of the others.
 *
 * <p>Capture time alone is not enough. Where a recording begins again, or another rig's recording begins in the same partition,
 * stamps fall, and the first topic to get there would be read to its end before the others' last records. So the positions of a
 * pass through a recording lie behind all that was read before the pass; within a pass, they differ as the stamps do.
 *
 * <p>A single wrong stamp moves nothing: a fall is taken back if the next record does not follow it, and a rise is believed only if
 * the next record follows it.
 *
 * <p>Pure; not thread-safe. Units: milliseconds.
 */
final class ReadOrder {
    private final long backwardJump;
    private final long forwardJump;
    private final Map<String, Rig> rigs = new HashMap<>();
    private final Map<String, Long> offsets = new HashMap<>();
    private boolean any;
    private long foremost;

    /**
     * @param backwardJump stamps that fall by more than this begin a pass
     * @param forwardJump stamps that rise by more than this must be followed by a second one
     */
    ReadOrder(long backwardJump, long forwardJump) {
        this.backwardJump = backwardJump;
        this.forwardJump = forwardJump;
    }

    /** What each pass adds to its stamps, and the pass and stamp at which each topic is. */
    private static final class Rig {
        final List<Long> shifts = new ArrayList<>();
        final Map<String, TopicPlace> topics = new HashMap<>();
    }

    private static final class TopicPlace {
        int pass;
        long last;
        /** Stamp before the jump that the last record made, and whether it made one. */
        long before;

        boolean jumped;
    }

    /** Returns the position of the next record of a topic. An offset that was read before begins everything anew. */
    long position(String topic, String rig, long offset, long stamp) {
        Long last = offsets.put(topic, offset);
        if (last != null && offset <= last) {
            rigs.clear();
            offsets.clear();
            offsets.put(topic, offset);
            any = false;
        }
        long position = place(rigs.computeIfAbsent(rig, name -> new Rig()), topic, stamp);
        foremost = any ? Math.max(foremost, position) : position;
        any = true;
        return position;
    }

    private long place(Rig rig, String topic, long stamp) {
        TopicPlace place = rig.topics.get(topic);
        if (place == null) {
            place = new TopicPlace();
            place.pass = nearestPass(rig, stamp);
            place.last = stamp;
            rig.topics.put(topic, place);
            return stamp + rig.shifts.get(place.pass);
        }
        if (place.jumped) {
            settle(rig, place, stamp);
        }
        if (stamp < place.last - backwardJump) {
            jump(place, stamp);
            place.pass++;
            if (place.pass == rig.shifts.size()) {
                rig.shifts.add(foremost - stamp);
            }
        } else if (stamp > place.last + forwardJump) {
            jump(place, stamp);
            return place.before + rig.shifts.get(place.pass);
        } else {
            place.last = Math.max(place.last, stamp);
        }
        return stamp + rig.shifts.get(place.pass);
    }

    private static void jump(TopicPlace place, long stamp) {
        place.before = place.last;
        place.last = stamp;
        place.jumped = true;
    }

    /** Takes a jump back if the record after it is nearer to the stamps before the jump. */
    private static void settle(Rig rig, TopicPlace place, long stamp) {
        place.jumped = false;
        if (Math.abs(stamp - place.last) <= Math.abs(stamp - place.before)) {
            return;
        }
        boolean fell = place.last < place.before;
        place.last = place.before;
        if (fell) {
            place.pass--;
            int most = rig.topics.values().stream()
                    .mapToInt(other -> other.pass)
                    .max()
                    .orElse(0);
            rig.shifts.subList(most + 1, rig.shifts.size()).clear();
        }
    }

    /** Returns the pass of a new topic: the one that is nearest to the record that was read last. */
    private int nearestPass(Rig rig, long stamp) {
        if (rig.shifts.isEmpty()) {
            rig.shifts.add(any ? foremost - stamp : 0L);
        }
        int nearest = 0;
        for (int pass = 1; pass < rig.shifts.size(); pass++) {
            long distance = Math.abs(stamp + rig.shifts.get(pass) - foremost);
            if (distance <= Math.abs(stamp + rig.shifts.get(nearest) - foremost)) {
                nearest = pass;
            }
        }
        return nearest;
    }
}
