package io.lynceus.dataset.kitti;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One sensor of a KITTI drive: {@code timestamps.txt} with a line for each frame, and {@code data/NNNNNNNNNN.ext} counted from
 * 0. Frames whose file is missing are gaps (drive 2011_09_26_0009 as published lacks four scans).
 *
 * @param files one for each frame there is
 */
record KittiStream(Path folder, List<File> files) {
    private static final Logger LOG = LoggerFactory.getLogger(KittiStream.class);

    /**
     * A frame's file.
     *
     * @param number counts the drive's frames, gaps included
     */
    record File(Path path, long number, Stamp stamp) {
        ByteString read() {
            try {
                return UnsafeByteOperations.unsafeWrap(Files.readAllBytes(path));
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "cannot read " + path + ", which was there when the drive was opened", e);
            }
        }
    }

    static KittiStream open(Path drive, String name, String extension) throws IOException {
        Path folder = Expected.in(drive, name, "holds a sensor's frames; unpack the synced+rectified drive");
        Path timestamps = Expected.in(folder, "timestamps.txt", "holds the capture times, one for each frame");
        Path data = Expected.in(folder, "data", "holds one ." + extension + " file for each capture time");
        List<Stamp> stamps = stamps(timestamps);
        Set<Path> present = new HashSet<>(Expected.children(data));
        List<File> files = new ArrayList<>();
        for (int i = 0; i < stamps.size(); i++) {
            Path path = data.resolve(String.format("%010d.%s", i, extension));
            if (present.contains(path)) {
                files.add(new File(path, i, stamps.get(i)));
            }
        }
        if (files.size() < present.size() || files.isEmpty()) {
            throw new IOException(data + " has " + Expected.contents(data) + ", of which " + files.size()
                    + " are frames by " + timestamps + "; expected 0000000000." + extension + " to "
                    + String.format("%010d.%s", stamps.size() - 1, extension));
        }
        if (files.size() < stamps.size()) {
            LOG.warn("{} lacks {} of {} frames; they play as gaps", data, stamps.size() - files.size(), stamps.size());
        }
        return new KittiStream(folder, List.copyOf(files));
    }

    Stamp first() {
        return files.get(0).stamp();
    }

    Stamp last() {
        return files.get(files.size() - 1).stamp();
    }

    /** Mean nanoseconds from one frame to the next; 0.1 s if there is but one. */
    long period() {
        long frames = files.get(files.size() - 1).number() - files.get(0).number();
        return frames == 0 ? 100_000_000L : last().nanosSince(first()) / frames;
    }

    private static List<Stamp> stamps(Path file) throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String where = file + ", line " + (stamps.size() + 1) + ", '" + line + "'";
            Stamp stamp = stamp(line, where);
            if (!stamps.isEmpty() && !stamp.isAfter(stamps.get(stamps.size() - 1))) {
                throw new IOException(where + " is not after the line before it; capture times must rise");
            }
            stamps.add(stamp);
        }
        if (stamps.isEmpty()) {
            throw new IOException(file + " is empty; expected a capture time for each frame");
        }
        return stamps;
    }

    /** KITTI does not name a time zone; UTC here. */
    private static Stamp stamp(String line, String where) throws IOException {
        try {
            return Stamp.of(LocalDateTime.parse(line.trim().replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new IOException(where + " is not a capture time such as '2011-09-26 13:02:25.594360375'", e);
        }
    }
}
