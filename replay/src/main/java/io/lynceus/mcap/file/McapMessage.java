package io.lynceus.mcap.file;

/**
 * One message.
 *
 * @param sequence unsigned 32 bits, counted by the recorder
 * @param logTime nanoseconds since the epoch, by which files are ordered
 * @param publishTime nanoseconds since the epoch
 */
public record McapMessage(int channelId, long sequence, long logTime, long publishTime, byte[] data) {}
