package io.lynceus.foxglove;

import io.lynceus.process.DaemonThreads;
import io.lynceus.wire.Stamp;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connected client: its subscriptions and its messages. A thread of its own hands the socket one message at a time, and only
 * when the one before has left: what waits, waits in the queue with limits and not in the library, which has none.
 *
 * <p>Thread safety: any thread.
 */
final class Visitor {
    private static final Logger LOG = LoggerFactory.getLogger(Visitor.class);
    /** The library does not tell when it has written, so the thread looks again: soon, and then less and less often. */
    private static final long LOOK_AGAIN_NANOS = 50_000L;

    private static final long LONGEST_NANOS = 5_000_000L;
    /** Texts that may wait for a client that does not read; then it is sent away. */
    private static final int MOST_TEXTS = 1_000;

    private static final int MOST_COMPLAINTS = 100;

    private record Message(long channel, long subscription, Stamp stamp, byte[] payload) {}

    private final WebSocket socket;
    private final DropOldest<Message> messages;
    private final DropOldest<String> texts;
    private final Map<Long, Long> subscriptionOfChannel = new ConcurrentHashMap<>();
    private final AtomicInteger complaints = new AtomicInteger();

    Visitor(WebSocket socket, DropOldest.Limits limits) {
        this.socket = socket;
        this.messages = new DropOldest<>(limits, message -> message.payload().length);
        this.texts = new DropOldest<>(new DropOldest.Limits(MOST_TEXTS, Long.MAX_VALUE), String::length);
        DaemonThreads.of("foxglove-texts", () -> write(texts, socket::send)).start();
        DaemonThreads.of("foxglove-messages", () -> write(messages, this::send)).start();
    }

    private interface Writing<T> {
        void write(T entry);
    }

    private <T> void write(DropOldest<T> queue, Writing<T> writing) {
        try {
            for (Optional<T> entry = queue.take(); entry.isPresent(); entry = queue.take()) {
                writing.write(entry.orElseThrow());
                awaitWritten();
            }
        } catch (WebsocketNotConnectedException e) {
            LOG.debug("A viewer left while it was written to", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitWritten() {
        long pause = LOOK_AGAIN_NANOS;
        while (socket.isOpen() && socket.hasBufferedData()) {
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_NANOS);
        }
    }

    private void send(Message message) {
        // A subscription that has ended meanwhile would be one that the client does not know.
        Long now = subscriptionOfChannel.get(message.channel());
        if (now != null && now == message.subscription()) {
            socket.send(BinaryMessages.ofServer(message.subscription(), message.stamp(), message.payload()));
        }
    }

    /** Sends a text of the protocol. A client that leaves too many unread is sent away. */
    void say(String text) {
        texts.offer(text);
        if (texts.counts().dropped() > 0) {
            socket.close(CloseFrame.POLICY_VALIDATION, "too many texts are waiting: this client does not read");
        }
    }

    /** Tells the client what was wrong; one that errs too often is sent away. */
    void complain(String words) {
        if (complaints.incrementAndGet() > MOST_COMPLAINTS) {
            socket.close(CloseFrame.POLICY_VALIDATION, "too many operations that this server cannot use");
        } else {
            say(Operations.complaint(words));
        }
    }

    boolean wants(long channel) {
        return subscriptionOfChannel.containsKey(channel);
    }

    void offer(long channel, Stamp stamp, byte[] payload) {
        Long subscription = subscriptionOfChannel.get(channel);
        if (subscription != null) {
            messages.offer(new Message(channel, subscription, stamp, payload));
        }
    }

    Optional<String> begin(long subscription, long channel) {
        if (subscriptionOfChannel.containsValue(subscription)) {
            return Optional.of("subscription " + subscription + " exists; give each one an id of its own");
        }
        Long earlier = subscriptionOfChannel.putIfAbsent(channel, subscription);
        return earlier == null
                ? Optional.empty()
                : Optional.of("channel " + channel + " has subscription " + earlier + " already");
    }

    /** Ends a subscription; false if there is none of that id. */
    boolean end(long subscription) {
        return subscriptionOfChannel.values().removeIf(id -> id == subscription);
    }

    void forget(long channel) {
        subscriptionOfChannel.remove(channel);
    }

    DropOldest.Counts counts() {
        return messages.counts();
    }

    void close() {
        messages.discard();
        texts.discard();
    }
}
