/**
 * Which records of the sensors' topics a node reads, in which order, and what happens when a topic changes under it.
 *
 * <pre>
 * SteeredClients ─▶ SteeredConsumer: Kafka Streams' consumer, which can be sent to another offset
 *   Leap:           reading lies too far behind, and goes on where it does not
 *   RecordTimes:    a recording's topics are read in step, by ReadOrder
 * ReadingWatch ─▶ StuckPartitions, TopicIdentities, Standstill: a partition that grows unread, a topic created again,
 *                 a node that does not run
 * </pre>
 *
 * <p>Threads: a consumer belongs to its stream thread; the watch has a daemon thread, and tells a consumer where to go on.
 */
@NullMarked
package io.lynceus.stream.kafka.reading;

import org.jspecify.annotations.NullMarked;
