/**
 * A robot's Foxglove server → topics, and results back: the way in for ROS 2 vehicles that run {@code foxglove_bridge}, without
 * ROS on this side.
 *
 * <pre>
 * robot ─▶ {@code RobotConnection} ─▶ queue that drops the oldest ─▶ {@code TopicSender} ─▶ sensor topics, as they are
 *                                                              └▶ {@code BridgedCalibrations} ─▶ lynceus.calibration, .transforms
 * robot ◀─ {@code RobotConnection} ◀─ queue that drops the oldest ◀─ {@code ResultPublisher} ◀─ masks, transitions
 * </pre>
 *
 * <p>Reading order: {@link io.lynceus.foxglove.bridge.BridgeOptions}, {@link io.lynceus.foxglove.bridge.FoxgloveBridge}, {@code
 * ChannelChoice}, {@code RobotConnection}, {@code TopicSender}, {@code BridgedCalibrations}, {@code FrameTree}.
 *
 * <p>Threads: the connection's listener only queues; one thread sends to Kafka, one keeps the connection, one publishes results.
 * Nothing grows: queues have limits, and so have the bytes that Kafka has not confirmed. Times are capture times in nanoseconds.
 */
@NullMarked
package io.lynceus.foxglove.bridge;

import org.jspecify.annotations.NullMarked;
