/**
 * What travels: time stamps, modalities, topic names, headers and serdes around the generated protobuf messages.
 *
 * <p>A record's value is a bare protobuf message, Foxglove's well-known types where one exists; its key is the rig id; its
 * record timestamp is the capture time in milliseconds, and the payload has the exact nanoseconds. The bytes of a value
 * are the bytes of an MCAP message, so recording is a copy.
 *
 * <p>Reading order: {@link io.lynceus.wire.Stamp}, {@link io.lynceus.wire.Modality}, {@link io.lynceus.wire.Topics},
 * {@link io.lynceus.wire.Headers}, {@link io.lynceus.wire.ProtoSerde}.
 *
 * <p>Threads: everything here is immutable or stateless. Units: nanoseconds since the Unix epoch.
 */
@NullMarked
package io.lynceus.wire;

import org.jspecify.annotations.NullMarked;
