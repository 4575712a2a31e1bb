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

/**
 * One sensor of a KITTI drive: {@code timestamps.txt} with a line for each frame, and {@code data/NNNNNNNNNN.ext} counted from 0.
 * Frames whose file is missing are gaps (drive 2011_09_26_0009 as published lacks four scans).
 *
 * @param files one for each existing frame
 * @param remarks about gaps and errors of the drive, a sentence each
 */
record KittiStream(Path folder, List<File> files, List<String> remarks) {
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
        List<String> lines = trimmed(Files.readAllLines(timestamps));
        Set<Path> present = new HashSet<>(Expected.children(data));
        long told = lines.stream().filter(line -> !line.isEmpty()).count();
        boolean blankLinesCount = present.contains(data.resolve(name(lines.size() - 1, extension)));
        List<String> remarks = new ArrayList<>();
        if (told < lines.size()) {
            remarks.add(
                    timestamps + " has " + (lines.size() - told) + " empty lines between its capture times, which are "
                            + (blankLinesCount ? "frames without a time and are not played" : "skipped"));
        }
        List<Stamp> stamps = stamps(timestamps, lines, blankLinesCount, remarks);
        List<File> files = new ArrayList<>();
        for (int i = 0; i < stamps.size(); i++) {
            Path path = data.resolve(name(i, extension));
            boolean isBlank = blankLinesCount && lines.get(i).isEmpty();
            if (present.contains(path) && !isBlank) {
                files.add(new File(path, i, stamps.get(i)));
            } else if (isBlank) {
                present.remove(path);
            }
        }
        if (files.size() < present.size() || files.isEmpty()) {
            throw new IOException(data + " has " + Expected.contents(data) + ", of which " + files.size()
                    + " are frames by " + timestamps + "; expected 0000000000." + extension + " to "
                    + name(stamps.size() - 1, extension));
        }
        if (files.size() < told) {
            remarks.add(data + " lacks " + (told - files.size()) + " of " + told + " frames; they play as gaps");
        }
        return new KittiStream(folder, List.copyOf(files), List.copyOf(remarks));
    }

    private static String name(int number, String extension) {
        return String.format("%010d.%s", number, extension);
    }

    /** Returns the lines without spaces around them, and without empty ones at the end. */
    private static List<String> trimmed(List<String> lines) {
        List<String> trimmed = new ArrayList<>(lines.stream().map(String::trim).toList());
        while (!trimmed.isEmpty() && trimmed.get(trimmed.size() - 1).isEmpty()) {
            trimmed.remove(trimmed.size() - 1);
        }
        return trimmed;
    }

    Stamp first() {
        return files.get(0).stamp();
    }

    Stamp last() {
        return files.get(files.size() - 1).stamp();
    }

    /** Returns the mean nanoseconds from one frame to the next; 0.1 s if there is only one. */
    long period() {
        long frames = files.get(files.size() - 1).number() - files.get(0).number();
        return frames == 0 ? 100_000_000L : last().nanosSince(first()) / frames;
    }

    /** Returns the capture times by frame; an empty line that counts as a frame gets the time before it. */
    private static List<Stamp> stamps(Path file, List<String> lines, boolean blankLinesCount, List<String> remarks)
            throws IOException {
        List<Stamp> stamps = new ArrayList<>();
        int equal = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isEmpty()) {
                if (blankLinesCount) {
                    stamps.add(stamps.isEmpty() ? Stamp.EPOCH : stamps.get(stamps.size() - 1));
                }
                continue;
            }
            String where = file + ", line " + (i + 1) + ", '" + lines.get(i) + "'";
            Stamp stamp = stamp(lines.get(i), where);
            boolean hasLast = !stamps.isEmpty();
            if (hasLast && stamp.isBefore(stamps.get(stamps.size() - 1))) {
                throw new IOException(where + " is before the line above it; capture times must not fall");
            }
            equal += hasLast && i > 0 && !lines.get(i - 1).isEmpty() && stamp.equals(stamps.get(stamps.size() - 1))
                    ? 1
                    : 0;
            stamps.add(stamp);
        }
        if (equal > 0) {
            remarks.add(file + " gives " + equal
                    + " frames the capture time of the frame before; only one of two can be" + " matched");
        }
        if (stamps.isEmpty()) {
            throw new IOException(file + " is empty; expected a capture time for each frame");
        }
        return stamps;
    }

    /** Reads a capture time. KITTI does not name a time zone; this code takes UTC. */
    private static Stamp stamp(String line, String where) throws IOException {
        try {
            return Stamp.of(LocalDateTime.parse(line.trim().replace(' ', 'T')).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            throw new IOException(where + " is not a capture time such as '2011-09-26 13:02:25.594360375'", e);
        }
    }
}
