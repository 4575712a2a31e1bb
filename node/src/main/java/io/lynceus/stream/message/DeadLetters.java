package io.lynceus.stream.message;

import com.google.protobuf.ByteString;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.sync.FrameRef;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes dead letters: where a record lies, what is wrong with it, and how it begins.
 *
 * <p>Threads: stateless.
 */
public final class DeadLetters {
    private static final int HEAD = 64;

    private DeadLetters() {}

    /**
     * Returns the letter of a record that could not be read. It holds the value's first 64 bytes, its size and its SHA-256.
     *
     * @param frame its rig is the record's key, empty if it had none
     * @param byteOffset where in the value the error is; -1 if it is not in one place
     * @param value of the record; null if it has none
     */
    public static DeadLetter of(FrameRef frame, String reason, long byteOffset, byte @Nullable [] value) {
        byte[] bytes = Objects.requireNonNullElse(value, new byte[0]);
        return DeadLetter.newBuilder()
                .setTimestamp(frame.stamp().toTimestamp())
                .setRig(frame.rig())
                .setSensor(frame.sensor())
                .setTopic(frame.address().topic())
                .setPartition(frame.address().partition())
                .setOffset(frame.address().offset())
                .setReason(reason)
                .setByteOffset(byteOffset)
                .setSize(bytes.length)
                .setHead(ByteString.copyFrom(bytes, 0, Math.min(HEAD, bytes.length)))
                .setSha256(ByteString.copyFrom(sha256(bytes)))
                .build();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
