package io.lynceus.mcap;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.mcap.file.McapChannel;
import io.lynceus.mcap.file.McapMessage;
import io.lynceus.mcap.file.McapReader;
import io.lynceus.mcap.file.Summary;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.wire.Stamp;
import io.lynceus.wire.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An MCAP file as a recording: files of Lynceus, and other files with Foxglove's protobuf messages or ROS 2 messages. Frames come
 * by log time, which is the capture time in files of Lynceus. In other files it is the time at which a message was recorded, and
 * only the message has the capture time, where the node reads it. Frames of labelled samples keep the ids of these. Masks,
 * transitions and messages of other types are not played.
 *
 * <p>Thread safety: one thread.
 */
public final class McapRecording implements Recording {
    /** A time in 1990: only messages with a wrong clock are older, unless all messages of the file are. */
    private static final long EARLIEST_NANOS = 631_152_000_000_000_000L;

    private final Path path;
    private final McapReader reader;
    private final Map<Integer, Channel> sensors;
    /** Channels of frames, and of their sample ids. */
    private final Set<Integer> played;

    private final List<Latched> latched;
    private final List<String> remarks;
    /** Log time of the first message that is played. */
    private final long start;

    private McapRecording(
            Path path,
            McapReader reader,
            Map<Integer, Channel> sensors,
            Set<Integer> played,
            List<Latched> latched,
            List<String> remarks,
            long start) {
        this.start = start;
        this.path = path;
        this.reader = reader;
        this.sensors = sensors;
        this.played = played;
        this.latched = latched;
        this.remarks = remarks;
    }

    /**
     * Opens a file.
     *
     * @param rig one of those in the file; may be empty if there is only one
     */
    public static McapRecording open(Path path, Optional<String> rig) throws IOException {
        McapRecording recording = openPart(path, rig);
        try {
            recording.requireSensors();
            return recording;
        } catch (IOException e) {
            recording.close();
            throw e;
        }
    }

    /** Opens a file that may hold no frames, because it is a part of a recording. */
    static McapRecording openPart(Path path, Optional<String> rig) throws IOException {
        McapReader reader = McapReader.open(path);
        try {
            return of(path, reader, rig);
        } catch (UncheckedIOException e) {
            reader.close();
            throw e.getCause();
        } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    private static Optional<Channel> sensor(Path path, FileChannels known, McapChannel channel) throws IOException {
        try {
            return known.sensor(channel);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    path + ": the metadata of topic " + channel.topic() + " name no sensor: " + e.getMessage(), e);
        }
    }

    private static McapRecording of(Path path, McapReader reader, Optional<String> rig) throws IOException {
        Summary summary = reader.summary();
        FileChannels known = new FileChannels(summary);
        String chosen = rig(path, summary, rig);
        Map<Integer, Channel> sensors = new TreeMap<>();
        Set<Integer> played = new TreeSet<>();
        Map<Integer, String> latched = new TreeMap<>();
        List<String> remarks = new ArrayList<>(summary.damage);
        for (McapChannel channel : summary.channels.values()) {
            Optional<Channel> sensor = sensor(path, known, channel);
            Optional<String> latchedOn = known.latchedTopic(channel);
            if (!FileChannels.rig(channel).equals(chosen)) {
                remarks.add(unplayed(summary, known, channel) + ", being of rig '" + FileChannels.rig(channel) + "'");
            } else if (sensor.isPresent()) {
                sensors.put(channel.id(), sameTopic(sensors, sensor.orElseThrow(), channel, summary, remarks));
            } else if (latchedOn.isPresent()) {
                latched.put(channel.id(), latchedOn.orElseThrow());
            } else if (known.schema(channel).equals(SampledFrames.SCHEMA)) {
                played.add(channel.id());
            } else {
                remarks.add(unplayed(summary, known, channel));
            }
        }
        requireDistinct(path, sensors);
        played.addAll(sensors.keySet());
        long start = start(reader, played, remarks);
        return new McapRecording(
                path, reader, sensors, played, latched(path, reader, latched), List.copyOf(remarks), start);
    }

    /**
     * Returns the log time at which playing begins. Some drivers log a message at time 0, before their clock is set; playing from
     * there would wait for decades.
     */
    private static long start(McapReader reader, Set<Integer> played, List<String> remarks) {
        Summary summary = reader.summary();
        if (summary.start() >= EARLIEST_NANOS || summary.end() < EARLIEST_NANOS) {
            return summary.start();
        }
        Iterator<McapMessage> plausible = reader.messages(EARLIEST_NANOS, played);
        long start = plausible.hasNext() ? plausible.next().logTime() : summary.start();
        remarks.add("messages before " + new Stamp(EARLIEST_NANOS) + ", the first at log time " + summary.start()
                + " ns, are left out, because the others begin at " + new Stamp(start) + ": a clock was not set");
        return start;
    }

