package io.lynceus.stream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.broker.TestBroker;
import io.lynceus.command.DyingNode;
import io.lynceus.command.Lynceus;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.TinyModel;
import io.lynceus.stream.Rigs;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code lynceus node} as a process: what signals and a dead accelerator do to it, and to the sets that are under way. */
class NodeProcessTest {
    private static final int KILLS = 3;
    private static final long SET_NANOS = 100_000_000L;

    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @TempDir
    Path folder;

    private Path rigFile(String name) throws IOException {
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                rigs: [a]
                model: %1$s
                sync: {mode: complete}
                sensors:
                  - {name: rgb, modality: rgb, topic: %2$s.rgb, rate: 10}
                  - {name: depth, modality: depth, topic: %2$s.depth, rate: 10}
                  - {name: event, modality: event, topic: %2$s.event, rate: 10}
                output: {masks: %2$s.masks, health: %2$s.health, deadLetters: %2$s.dead-letters}
                accelerator: {providers: [cpu], threads: 1}
                kafka: {bootstrap.servers: "%3$s"}
                """
                        .formatted(TinyModel.write(folder), name, BROKER.bootstrap()));
    }

    private AttachedRig attach(String name) throws Exception {
        AttachedRig rig = new AttachedRig(name, RigConfig.read(rigFile(name)), folder);
        rig.createTopics(1);
        return rig;
    }

    private ChildProcess node(String name) throws IOException {
        return new ChildProcess(
                folder.resolve(name + ".log"),
                Lynceus.class.getName(),
                "node",
                "--rig",
                folder.resolve(name + ".yaml").toString(),
                "--application",
                name,
                "--state",
                folder.resolve(name + "-state").toString(),
                "--port",
                "0");
    }

    private static List<RecordedFrame> street(Duration duration) throws Exception {
        List<RecordedFrame> frames = new ArrayList<>();
        try (Recording street = Rigs.street(14, duration)) {
            street.frames(street.start()).forEachRemaining(frame -> {
                if (!frame.channel().sensor().equals("lidar")) {
                    frames.add(frame);
                }
            });
        }
        return frames;
    }

    /** Waits for that many masks of different sets. */
    private static List<Segmentation> masks(AttachedRig rig, long sets) throws Exception {
        return rig.read(
                rig.config().output().masks(),
                Segmentation::parseFrom,
                masks -> masks.stream()
                                .map(Segmentation::getTimestamp)
                                .distinct()
                                .count()
                        >= sets);
    }

    /** Every set that was sent has a mask of all of its frames; some may have two. */
    private static void assertNoneLost(List<RecordedFrame> frames, AttachedRig rig, ChildProcess node)
            throws Exception {
        List<Stamp> sent = frames.stream()
                .filter(f -> f.channel().sensor().equals("rgb"))
                .map(RecordedFrame::stamp)
                .toList();
        List<Stamp> complete = masks(rig, sent.size()).stream()
                .filter(Segmentation::getComplete)
                .map(mask -> Stamp.of(mask.getTimestamp()))
                .toList();
        List<Stamp> lost = sent.stream()
                .filter(stamp -> complete.stream().noneMatch(s -> Math.abs(s.nanosSince(stamp)) < SET_NANOS / 2))
                .toList();
        assertThat(lost)
                .as("sets without a mask; the node wrote:%n%s", node.log())
                .isEmpty();
    }

    @Test
    void sigtermDrainsEndsWithZeroAndLosesNothing() throws Exception {
        List<RecordedFrame> frames = street(Duration.ofSeconds(8));
        int half = frames.size() / 2;
        try (AttachedRig rig = attach("term")) {
            try (ChildProcess node = node("term")) {
                frames.subList(0, half).forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                masks(rig, 5);
                frames.subList(half, frames.size()).forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                long signal = System.nanoTime();
                node.terminate();
                assertThat(node.exitCode()).as(node.log()).isZero();
                // 5 s are promised (R14); a busy machine gets three times that.
                assertThat(Duration.ofNanos(System.nanoTime() - signal)).isLessThan(Duration.ofSeconds(15));
                assertThat(node.log()).contains("Stopping: finishing what is in flight");
            }
            try (ChildProcess again = node("term")) {
                assertNoneLost(frames, rig, again);
            }
        }
    }

    @Test
    void killedAtRandomMomentsItLosesNoSet() throws Exception {
        Random random = new Random(20);
        List<RecordedFrame> frames = street(Duration.ofSeconds(4 * (KILLS + 1)));
        int part = frames.size() / (KILLS + 1);
        try (AttachedRig rig = attach("kill")) {
            long before = 0;
            for (int round = 0; round < KILLS; round++) {
                try (ChildProcess node = node("kill")) {
                    int from = round * part;
                    List<RecordedFrame> now = frames.subList(from, from + part);
                    now.subList(0, part / 4).forEach(frame -> rig.send(frame, "a"));
                    rig.flush();
                    before = masks(rig, before + 3).stream() // it is at work
                            .map(Segmentation::getTimestamp)
                            .distinct()
                            .count();
                    for (RecordedFrame frame : now.subList(part / 4, part)) {
                        rig.send(frame, "a");
                        Thread.sleep(random.nextInt(8));
                    }
                    Thread.sleep(random.nextInt(300));
                    assertThat(node.isAlive()).as(node.log()).isTrue();
                    node.kill();
                }
            }
            try (ChildProcess node = node("kill")) {
                frames.subList(KILLS * part, frames.size()).forEach(frame -> rig.send(frame, "a"));
                rig.flush();
                assertNoneLost(frames, rig, node);
            }
        }
    }

    /** A node whose accelerator fails for good at the first call. */
    private ChildProcess dyingNode(String name) throws IOException {
        return new ChildProcess(
                folder.resolve(name + ".log"),
                DyingNode.class.getName(),
                folder.resolve(name + ".yaml").toString(),
                name,
                folder.resolve(name + "-state").toString());
    }

    private static void assertEndsWithSeventy(ChildProcess node) throws Exception {
        assertThat(node.exitCode()).as(node.log()).isEqualTo(70);
        assertThat(node.log()).contains("CUDA error 700");
    }

    @Test
    void aFatalAcceleratorErrorEndsTheProcessWithSeventy() throws Exception {
        List<RecordedFrame> frames = street(Duration.ofSeconds(1));
        try (AttachedRig rig = attach("fatal");
                ChildProcess node = dyingNode("fatal")) {
            frames.forEach(frame -> rig.send(frame, "a"));
            rig.flush();
            assertEndsWithSeventy(node);
        }
    }

    @Test
    void anAcceleratorThatIsGoneEndsANodeThatHasNoSetsToo() throws Exception {
        try (AttachedRig rig = attach("idle");
                ChildProcess node = dyingNode("idle")) {
            assertEndsWithSeventy(node);
        }
    }
}
