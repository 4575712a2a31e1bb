package io.lynceus.mcap;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.wire.Stamp;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A recording that was split into several MCAP files, played as one. A file need not hold all sensors; a topic that two files have
 * is one sensor. Frames of files whose times overlap are merged by time.
 *
 * <p>Thread safety: one thread.
 */
final class SplitRecording implements Recording {
    private final String name;
    /** By the time of their first messages. */
    private final List<McapRecording> files;
    /** By topic: the channel of the first file that has one. */
    private final Map<String, Channel> channels = new LinkedHashMap<>();

    private final List<String> remarks;

    private SplitRecording(String name, List<McapRecording> files, List<String> remarks) {
        this.name = name;
        this.files = files;
        this.remarks = new ArrayList<>(remarks);
        for (McapRecording file : files) {
            for (Channel channel : file.channels()) {
                Channel known = channels.putIfAbsent(channel.topic(), channel);
                if (known != null && !isSame(known, channel)) {
                    this.remarks.add(file.name() + " describes " + channel.topic() + " as " + channel
                            + ", an earlier file as " + known + ": the earlier one is used");
                }
            }
            file.remarks().forEach(remark -> this.remarks.add(file.name() + ": " + remark));
        }
    }

    /** Rates are measured in each file, and differ. */
    private static boolean isSame(Channel one, Channel other) {
        return one.sensor().equals(other.sensor())
                && one.modality().equals(other.modality())
                && one.schema().equals(other.schema())
                && one.frameId().equals(other.frameId());
    }

    /**
     * Opens the files of a recording.
     *
     * @param name of the whole, for users
     * @param paths in any order
     * @param rig one of those in the files; may be empty if there is only one
     * @param remarks on the recording as a whole
     */
    static SplitRecording open(String name, List<Path> paths, Optional<String> rig, List<String> remarks)
            throws IOException {
        List<McapRecording> files = new ArrayList<>();
        List<String> allRemarks = new ArrayList<>(remarks);
        try {
            for (Path path : usable(paths, allRemarks)) {
                files.add(McapRecording.openPart(path, rig));
            }
            files.sort(Comparator.comparing(Recording::start));
            SplitRecording recording = new SplitRecording(name, List.copyOf(files), allRemarks);
            if (recording.channels.isEmpty()) {
                throw new IOException("none of " + paths + " has a channel of images, point clouds or event packets: "
                        + String.join("; ", recording.remarks));
            }
            return recording;
        } catch (IOException | RuntimeException e) {
            closeAll(files);
            throw e;
        }
    }

    /** Returns each file once, without those that a recorder has made and had no time to write to. */
    private static List<Path> usable(List<Path> paths, List<String> remarks) throws IOException {
        Map<Path, Path> usable = new LinkedHashMap<>();
        for (Path path : paths) {
            if (Files.exists(path) && Files.size(path) == 0) {
                remarks.add(path + " is empty: its recorder was ended before it wrote a message");
            } else if (usable.putIfAbsent(Files.exists(path) ? path.toRealPath() : path, path) != null) {
                remarks.add(path + " is named twice, and played once");
            }
        }
        return List.copyOf(usable.values());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Channel> channels() {
        return List.copyOf(channels.values());
    }

    @Override
    public Stamp start() {
        return withFrames().map(Recording::start).min(Comparator.naturalOrder()).orElseThrow();
    }

    @Override
    public Optional<Stamp> end() {
        return withFrames().flatMap(file -> file.end().stream()).max(Comparator.naturalOrder());
    }

    private Stream<McapRecording> withFrames() {
        return files.stream().filter(file -> !file.channels().isEmpty());
    }

    /** Returns what is latched in any file; for one coordinate frame, the last. */
    @Override
    public List<Latched> latched() {
        Map<String, Latched> latest = new TreeMap<>();
        files.stream()
                .flatMap(file -> file.latched().stream())
                .forEach(latched -> latest.put(latched.topic() + " " + latched.frameId(), latched));
        return List.copyOf(latest.values());
    }

    @Override
    public Iterator<RecordedFrame> frames(Stamp from) {
        return new Merged(withFrames().toList(), from);
    }

    @Override
    public List<String> remarks() {
        return Collections.unmodifiableList(remarks);
    }

    @Override
    public void close() throws IOException {
        closeAll(files);
    }

    private static void closeAll(List<McapRecording> files) throws IOException {
        IOException failure = null;
        for (Closeable file : files.stream().<Closeable>map(file -> file::close).toList()) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Merges the files' frames; a file is read only when its time has come, so that few chunks are in memory. */
    private final class Merged implements Iterator<RecordedFrame> {
        /** A file's next frame. */
        private record Head(RecordedFrame frame, Iterator<RecordedFrame> rest) {}

        private final Stamp from;
        private final Queue<McapRecording> unread;
        private final PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing((Head head) -> head.frame.stamp())
                        .thenComparing(head -> head.frame.channel().topic()));

        Merged(List<McapRecording> files, Stamp from) {
            this.from = from;
            this.unread = new ArrayDeque<>(files);
        }

        @Override
        public boolean hasNext() {
            while (!unread.isEmpty() && isDue(unread.element())) {
                add(unread.remove().frames(from));
            }
            return !heads.isEmpty();
        }

        private boolean isDue(McapRecording file) {
            return heads.isEmpty()
                    || !file.start().isAfter(heads.element().frame.stamp());
        }

        private void add(Iterator<RecordedFrame> frames) {
            if (frames.hasNext()) {
                heads.add(new Head(frames.next(), frames));
            }
        }

        @Override
        public RecordedFrame next() {
            if (!hasNext()) {
                throw new NoSuchElementException("the recording has no further frame");
            }
            Head head = heads.remove();
            add(head.rest);
            RecordedFrame frame = head.frame;
            Channel channel = channels.getOrDefault(frame.channel().topic(), frame.channel());
            return new RecordedFrame(channel, frame.stamp(), frame.sequence(), frame.value(), frame.sampleId());
        }
    }
}
