/**
 * The WebSocket protocol of Foxglove, from both sides: subprotocols {@code foxglove.websocket.v1} and {@code foxglove.sdk.v1}. A
 * server advertises channels; a client subscribes to them and gets their messages with their capture times.
 *
 * <pre>
 * text    JSON objects with an "op": serverInfo, advertise, unadvertise, status; subscribe, unsubscribe, advertise
 * binary  op code 1, subscription or channel (u32), from the server also the time (u64, nanoseconds), payload; little-endian
 * </pre>
 *
 * <p>Reading order: {@link io.lynceus.foxglove.FoxgloveChannel}, {@link io.lynceus.foxglove.Operations}, {@link
 * io.lynceus.foxglove.BinaryMessages}, {@link io.lynceus.foxglove.DropOldest} for why nothing grows, {@link
 * io.lynceus.foxglove.FoxgloveServer} and {@code Visitor}. The package knows no Kafka: {@code foxglove.feed} passes topics to the
 * server's channels, {@code foxglove.bridge} passes the channels of other servers to topics.
 *
 * <p>Threads: the server's own answer, and one for each visitor sends. Source: the protocol's <a
 * href="https://github.com/foxglove/ws-protocol/blob/main/docs/spec.md">specification</a>.
 */
@NullMarked
package io.lynceus.foxglove;

import org.jspecify.annotations.NullMarked;
