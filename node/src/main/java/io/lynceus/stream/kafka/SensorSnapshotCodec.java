package io.lynceus.stream.kafka;

import io.lynceus.health.Cause;
import io.lynceus.health.HealthSnapshot;
import io.lynceus.health.SensorSnapshot;
import io.lynceus.health.SensorSnapshot.Machine;
import io.lynceus.health.SensorSnapshot.Quality;
import io.lynceus.health.SensorSnapshot.Recovery;
import io.lynceus.health.SensorSnapshot.Streaks;
import io.lynceus.health.SensorSnapshot.Times;
import io.lynceus.health.SensorState;
import io.lynceus.wire.Stamp;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Writes and reads sensors' health for {@link LastSetCodec}, some 150 bytes a sensor. States and causes are written by name. */
final class SensorSnapshotCodec {
    private SensorSnapshotCodec() {}

    static void write(DataOutputStream out, HealthSnapshot health) throws IOException {
        out.writeInt(health.sensors().size());
        for (Map.Entry<String, SensorSnapshot> sensor : health.sensors().entrySet()) {
            out.writeUTF(sensor.getKey());
            write(out, sensor.getValue());
        }
    }

    /** @throws IllegalArgumentException for a state or cause that this version does not have */
    static HealthSnapshot read(DataInputStream in) throws IOException {
        Map<String, SensorSnapshot> sensors = new TreeMap<>();
        for (int left = LastSetCodec.count(in); left > 0; left--) {
            sensors.put(in.readUTF(), sensor(in));
        }
        return HealthSnapshot.of(sensors);
    }

    private static void write(DataOutputStream out, SensorSnapshot sensor) throws IOException {
        Machine machine = sensor.machine();
        out.writeUTF(machine.state().name());
        writeText(out, machine.reason());
        out.writeUTF(machine.cause().code().name());
        out.writeDouble(machine.cause().seen());
        out.writeDouble(machine.cause().limit());
        write(out, machine.times());
        write(out, machine.streaks());
        write(out, machine.trust());
        write(out, machine.quality());
        out.writeBoolean(sensor.lastContent().isPresent());
        out.writeLong(sensor.lastContent().orElse(0));
        out.writeBoolean(sensor.quality().poor());
        out.writeDouble(sensor.quality().seen());
    }

    private static SensorSnapshot sensor(DataInputStream in) throws IOException {
        Machine machine = new Machine(
                SensorState.valueOf(in.readUTF()),
                readText(in),
                new Cause(Cause.Code.valueOf(in.readUTF()), in.readDouble(), in.readDouble()),
                new Times(in.readBoolean(), stamp(in), stamp(in), stamp(in)),
                new Streaks(in.readInt(), in.readInt(), in.readInt(), in.readInt()),
                recovery(in),
                recovery(in));
        boolean hasContent = in.readBoolean();
        long content = in.readLong();
        return new SensorSnapshot(
                machine,
                hasContent ? OptionalLong.of(content) : OptionalLong.empty(),
                new Quality(in.readBoolean(), in.readDouble()));
    }

    private static void write(DataOutputStream out, Times times) throws IOException {
        out.writeBoolean(times.watched());
        out.writeLong(times.clock().nanos());
        out.writeLong(times.lastFrame().nanos());
        out.writeLong(times.lastStamp().nanos());
    }

    private static void write(DataOutputStream out, Streaks streaks) throws IOException {
        out.writeInt(streaks.good());
        out.writeInt(streaks.usable());
        out.writeInt(streaks.poorOrWorse());
        out.writeInt(streaks.bad());
    }

    private static void write(DataOutputStream out, Recovery recovery) throws IOException {
        out.writeBoolean(recovery.lastRise().isPresent());
        out.writeLong(recovery.lastRise().orElse(Stamp.EPOCH).nanos());
        out.writeInt(recovery.relapses());
    }

    private static Recovery recovery(DataInputStream in) throws IOException {
        boolean hasRisen = in.readBoolean();
        Stamp rise = stamp(in);
        return new Recovery(hasRisen ? Optional.of(rise) : Optional.empty(), in.readInt());
    }

    private static Stamp stamp(DataInputStream in) throws IOException {
        return new Stamp(in.readLong());
    }

    /** Reasons quote what a decoder said, and may be longer than {@link DataOutputStream#writeUTF} takes. */
    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        int length = LastSetCodec.count(in);
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("a reason ends too early");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
