package io.lynceus.mcap.file;

import java.util.Set;

/**
 * Messages that are read together: a chunk, or a run of records outside of chunks.
 *
 * @param start earliest log time
 * @param end latest log time
 * @param offset of its first record's head in the file
 * @param length bytes in the file, heads included
 * @param isChunk true if it is one chunk record
 * @param channels that have messages in it; empty if unknown
 */
record MessageBlock(long start, long end, long offset, long length, boolean isChunk, Set<Integer> channels) {}
