package io.lynceus.mcap.file;

import java.util.Map;

/**
 * Position and time span of a chunk.
 *
 * @param start earliest log time
 * @param end latest log time
 * @param offset of the chunk record in the file
 * @param length of that record with its head
 * @param messageIndexes offset of each channel's message index
 * @param messageIndexLength bytes of all of them
 * @param compression its name, empty for none
 */
record ChunkIndex(
        long start,
        long end,
        long offset,
        long length,
        Map<Integer, Long> messageIndexes,
        long messageIndexLength,
        String compression,
        long packedSize,
        long size) {
    MessageBlock block() {
        return new MessageBlock(start, end, offset, length, true, messageIndexes.keySet());
    }
}
