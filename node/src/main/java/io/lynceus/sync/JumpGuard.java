package io.lynceus.sync;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Watches one sensor's stamps for jumps. A single wrong stamp must not move time, so a jump is believed only when the next frame
 * follows the one that jumped. After a backward jump, the sensor is in the next epoch, and its frames are kept here until the
 * other sensors are in that epoch too.
 */
final class JumpGuard {
    /** Where a frame belongs. */
    enum Verdict {
        /** In the epoch that is being matched. */
        CURRENT,
        /** Unknown until the sensor's next frame; kept. */
        SUSPECT,
        /** In the next epoch; kept. */
        NEXT_EPOCH
    }

    /** Periods of the sensor by which its stamps may always advance. */
    private static final int STRIDE_PERIODS = 3;

    /** A stamp this far behind the latest was set back by the jump, because it was due one period after the latest. */
    private final long fall;

    private final long forwardJump;
    private final long stride;

    private Optional<FrameRef> suspect = Optional.empty();
    private long suspectTime;
    private Optional<Released> released = Optional.empty();
    private final List<FrameRef> ahead = new ArrayList<>();
    private long aheadStart;
    private long aheadLatest;

    private int partition = -1;
    private long offset;
    private long latest = Lane.NEVER;

    JumpGuard(long period, long backwardJump, long forwardJump) {
        this.fall = Math.max(backwardJump - period, period / 2);
        this.stride = Math.max(backwardJump, STRIDE_PERIODS * period);
        this.forwardJump = Math.max(forwardJump, STRIDE_PERIODS * period);
    }

    /** Returns true for a record that was here before, as after a consumer's rewind; a recording's loop has new offsets. */
    boolean isRedelivered(FrameRef frame, long time) {
        boolean redelivered =
                frame.address().partition() == partition && frame.address().offset() <= offset && time <= latest;
        if (!redelivered) {
            partition = frame.address().partition();
            offset = frame.address().offset();
            latest = time;
        }
        return redelivered;
    }

    /**
     * Judges a frame. The frame before it may have been suspect until now; ask {@link #takeReleased} next.
     *
     * @param progress latest capture time of the sensor in the current epoch, {@link Lane#NEVER} if none
     */
    Verdict judge(FrameRef frame, long time, long progress) {
        if (isAhead()) {
            ahead.add(frame);
            aheadLatest = Math.max(aheadLatest, time);
            return Verdict.NEXT_EPOCH;
        }
        if (suspect.isPresent()) {
            FrameRef first = suspect.get();
            suspect = Optional.empty();
            boolean follows = time > suspectTime && time <= suspectTime + stride;
            if (follows && suspectTime < progress) {
                ahead.add(first);
                ahead.add(frame);
                aheadStart = suspectTime;
                aheadLatest = time;
                return Verdict.NEXT_EPOCH;
            }
            released = Optional.of(new Released(first, suspectTime, follows));
            if (follows) {
                return Verdict.CURRENT;
            }
        }
        boolean jumps = progress != Lane.NEVER && (time <= progress - fall || time > progress + forwardJump);
        if (jumps) {
            suspect = Optional.of(frame);
            suspectTime = time;
        }
        return jumps ? Verdict.SUSPECT : Verdict.CURRENT;
    }

    /**
     * A frame that was suspect.
     *
     * @param current true if it turned out to belong to the current epoch, false if it turned out to be alone
     */
    record Released(FrameRef frame, long time, boolean current) {}

    /** Takes out the frame that the last judgement released, if it did. It comes before the frame that was judged. */
    Optional<Released> takeReleased() {
        Optional<Released> taken = released;
        released = Optional.empty();
        return taken;
    }

    /** Returns true if the sensor is in the next epoch. */
    boolean isAhead() {
        return !ahead.isEmpty();
    }

    /** Returns how far the sensor has advanced in the next epoch, in nanoseconds; 0 if it is not there. */
    long aheadSpan() {
        return isAhead() ? aheadLatest - aheadStart : 0;
    }

    /** Takes out the frames of the next epoch, which begins. */
    List<FrameRef> takeAhead() {
        List<FrameRef> frames = new ArrayList<>(ahead);
        ahead.clear();
        return frames;
    }

    /** Returns how many frames are kept here. */
    int size() {
        return ahead.size() + (suspect.isPresent() ? 1 : 0);
    }
}
