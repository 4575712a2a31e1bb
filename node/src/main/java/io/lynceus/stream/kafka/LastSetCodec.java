package io.lynceus.stream.kafka;

import io.lynceus.stream.RigSnapshot;
import io.lynceus.wire.Stamp;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes and reads a rig's {@link LastSet}. Earlier versions wrote the stamp alone, and read no further.
 *
 * <pre>
 * stamp, nanoseconds, 8 bytes big-endian | version, 1 byte | last frames | frames that were seen | health of
 * the sensors | qualities | forgotten frames
 * </pre>
 *
 * <p>A change of what follows the version raises it. What another version wrote is not read: the sensors' health then begins anew,
 * and the frames and sets are still right.
 */
final class LastSetCodec {
    static final int VERSION = 1;
    /** More sensors or frames than a rig can have; a greater number means that the bytes are damaged. */
    private static final int MOST = 1 << 20;

    private LastSetCodec() {}

    static byte[] encode(LastSet last) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(last.stamp().nanos());
            if (last.snapshot().isPresent()) {
                out.writeByte(VERSION);
                writeStamps(out, last.lastFrames());
                writeSeen(out, last.seen());
                SensorSnapshotCodec.write(out, last.snapshot().get().health());
                writeQualities(out, last.snapshot().get().qualities());
                writeStamps(out, last.forgotten());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory can always be written to", e);
        }
        return bytes.toByteArray();
    }

    static LastSet decode(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            Stamp stamp = new Stamp(in.readLong());
            if (in.available() == 0) {
                return LastSet.only(stamp, "");
            }
            int version = in.readUnsignedByte();
            if (version != VERSION) {
                return LastSet.only(stamp, "it is of version " + version + ", this node reads version " + VERSION);
            }
            return decode(stamp, in);
        } catch (IOException e) {
            throw new UncheckedIOException("the stamp of a last set takes 8 bytes, " + bytes.length + " are there", e);
        }
    }

    private static LastSet decode(Stamp stamp, DataInputStream in) throws IOException {
        try {
            Map<String, Stamp> lastFrames = readStamps(in);
            Map<String, List<Stamp>> seen = readSeen(in);
            RigSnapshot snapshot = new RigSnapshot(SensorSnapshotCodec.read(in), readQualities(in));
            return new LastSet(stamp, lastFrames, seen, snapshot, readStamps(in));
        } catch (EOFException e) {
            return LastSet.only(stamp, "it ends too early");
        } catch (IOException | IllegalArgumentException e) {
            return LastSet.only(stamp, "it is damaged: " + e.getMessage());
        }
    }

    private static void writeStamps(DataOutputStream out, Map<String, Stamp> stamps) throws IOException {
        out.writeInt(stamps.size());
        for (Map.Entry<String, Stamp> stamp : stamps.entrySet()) {
            out.writeUTF(stamp.getKey());
            out.writeLong(stamp.getValue().nanos());
        }
    }

    private static Map<String, Stamp> readStamps(DataInputStream in) throws IOException {
        Map<String, Stamp> stamps = new TreeMap<>();
        for (int left = count(in); left > 0; left--) {
            stamps.put(in.readUTF(), new Stamp(in.readLong()));
        }
        return stamps;
    }

    private static void writeSeen(DataOutputStream out, Map<String, List<Stamp>> seen) throws IOException {
        out.writeInt(seen.size());
        for (Map.Entry<String, List<Stamp>> sensor : seen.entrySet()) {
            out.writeUTF(sensor.getKey());
            out.writeInt(sensor.getValue().size());
            for (Stamp stamp : sensor.getValue()) {
                out.writeLong(stamp.nanos());
            }
        }
    }

    private static Map<String, List<Stamp>> readSeen(DataInputStream in) throws IOException {
        Map<String, List<Stamp>> seen = new TreeMap<>();
        for (int left = count(in); left > 0; left--) {
            String sensor = in.readUTF();
            List<Stamp> stamps = new ArrayList<>();
            for (int frames = count(in); frames > 0; frames--) {
                stamps.add(new Stamp(in.readLong()));
            }
            seen.put(sensor, stamps);
        }
        return seen;
    }

    private static void writeQualities(DataOutputStream out, List<SortedMap<String, Float>> sets) throws IOException {
        out.writeInt(sets.size());
        for (Map<String, Float> qualities : sets) {
            out.writeInt(qualities.size());
            for (Map.Entry<String, Float> quality : qualities.entrySet()) {
                out.writeUTF(quality.getKey());
                out.writeFloat(quality.getValue());
            }
        }
    }

    private static List<SortedMap<String, Float>> readQualities(DataInputStream in) throws IOException {
        List<SortedMap<String, Float>> sets = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            SortedMap<String, Float> qualities = new TreeMap<>();
            for (int sensors = count(in); sensors > 0; sensors--) {
                qualities.put(in.readUTF(), in.readFloat());
            }
            sets.add(qualities);
        }
        return sets;
    }

    /** Reads how many of something follow. */
    static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException("a number is " + count + ", allowed are 0 to " + MOST);
        }
        return count;
    }
}
