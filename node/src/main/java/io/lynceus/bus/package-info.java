/**
 * Both ends of the topics, for tools that play frames into a node and read what comes out.
 *
 * <p>Reading order: {@link io.lynceus.bus.RecordingRig} makes the rig of a recording, {@link io.lynceus.bus.KafkaFrameSink}
 * sends its frames, {@link io.lynceus.bus.KafkaLabelSink} its labels, {@link io.lynceus.bus.MaskReader} reads masks and transitions, {@link io.lynceus.bus.DriveReport} sums up.
 *
 * <p>Threads: each type names its own. Latencies are in milliseconds, from capture to reading.
 */
@NullMarked
package io.lynceus.bus;

import org.jspecify.annotations.NullMarked;
