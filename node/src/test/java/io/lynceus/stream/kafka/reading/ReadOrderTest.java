package io.lynceus.stream.kafka.reading;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReadOrderTest {
    private static final long PERIOD = 100;
    private static final int FRAMES = 60;

    private record Queued(String rig, long stamp, int index) {}

    /** A partition of each topic, read as Kafka Streams does: the head with the lowest position first. */
    private static final class Topics {
        final Map<String, Deque<Queued>> topics = new LinkedHashMap<>();
        final Map<String, Long> heads = new LinkedHashMap<>();
        final Map<String, Long> offsets = new LinkedHashMap<>();
        final ReadOrder order = new ReadOrder(1_000, 10_000);

        void add(String topic, String rig, long stamp, int index) {
            topics.computeIfAbsent(topic, t -> new ArrayDeque<>()).add(new Queued(rig, stamp, index));
        }

        /** How far the foremost topic ever was ahead of the hindmost, in frames. */
        int read() {
            topics.keySet().forEach(this::look);
            Map<String, Integer> read = new LinkedHashMap<>();
            int most = 0;
            while (!heads.isEmpty()) {
                String next = heads.entrySet().stream()
                        .min(Map.Entry.comparingByValue())
                        .orElseThrow()
                        .getKey();
                read.put(next, topics.get(next).remove().index());
                look(next);
                for (String topic : heads.keySet()) {
                    most = Math.max(
                            most, read.get(next) - topics.get(topic).element().index());
                }
            }
            return most;
        }

        private void look(String topic) {
            heads.remove(topic);
            Queued head = topics.get(topic).peek();
            if (head != null) {
                long offset = offsets.merge(topic, 1L, Long::sum);
                heads.put(topic, order.position(topic, head.rig(), offset, head.stamp()));
            }
        }
    }

    private static final List<String> NAMES = List.of("rgb", "depth", "lidar", "event");

    @Property(tries = 100)
    void noTopicRunsAheadThoughARecordingBeginsAgainOrAnotherRigFollows(@ForAll long seed) {
        Random random = new Random(seed);
        Topics topics = new Topics();
        List<String> passes = new ArrayList<>();
        for (int pass = 0; pass < 4; pass++) {
            passes.add(random.nextBoolean() ? "a" : "b");
        }
        long aStart = random.nextLong(1_000_000);
        long bStart = random.nextLong(1_000_000);
        for (String name : NAMES) {
            int index = 0;
            for (String rig : passes) {
                for (int i = 0; i < FRAMES; i++) {
                    long start = rig.equals("a") ? aStart : bStart;
                    topics.add(name, rig, start + PERIOD * i + random.nextInt(30), index++);
                }
            }
        }
        assertThat(topics.read()).isLessThanOrEqualTo(2);
    }

    @Property(tries = 100)
    void oneWrongStampLetsNoTopicRunAhead(@ForAll long seed) {
        Random random = new Random(seed);
        Topics topics = new Topics();
        int wrong = 15 + random.nextInt(FRAMES - 20);
        long stamp = random.nextBoolean() ? 0 : 3_000_000_000_000L;
        for (String name : NAMES) {
            for (int i = 0; i < FRAMES; i++) {
                boolean isWrong = i == wrong && name.equals("depth");
                topics.add(name, "a", isWrong ? stamp : 1_000_000 + PERIOD * i + random.nextInt(30), i);
            }
        }
        assertThat(topics.read()).isLessThanOrEqualTo(2);
    }

    @Example
    void aGapOfOneSensorIsAGapOfAll() {
        Topics topics = new Topics();
        for (String name : NAMES) {
            for (int i = 0; i < 3 * FRAMES; i++) {
                if (!name.equals("lidar") || i < FRAMES || i > 2 * FRAMES) {
                    topics.add(name, "a", PERIOD * i, i);
                }
            }
        }
        assertThat(topics.read()).isLessThanOrEqualTo(2);
    }

    @Example
    void aRecordThatIsReadAgainBeginsTheOrderAnew() {
        ReadOrder order = new ReadOrder(1_000, 10_000);
        order.position("rgb", "a", 7, 50_000);
        assertThat(order.position("rgb", "a", 8, 10)).isEqualTo(50_000);
        assertThat(order.position("rgb", "a", 8, 10)).isEqualTo(10);
        assertThat(order.position("lidar", "a", 3, 20)).isEqualTo(20);
    }
}
