package io.lynceus.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TimeOrderTest {
    @Property
    void allFramesComeInOrderOfTime(
            @ForAll @Size(max = 4) List<@Size(max = 20) List<@IntRange(max = 50) Integer>> channels) {
        List<Iterator<Due>> sources = new ArrayList<>();
        int frames = 0;
        for (int i = 0; i < channels.size(); i++) {
            sources.add(due(i, channels.get(i).stream().sorted().toList()));
            frames += channels.get(i).size();
        }
        List<RecordedFrame> merged = new ArrayList<>();
        new TimeOrder(sources).forEachRemaining(merged::add);
        assertThat(merged).hasSize(frames).extracting(RecordedFrame::stamp).isSorted();
    }

    @Test
    void framesOfTheSameTimeKeepTheOrderOfTheirChannels() {
        TimeOrder order = new TimeOrder(List.of(due(0, List.of(5)), due(1, List.of(5))));
        assertThat(order.next().channel().sensor()).isEqualTo("s0");
        assertThat(order.next().channel().sensor()).isEqualTo("s1");
        assertThatThrownBy(order::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aFrameIsNotReadBeforeItIsAskedFor() {
        List<String> read = new ArrayList<>();
        Due due = new Due(new Stamp(1), () -> {
            read.add("read");
            return frame(0, 1);
        });
        TimeOrder order = new TimeOrder(List.of(List.of(due).iterator()));
        assertThat(order.hasNext()).isTrue();
        assertThat(read).isEmpty();
        order.next();
        assertThat(read).hasSize(1);
    }

    private static Iterator<Due> due(int channel, List<Integer> nanos) {
        return nanos.stream()
                .map(n -> new Due(new Stamp(n), () -> frame(channel, n)))
                .iterator();
    }

    private static RecordedFrame frame(int channel, long nanos) {
        Channel of = new Channel("s" + channel, Modality.RGB, "t" + channel, "foxglove.RawImage", "rgb8", 10, "camera");
        return new RecordedFrame(of, new Stamp(nanos), nanos, new byte[0]);
    }
}
