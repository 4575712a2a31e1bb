package io.lynceus.foxglove;

import io.lynceus.wire.Stamp;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves channels to viewers such as Foxglove and Lichtblick. Each visitor has a queue of its own that drops the oldest messages,
 * so that a slow or silent one delays nobody and nothing grows.
 *
 * <p>Thread safety: any thread.
 */
public final class FoxgloveServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FoxgloveServer.class);
    private static final DropOldest.Limits USUAL = new DropOldest.Limits(512, 16L << 20);

    /**
     * @param address to listen on; port 0 for a free one
     * @param name that viewers show
     * @param door returns why a client is refused; empty if it may see everything
     * @param queue of each visitor
     */
    public record Options(
            InetSocketAddress address,
            String name,
            Function<Handshake, Optional<String>> door,
            DropOldest.Limits queue) {
        /** Returns options with queues for a viewer that lags by a second or so. */
        public static Options of(InetSocketAddress address, String name, Function<Handshake, Optional<String>> door) {
            return new Options(address, name, door, USUAL);
        }
    }

    /**
     * What became of all messages for visitors so far: sent, dropped, or still held for them.
     *
     * @param visitors that are here now
     * @param sent includes the few that were not wanted any more when their turn came
     */
    public record Counts(int visitors, long offered, long sent, long dropped, long held) {}

    private record Latched(Stamp stamp, byte[] payload) {}

    private static final class Open {
        final FoxgloveChannel channel;
        final Map<String, Latched> latched = new LinkedHashMap<>();

        Open(FoxgloveChannel channel) {
            this.channel = channel;
        }
    }

    private final String session = UUID.randomUUID().toString();
    private final Options options;
    private final Map<Long, Open> channels = new LinkedHashMap<>();
    private final Set<Visitor> visitors = ConcurrentHashMap.newKeySet();
    private final AtomicLong goneOffered = new AtomicLong();
    private final AtomicLong goneSent = new AtomicLong();
    private final AtomicLong goneDropped = new AtomicLong();
    private final SocketServer sockets;
    private long next = 1;

    private FoxgloveServer(Options options) {
        this.options = options;
        this.sockets = new SocketServer(options, this);
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException if the port is taken or the address is not of this machine
     */
    public static FoxgloveServer start(Options options) {
        FoxgloveServer server = new FoxgloveServer(options);
        server.sockets.open();
        LOG.info("Foxglove server on ws://{}:{}", options.address().getHostString(), server.port());
        return server;
    }

    public int port() {
        return sockets.getPort();
    }

    /** Offers one more channel to all visitors, and returns its id. */
    public synchronized long advertise(FoxgloveChannel channel) {
        long id = next++;
        channels.put(id, new Open(channel));
        String offer = Operations.advertise(Map.of(id, channel));
        visitors.forEach(visitor -> visitor.say(offer));
        return id;
    }

    /** Ends a channel. */
    public synchronized void unadvertise(long id) {
        if (channels.remove(id) != null) {
            String end = Operations.unadvertise(List.of(id));
            visitors.forEach(visitor -> {
                visitor.forget(id);
                visitor.say(end);
            });
        }
    }

    /** Returns the topics of the channels that are offered now. */
    public synchronized Set<String> topics() {
        return channels.values().stream().map(open -> open.channel.topic()).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns true if anyone has subscribed to a channel: others need not be filled. */
    public boolean isWanted(long id) {
        return visitors.stream().anyMatch(visitor -> visitor.wants(id));
    }

    /** Sends a message to those who have subscribed to its channel. */
    public void send(long id, Stamp stamp, byte[] payload) {
        visitors.forEach(visitor -> visitor.offer(id, stamp, payload));
    }

    /**
     * Sends a message that stays true, such as a calibration or a present state: who subscribes later gets the last one of each
     * key at once.
     */
    public synchronized void latch(long id, String key, Stamp stamp, byte[] payload) {
        Open open = channels.get(id);
        if (open != null) {
            open.latched.remove(key);
            open.latched.put(key, new Latched(stamp, payload));
            send(id, stamp, payload);
        }
    }

    public Counts counts() {
        long offered = goneOffered.get();
        long sent = goneSent.get();
        long dropped = goneDropped.get();
        long held = 0;
        for (Visitor visitor : visitors) {
            DropOldest.Counts counts = visitor.counts();
            offered += counts.offered();
            sent += counts.taken();
            dropped += counts.dropped();
            held += counts.held();
        }
        return new Counts(visitors.size(), offered, sent, dropped, held);
    }

    @Override
    public void close() {
        sockets.shut();
        visitors.forEach(this::left);
    }

    /** Lets a visitor in, and tells it everything that there is. */
    synchronized void entered(Visitor visitor) {
        visitor.say(Operations.serverInfo(options.name(), session));
        if (!channels.isEmpty()) {
            Map<Long, FoxgloveChannel> all = new LinkedHashMap<>();
            channels.forEach((id, open) -> all.put(id, open.channel));
            visitor.say(Operations.advertise(all));
        }
        visitors.add(visitor);
    }

    int visitors() {
        return visitors.size();
    }

    /** Takes leave of a visitor. */
    synchronized void left(Visitor visitor) {
        if (visitors.remove(visitor)) {
            visitor.close();
            DropOldest.Counts counts = visitor.counts();
            goneOffered.addAndGet(counts.offered());
            goneSent.addAndGet(counts.taken());
            goneDropped.addAndGet(counts.dropped());
            LOG.info("A viewer left: {} messages sent, {} dropped", counts.taken(), counts.dropped());
        }
    }

    /** Begins a subscription; a complaint says what is wrong with it. */
    synchronized Optional<String> subscribe(Visitor visitor, long subscription, long channel) {
        Open open = channels.get(channel);
        if (open == null) {
            return Optional.of("channel " + channel + " does not exist; subscribe to one that was advertised");
        }
        Optional<String> complaint = visitor.begin(subscription, channel);
        if (complaint.isEmpty()) {
            open.latched.values().forEach(last -> visitor.offer(channel, last.stamp(), last.payload()));
        }
        return complaint;
    }
}
