package io.lynceus.fit;

import com.google.protobuf.CodedOutputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * A TensorBoard event file: TFRecords that hold {@code tensorflow.Event} messages with scalar summaries.
 *
 * <pre>
 * record = length u64 | masked CRC-32C of length u32 | data | masked CRC-32C of data u32      (little-endian)
 * Event  = wall_time 1: double | step 2: int64 | file_version 3: string | summary 5: Summary
 *        | session_log 7: SessionLog      SessionLog = status 1: enum
 * Summary = value 1: Value*       Value = tag 1: string | simple_value 2: float
 * </pre>
 */
final class EventFile implements AutoCloseable {
    private static final int MASK_DELTA = 0xa282ead8;
    /** {@code SessionLog.SessionStatus.START}. */
    private static final int STARTS = 1;

    private final OutputStream out;

    /** Opens {@code events.out.tfevents.<seconds>.lynceus} in that folder. */
    EventFile(Path folder, double wallSeconds) throws IOException {
        Path file = folder.resolve("events.out.tfevents." + (long) wallSeconds + ".lynceus");
        this.out = new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        write(message(event -> {
            event.writeDouble(1, wallSeconds);
            event.writeString(3, "brain.Event:2");
        }));
    }

    /** Says that the run goes on after a step: TensorBoard then drops what an earlier file of the folder says of later steps. */
    void goesOn(long step, double wallSeconds) throws IOException {
        write(message(event -> {
            event.writeDouble(1, wallSeconds);
            event.writeInt64(2, step + 1);
            event.writeByteArray(7, message(session -> session.writeEnum(1, STARTS)));
        }));
    }

    void scalars(long step, double wallSeconds, Map<String, Double> values) throws IOException {
        byte[] summary = message(target -> {
            for (Map.Entry<String, Double> entry : values.entrySet()) {
                target.writeByteArray(1, message(value -> {
                    value.writeString(1, entry.getKey());
                    value.writeFloat(2, entry.getValue().floatValue());
                }));
            }
        });
        write(message(event -> {
            event.writeDouble(1, wallSeconds);
            event.writeInt64(2, step);
            event.writeByteArray(5, summary);
        }));
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    private void write(byte[] data) throws IOException {
        byte[] length = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        out.write(length);
        out.write(maskedCrc(length));
        out.write(data);
        out.write(maskedCrc(data));
    }

    private static byte[] maskedCrc(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int masked = Integer.rotateRight((int) crc.getValue(), 15) + MASK_DELTA;
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(masked)
                .array();
    }

    private interface Fields {
        void writeTo(CodedOutputStream target) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream target = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(target);
            target.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }
}
