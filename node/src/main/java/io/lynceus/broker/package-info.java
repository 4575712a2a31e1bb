/**
 * The embedded broker: a real Kafka broker and controller (KRaft) in this process, for a demo or a robot without a Kafka
 * cluster of its own. Clients cannot tell it from any other.
 *
 * <p>Main type: {@link io.lynceus.broker.EmbeddedBroker}.
 *
 * <p>Threads: start and close from one thread; clients connect from any.
 */
@NullMarked
package io.lynceus.broker;

import org.jspecify.annotations.NullMarked;
