package io.lynceus.foxglove;

import io.lynceus.wire.Stamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Writes and reads the protocol's binary messages. Stateless. */
public final class BinaryMessages {
    private static final byte MESSAGE = 1;
    private static final int SERVER_HEADER = 1 + 4 + 8;
    private static final int CLIENT_HEADER = 1 + 4;

    private BinaryMessages() {}

    /**
     * A message of a server.
     *
     * @param subscription unsigned 32 bits
     * @param stamp when the server says that it was received or logged
     */
    public record ServerMessage(long subscription, Stamp stamp, byte[] payload) {}

    /**
     * A message that a client publishes.
     *
     * @param channel of the client, unsigned 32 bits
     */
    public record ClientMessage(long channel, byte[] payload) {}

    /** Writes a message for one subscription. */
    public static byte[] ofServer(long subscription, Stamp stamp, byte[] payload) {
        return littleEndian(SERVER_HEADER + payload.length)
                .put(MESSAGE)
                .putInt((int) subscription)
                .putLong(stamp.nanos())
                .put(payload)
                .array();
    }

    /** Writes a message on a channel that the client has advertised. */
    public static byte[] ofClient(long channel, byte[] payload) {
        return littleEndian(CLIENT_HEADER + payload.length)
                .put(MESSAGE)
                .putInt((int) channel)
                .put(payload)
                .array();
    }

    /** Reads what a server has sent; empty if it is not a message of a channel, such as a time, or too short to be one. */
    public static Optional<ServerMessage> fromServer(ByteBuffer bytes) {
        ByteBuffer message = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (message.remaining() < SERVER_HEADER || message.get() != MESSAGE) {
            return Optional.empty();
        }
        return Optional.of(new ServerMessage(
                Integer.toUnsignedLong(message.getInt()), new Stamp(message.getLong()), rest(message)));
    }

    /** Reads what a client has sent; empty if it is not a message of a channel. */
    public static Optional<ClientMessage> fromClient(ByteBuffer bytes) {
        ByteBuffer message = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        if (message.remaining() < CLIENT_HEADER || message.get() != MESSAGE) {
            return Optional.empty();
        }
        return Optional.of(new ClientMessage(Integer.toUnsignedLong(message.getInt()), rest(message)));
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] rest(ByteBuffer message) {
        byte[] payload = new byte[message.remaining()];
        message.get(payload);
        return payload;
    }
}
