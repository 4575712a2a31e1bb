package io.lynceus.stream;

import com.google.protobuf.ByteString;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.wire.Stamp;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes dead letters: where a record is, what is wrong with it, how it begins. */
final class DeadLetters {
    private static final int HEAD = 64;

    private DeadLetters() {}

    /**
     * Where a record lies.
     *
     * @param rig its key; empty if it had none
     */
    record Place(String rig, String sensor, String topic, int partition, long offset) {
        @Override
        public String toString() {
            return topic + "-" + partition + "@" + offset;
        }
    }

    static DeadLetter of(Place place, Stamp stamp, String reason, long byteOffset, byte @Nullable [] value) {
        byte[] bytes = Objects.requireNonNullElse(value, new byte[0]);
        return DeadLetter.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setRig(place.rig())
                .setSensor(place.sensor())
                .setTopic(place.topic())
                .setPartition(place.partition())
                .setOffset(place.offset())
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
