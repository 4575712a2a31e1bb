/**
 * The messages that leave the way of a frame: protobuf, and CDR for ROS 2. The package writes values and sends nothing.
 *
 * <pre>
 * set and mask            ─▶ {@link io.lynceus.stream.message.SetMessages} ─▶ lynceus.v1.Segmentation
 * second mask             ─▶ {@link io.lynceus.stream.message.ComparisonMessages} ─▶ lynceus.v1.Comparison
 *   classes, confidence   ─▶   {@link io.lynceus.stream.message.MaskMessages} ─▶ the rasters of both, and back
 *   mask in colours       ─▶ {@link io.lynceus.stream.message.MaskPictures} ─▶ foxglove.CompressedImage
 * a sensor's transition   ─▶ {@link io.lynceus.stream.message.HealthMessages} ─▶ lynceus.v1.SensorHealth
 *                              └▶ {@link io.lynceus.stream.message.Ros2Diagnostics} ─▶ diagnostic_msgs/DiagnosticArray
 * a malformed record      ─▶ {@link io.lynceus.stream.message.DeadLetters} ─▶ lynceus.v1.DeadLetter
 * </pre>
 *
 * <p>Threads: everything here is stateless or immutable, but for {@link io.lynceus.stream.message.SetMessages}, which reads a
 * rig's health and belongs to its thread. Units: capture time in nanoseconds; rasters are uint8, row by row.
 */
@NullMarked
package io.lynceus.stream.message;

import org.jspecify.annotations.NullMarked;
