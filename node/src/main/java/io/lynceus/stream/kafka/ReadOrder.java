package io.lynceus.stream.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The order in which a recording's topics are read side by side: for each record a position, so that the topic whose next
 * record has the lowest position is read next and none runs ahead of the others.
 *
 * <p>Capture time alone would not do: where a recording begins again, or another rig's begins in the same partition, stamps fall,
 * and the first topic to get there would be read to its end before the others' last records. So a pass through a recording
 * stands behind all that was read before it began; within a pass, positions differ as the stamps do.
 *
 * <p>A single wrong stamp moves nothing: a fall that the next record does not follow is taken back, a rise is believed only then.
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
     * @param backwardJump stamps that fall by more begin a pass
     * @param forwardJump stamps that rise by more must be followed by a second one
     */
    ReadOrder(long backwardJump, long forwardJump) {
        this.backwardJump = backwardJump;
        this.forwardJump = forwardJump;
    }

    /** What each pass adds to its stamps, and where in them each topic is. */
    private static final class Rig {
        final List<Long> shifts = new ArrayList<>();
        final Map<String, Lane> lanes = new HashMap<>();
    }

    private static final class Lane {
        int pass;
        long last;
        /** Stamp before the jump that the last record made, and whether it made one. */
        long before;

        boolean jumped;
    }

    /** The position of the next record of a topic. An offset that was there already begins everything anew. */
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
        Lane lane = rig.lanes.get(topic);
        if (lane == null) {
            lane = new Lane();
            lane.pass = nearestPass(rig, stamp);
            lane.last = stamp;
            rig.lanes.put(topic, lane);
            return stamp + rig.shifts.get(lane.pass);
        }
        if (lane.jumped) {
            settle(rig, lane, stamp);
        }
        if (stamp < lane.last - backwardJump) {
            jump(lane, stamp);
            lane.pass++;
            if (lane.pass == rig.shifts.size()) {
                rig.shifts.add(foremost - stamp);
            }
        } else if (stamp > lane.last + forwardJump) {
            jump(lane, stamp);
            return lane.before + rig.shifts.get(lane.pass);
        } else {
            lane.last = Math.max(lane.last, stamp);
        }
        return stamp + rig.shifts.get(lane.pass);
    }

    private static void jump(Lane lane, long stamp) {
        lane.before = lane.last;
        lane.last = stamp;
        lane.jumped = true;
    }

    /** Takes a jump back if the record after it stands nearer to where the lane was before. */
    private static void settle(Rig rig, Lane lane, long stamp) {
        lane.jumped = false;
        if (Math.abs(stamp - lane.last) <= Math.abs(stamp - lane.before)) {
            return;
        }
        boolean fell = lane.last < lane.before;
        lane.last = lane.before;
        if (fell) {
            lane.pass--;
            int most = rig.lanes.values().stream()
                    .mapToInt(other -> other.pass)
                    .max()
                    .orElse(0);
            rig.shifts.subList(most + 1, rig.shifts.size()).clear();
        }
    }

    /** For a topic that was not there before: the pass that stands nearest to what was read last. */
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
