/**
 * The messages that carry frames, read without decoding their contents: Foxglove protobuf, ROS 2 CDR, image files and event streams.
 *
 * <p>Reading order: {@link io.lynceus.raster.message.PayloadFormat}, {@link io.lynceus.raster.message.FrameMessage}, {@link
 * io.lynceus.raster.message.FramePayload}, {@code FoxgloveReader}, {@code Ros2Reader}, {@code CdrReader}, {@link
 * io.lynceus.raster.message.EventSource}. Every length that a message states is checked against the bytes that are there and against
 * {@link io.lynceus.raster.message.Limits} before anything is allocated.
 *
 * <p>Threads: everything here is immutable or stateless. Buffers are views of the record's value.
 */
@NullMarked
package io.lynceus.raster.message;

import org.jspecify.annotations.NullMarked;
