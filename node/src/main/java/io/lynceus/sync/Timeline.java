package io.lynceus.sync;

import org.jspecify.annotations.Nullable;

/**
 * Frames in the order of their capture times, in a ring: frames mostly come at the end and go at the beginning. No two have the same
 * time. Positions count from the earliest frame.
 */
final class Timeline {
    private static final int SMALLEST = 16;

    /** As long as {@link #frames}, a power of two. */
    private long[] times = new long[SMALLEST];

    private @Nullable FrameRef[] frames = new FrameRef[SMALLEST];
    private int first;
    private int size;

    int size() {
        return size;
    }

    long time(int position) {
        return times[slot(position)];
    }

    /** Returns the position of the earliest frame at or after that time; {@link #size} if there is none. */
    int from(long time) {
        if (size == 0 || time(size - 1) < time) {
            return size; // the usual case
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (time(middle) < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    boolean contains(long time) {
        int position = from(time);
        return position < size && time(position) == time;
    }

    /** @param frame absent where only its time is known; such a frame cannot be taken */
    void add(long time, @Nullable FrameRef frame) {
        if (size == times.length) {
            grow();
        }
        int position = from(time);
        for (int i = size; i > position; i--) {
            copy(i - 1, i);
        }
        times[slot(position)] = time;
        frames[slot(position)] = frame;
        size++;
    }

    /** Takes a frame out. */
    FrameRef take(int position) {
        FrameRef taken = frames[slot(position)];
        if (position >= size || taken == null) {
            throw new IllegalStateException("no frame is at " + position + " of " + size);
        }
        for (int i = position; i > 0; i--) {
            copy(i - 1, i);
        }
        forget(1);
        return taken;
    }

    /** Takes the earliest frames out. */
    void forget(int count) {
        for (int i = 0; i < count; i++) {
            frames[first] = null;
            first = slot(1);
        }
        size -= count;
    }

    private int slot(int position) {
        return (first + position) & (times.length - 1);
    }

    private void copy(int from, int to) {
        times[slot(to)] = times[slot(from)];
        frames[slot(to)] = frames[slot(from)];
    }

    private void grow() {
        long[] moreTimes = new long[2 * size];
        @Nullable FrameRef[] moreFrames = new FrameRef[2 * size];
        for (int i = 0; i < size; i++) {
            moreTimes[i] = times[slot(i)];
            moreFrames[i] = frames[slot(i)];
        }
        times = moreTimes;
        frames = moreFrames;
        first = 0;
    }
}
