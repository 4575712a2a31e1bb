/**
 * The MCAP file format: records, chunks, indexes and the summary, without knowledge of what the messages mean. Source: the
 * <a href="https://mcap.dev/spec">MCAP specification</a>, version 0.
 *
 * <p>{@link io.lynceus.mcap.file.McapWriter} writes a file. {@link io.lynceus.mcap.file.McapReader} reads one: by the summary at its
 * end ({@code SummaryReader}), or from its beginning ({@code Scan}) if the writer was killed. Every length is checked against the
 * file's size and against a limit before memory is allocated.
 *
 * <p>Threads: each object belongs to one thread. Units: bytes, nanoseconds since the Unix epoch.
 */
@NullMarked
package io.lynceus.mcap.file;

import org.jspecify.annotations.NullMarked;
