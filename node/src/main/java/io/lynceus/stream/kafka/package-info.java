/**
 * The running node, and all that Kafka Streams demands around the way of a frame.
 *
 * <pre>
 * sensor topics ─▶ SensorTopicProcessor ─▶ RigPipeline ─▶ ResultForwarder ─▶ lynceus.masks, lynceus.health, lynceus.dead-letters
 *   RecordTimes:       │ WaitingFrameStore: references (topic-partition@offset) of frames in no set yet; last sets, and the health after them
 *   read in step       │ Commits: when results are safe, so that references may be forgotten
 *                      └ FramesThatWaited, PayloadReader: values of waiting frames, read again after a restart
 * lynceus.comparison-requests ─▶ ComparisonTopics ─▶ stream.Comparisons ─▶ lynceus.comparisons
 * lynceus.calibration, lynceus.transforms ─▶ CalibrationTopics before the start, then a global store ─▶ Calibrations
 * </pre>
 *
 * <p>Images never enter the changelog: the store holds references, payloads stay on the heap, and after a restart they are read
 * again from the input topics.
 *
 * <p>Reading order: {@link io.lynceus.stream.kafka.Node}, {@code NodeTopology}, {@code SensorTopicProcessor}, {@code
 * WaitingFrameStore}; {@link io.lynceus.stream.kafka.reading} for which records are read, and for topics that change; {@link
 * io.lynceus.stream.kafka.TopicPlan} and {@link io.lynceus.stream.kafka.KafkaSettings} for topics and clients; {@code StartOffsets}
 * and {@code StateTopic} for the start; {@code Watch} and {@code StatusReporter} for the node's own state.
 *
 * <p>Threads: a processor and all it owns belong to one stream thread; watches and the status reporter have daemon threads.
 */
@NullMarked
package io.lynceus.stream.kafka;

import org.jspecify.annotations.NullMarked;
