package io.lynceus.foxglove.feed;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.bus.TopicFollower;
import io.lynceus.foxglove.FoxgloveServer;
import io.lynceus.mcap.MessageEncoding;
import io.lynceus.mcap.RecordedTopic;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.record.RecordedTopics;
import io.lynceus.segment.ModelCard;
import io.lynceus.stream.MaskPictures;
import io.lynceus.stream.RepeatedWarnings;
import io.lynceus.stream.RigConfig;
import io.lynceus.stream.RigNames;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
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

    private final RigConfig config;
    private final RigNames rigs;
    private final FoxgloveServer server;
    private final RecordedTopics topics;
    private final FeedChannels channels;
    private final MaskViews masks;
    private final RepeatedWarnings warnings = new RepeatedWarnings(LOG);
    private final TopicFollower follower;
    private volatile Set<String> following = Set.of();

    private TopicFeed(RigConfig config, KafkaSettings kafka, ModelCard card, FoxgloveServer server) {
        this.config = config;
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
        TopicFeed feed = new TopicFeed(config, kafka, card, server);
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
        long looked = System.nanoTime() - LOOK_AGAIN_NANOS;
        Set<String> reading = Set.of();
        while (isOpen.getAsBoolean()) {
            Set<String> wanted = wanted();
            if (!wanted.equals(reading) || System.nanoTime() - looked >= LOOK_AGAIN_NANOS) {
                reading = wanted;
                looked = System.nanoTime();
                following = assignment.read(wanted, topic -> !channels.knows(topic)).stream()
                        .filter(channels::wants)
                        .collect(Collectors.toUnmodifiableSet());
            }
            consumer.poll(POLL).forEach(this::take);
        }
    }

    /** Returns the small topics, those that viewers have subscribed to, and those whose messages are not known yet. */
    private Set<String> wanted() {
        Set<String> wanted = new HashSet<>(Set.of(config.output().health(), Topics.STATUS));
        topics.all().stream()
                .filter(topic -> RecordedTopics.isLatched(topic) || !channels.knows(topic) || channels.wants(topic))
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
