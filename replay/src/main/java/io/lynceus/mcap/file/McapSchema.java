package io.lynceus.mcap.file;

/**
 * The description of a message type.
 *
 * @param id above 0
 * @param name of the message, such as {@code foxglove.CompressedImage}
 * @param encoding of {@code data}: {@code protobuf} (a FileDescriptorSet) or {@code ros2msg} (message definitions as text)
 */
public record McapSchema(int id, String name, String encoding, byte[] data) {}