    private static String unplayed(Summary summary, FileChannels known, McapChannel channel) {
        String schema = known.schema(channel);
        return summary.counts.getOrDefault(channel.id(), 0L) + " messages of "
                + (schema.isEmpty() ? channel.encoding() : schema + oddEncoding(channel)) + " on " + channel.topic()
                + " are not played";
    }

    private static String oddEncoding(McapChannel channel) {
        boolean usual = Set.of("protobuf", "cdr").contains(channel.encoding());
        return usual ? "" : ", encoded as " + channel.encoding() + ",";
    }

    private static String rig(Path path, Summary summary, Optional<String> wanted) throws IOException {
        Set<String> rigs = summary.channels.values().stream()
                .map(FileChannels::rig)
                .collect(Collectors.toCollection(TreeSet::new));
        if (wanted.isPresent() ? !rigs.contains(wanted.orElseThrow()) : rigs.size() > 1) {
            throw new IOException(path + " has the rigs " + rigs
                    + wanted.map(name -> ", not '" + name + "'").orElse("") + "; choose one with --rig");
        }
        return wanted.orElseGet(() -> rigs.isEmpty() ? "" : rigs.iterator().next());
    }

    /** Merges two channels with the same topic: their messages belong to the sensor of the first channel. */
    private static Channel sameTopic(
            Map<Integer, Channel> sensors, Channel sensor, McapChannel channel, Summary summary, List<String> remarks) {
        for (Map.Entry<Integer, Channel> known : sensors.entrySet()) {
            McapChannel other = summary.channels.get(known.getKey());
            boolean alike = known.getValue().topic().equals(sensor.topic())
                    && known.getValue().schema().equals(sensor.schema())
                    && known.getValue().sensor().equals(sensor.sensor());
            if (alike && other != null) {
                remarks.add("channels " + other.id() + " and " + channel.id() + " are both on " + channel.topic()
                        + " and are played as one sensor; their metadata are " + other.metadata() + " and "
                        + channel.metadata());
                return known.getValue();
            }
        }
        return sensor;
    }

    private static void requireDistinct(Path path, Map<Integer, Channel> sensors) throws IOException {
        Set<String> names = sensors.values().stream().map(Channel::sensor).collect(Collectors.toSet());
        List<Channel> distinct = sensors.values().stream().distinct().toList();
        if (names.size() < distinct.size()) {
            throw new IOException(path + " has " + distinct.size() + " channels of " + names.size() + " sensors: "
                    + distinct + "; expected is one channel for each sensor");
        }
    }

    private void requireSensors() throws IOException {
        if (sensors.isEmpty()) {
            throw new IOException(path + " has no channel of images, point clouds or event packets. Its topics: "
                    + reader.summary().channels.values().stream()
                            .map(McapChannel::topic)
                            .toList()
                    + "; " + String.join("; ", remarks));
        }
    }

    /** Reads the latest message for each coordinate frame. */
    private static List<Latched> latched(Path path, McapReader reader, Map<Integer, String> topics) throws IOException {
        Map<String, Latched> latest = new LinkedHashMap<>();
        Iterator<McapMessage> messages = reader.messages(0, topics.keySet());
        while (messages.hasNext()) {
            McapMessage message = messages.next();
            String topic = topics.getOrDefault(message.channelId(), "");
            try {
                Latched held = latched(topic, message.data());
                latest.put(topic + held.frameId(), held);
            } catch (InvalidProtocolBufferException e) {
                throw new IOException(
                        path + " has a message on " + topic + " at " + message.logTime() + " ns that is none: "
                                + e.getMessage(),
                        e);
            }
        }
        return List.copyOf(latest.values());
    }

    private static Latched latched(String topic, byte[] value) throws InvalidProtocolBufferException {
        return topic.equals(Topics.CALIBRATION)
                ? new Latched(
                        topic, CameraCalibration.parseFrom(value).getFrameId(), "foxglove.CameraCalibration", value)
                : new Latched(
                        topic, FrameTransform.parseFrom(value).getChildFrameId(), "foxglove.FrameTransform", value);
    }

    @Override
    public String name() {
        return String.valueOf(path.getFileName());
    }

    @Override
    public List<Channel> channels() {
        return sensors.values().stream().distinct().toList();
    }

    @Override
    public Stamp start() {
        return new Stamp(start);
    }

    @Override
    public Optional<Stamp> end() {
        return Optional.of(new Stamp(reader.summary().end() + 1));
    }

    @Override
    public List<Latched> latched() {
        return latched;
    }

    @Override
    public Iterator<RecordedFrame> frames(Stamp from) {
        return new SampledFrames(reader.messages(Math.max(start, from.nanos()), played), sensors);
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
