package io.lynceus.dataset;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/**
 * Merges channels by capture time; a frame is read when it is asked for, not before. Frames of the same time keep the order
 * of their channels.
 */
public final class TimeOrder implements Iterator<RecordedFrame> {
    private record NextFrame(Due due, int channel, Iterator<Due> rest) {}

    private final PriorityQueue<NextFrame> heads = new PriorityQueue<>(
            Comparator.comparing((NextFrame head) -> head.due().stamp()).thenComparingInt(NextFrame::channel));

    /** Merges channels, each ordered by capture time in itself. */
    public TimeOrder(List<Iterator<Due>> channels) {
        for (int i = 0; i < channels.size(); i++) {
            advance(i, channels.get(i));
        }
    }

    @Override
    public boolean hasNext() {
        return !heads.isEmpty();
    }

    @Override
    public RecordedFrame next() {
        NextFrame head = heads.poll();
        if (head == null) {
            throw new NoSuchElementException("the recording has no further frame");
        }
        advance(head.channel(), head.rest());
        return head.due().frame().get();
    }

    private void advance(int channel, Iterator<Due> frames) {
        if (frames.hasNext()) {
            heads.add(new NextFrame(frames.next(), channel, frames));
        }
    }
}
