package io.lynceus.foxglove.feed;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.mcap.MessageEncoding;
import io.lynceus.mcap.RecordedTopic;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.record.RecordedTopics;
import io.lynceus.rig.RigConfig;
import io.lynceus.rig.RigNames;
import io.lynceus.segment.ModelCard;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicFollower;
import io.lynceus.stream.message.MaskPictures;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes the topics of a rig file to the channels of a Foxglove server: frames, masks, transitions and dead letters as they are,
 * mask pictures and routing made from the masks. It is an ordinary consumer and cannot delay a node.
 *
 * <p>Threads: one of its own reads and sends; {@link #follows} and {@link #close} may be called from any thread.
 */
public final class TopicFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TopicFeed.class);
    private static final Duration POLL = Duration.ofMillis(20);
    /** Time between two looks for topics that were created later. */
    private static final long LOOK_AGAIN_NANOS = 3_000_000_000L;

    /** Where rigs come and go, everything is read for a while, again and again, to hear which ones are here. */
    private static final long LISTENING_NANOS = 2_000_000_000L;

    private static final long BETWEEN_LISTENING_NANOS = 30_000_000_000L;

    private final RigConfig config;
    private final RigNames rigs;
    private final PresentRigs present;
    private final LongSupplier nanoClock;
    private final FoxgloveServer server;
    private final RecordedTopics topics;
    private final FeedChannels channels;
    private final MaskViews masks;
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final TopicFollower follower;
    /** True if a rig came that was absent when its calibrations and states were read. */
    private boolean hasNewRig;

    private volatile Set<String> following = Set.of();

    private TopicFeed(
            RigConfig config, KafkaSettings kafka, ModelCard card, FoxgloveServer server, LongSupplier nanoClock) {
        this.config = config;
        this.nanoClock = nanoClock;
        this.present = new PresentRigs(config.rigs(), nanoClock);
        this.follower = new TopicFollower("foxglove-feed", "The Foxglove server", kafka, LOG, this::follow);
        this.rigs = RigNames.of(config.rigs());
        this.server = server;
        this.topics = new RecordedTopics(config);
        this.channels = new FeedChannels(server, config.rigs().size() > 1 || rigs.isOpen());
        this.masks = new MaskViews(
                server,
                channels,
                config.output().pictures() == null ? Optional.of(MaskPictures.of(config, card)) : Optional.empty());
    }

    /** Offers the channels of results at once, and those of sensors when their records have shown their types. */
    public static TopicFeed start(RigConfig config, KafkaSettings kafka, ModelCard card, FoxgloveServer server) {
        return start(config, kafka, card, server, System::nanoTime);
    }

    /** @param nanoClock monotonic nanoseconds */
    static TopicFeed start(
            RigConfig config, KafkaSettings kafka, ModelCard card, FoxgloveServer server, LongSupplier nanoClock) {
        TopicFeed feed = new TopicFeed(config, kafka, card, server, nanoClock);
        for (String rig : feed.rigs.ids()) {
            feed.masks.offer(rig, config.output().masks());
            feed.health(rig);
        }
        feed.status();
        feed.follower.start();
        return feed;
    }

    /** Returns true if a viewer has subscribed to a topic and gets all records that come from now on. */
    public boolean follows(String topic) {
        return following.contains(topic);
    }

    @Override
    public void close() {
        follower.close();
    }

    private void follow(KafkaConsumer<String, byte[]> consumer, BooleanSupplier isOpen) {
        FeedAssignment assignment = new FeedAssignment(consumer, config.output().health());
        long looked = nanoClock.getAsLong() - LOOK_AGAIN_NANOS;
        long listened = nanoClock.getAsLong();
        Set<String> reading = Set.of();
        while (isOpen.getAsBoolean()) {
            long now = nanoClock.getAsLong();
            listened = now - listened >= BETWEEN_LISTENING_NANOS ? now : listened;
            Set<String> wanted = wanted(rigs.isOpen() && now - listened < LISTENING_NANOS);
            if (!wanted.equals(reading) || now - looked >= LOOK_AGAIN_NANOS) {
                reading = wanted;
                looked = now;
                forgetGone();
                following = assignment.read(wanted, topic -> !channels.knows(topic)).stream()
                        .filter(channels::wants)
                        .collect(Collectors.toUnmodifiableSet());
            }
            consumer.poll(POLL).forEach(this::take);
            if (hasNewRig) {
                hasNewRig = false;
                assignment.readStatesAgain();
            }
        }
    }

    /** Ends the channels of rigs by pattern, and of their sensors, that have been silent for long, so that a fleet that changes does
     * not fill the memory. */
    private void forgetGone() {
        present.forgetGone();
        channels.retain(channel -> isOfStates(channel.topic())
                ? present.includes(channel.rig())
                : present.includes(channel.rig(), channel.topic()));
    }

    /** Returns true for topics on which a rig that works says nothing for hours. */
    private boolean isOfStates(String topic) {
        return RecordedTopics.isLatched(topic)
                || topic.equals(config.output().health())
                || topic.equals(config.output().deadLetters());
    }

    /**
     * Returns the small topics, those that viewers have subscribed to, and those whose messages are not known yet.
     *
     * @param listens true for all topics
     */
    private Set<String> wanted(boolean listens) {
        Set<String> wanted = new HashSet<>(Set.of(config.output().health(), Topics.STATUS));
        topics.all().stream()
                .filter(topic ->
                        listens || RecordedTopics.isLatched(topic) || !channels.knows(topic) || channels.wants(topic))
                .forEach(wanted::add);
        return wanted;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.topic().equals(Topics.STATUS)) {
                status(record);
            } else {
                Optional<RecordedTopic> known = topics.of(record);
                if (known.isPresent()) {
                    pass(known.orElseThrow(), topics.stamp(record), record);
                }
            }
        } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
            warnings.warn(
                    record.topic(),
                    record.topic() + "-" + record.partition() + "@" + record.offset() + " is not shown to viewers: "
                            + e.getMessage());
        }
    }

    private void pass(RecordedTopic known, Stamp stamp, ConsumerRecord<String, byte[]> record)
            throws InvalidProtocolBufferException {
        if (!isOfStates(known.topic())) {
            hasNewRig |= present.heard(known.rig(), known.topic());
        } else if (!present.includes(known.rig())) {
            return; // it is read again when the rig comes
        }
        long channel = channels.of(known.rig(), known.topic(), known.payload(), known.schema());
        if (RecordedTopics.isLatched(known.topic())) {
            server.latch(channel, record.key(), stamp, record.value());
        } else if (known.topic().equals(config.output().health())) {
            server.latch(channel, SensorHealth.parseFrom(record.value()).getSensor(), stamp, record.value());
        } else {
            server.send(
                    channel,
                    stamp,
                    known.payload() == MessageEncoding.IMAGE ? picture(stamp, record.value()) : record.value());
            if (known.topic().equals(config.output().masks())) {
                masks.show(known.rig(), known.topic(), stamp, record.value());
            }
        }
    }

    private void status(ConsumerRecord<String, byte[]> record) throws InvalidProtocolBufferException {
        if (record.value() != null) {
            NodeStatus status = NodeStatus.parseFrom(record.value());
            if (rigs.overlap(status.getRigsList())) {
                server.send(status(), Stamp.of(status.getTimestamp()), record.value());
            }
        }
    }

    private long status() {
        return channels.of("", Topics.STATUS, Topics.STATUS, NodeStatus.getDescriptor());
    }

    private void health(String rig) {
        String topic = config.output().health();
        long unused = channels.of(rig, topic, topic, SensorHealth.getDescriptor());
    }

    /** Puts a bare image file into a message. */
    private static byte[] picture(Stamp stamp, byte[] file) {
        boolean isPng = file.length > 0 && (file[0] & 0xFF) == 0x89;
        return CompressedImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFormat(isPng ? "png" : "jpeg")
                .setData(ByteString.copyFrom(file))
                .build()
                .toByteArray();
    }
}
