/**
 * MCAP files: the records of a vehicle's topics in one file that other tools open too. Source: the format's specification at
 * mcap.dev, version 0.
 *
 * <p>Writing: {@link io.lynceus.mcap.McapRecorder} copies messages into channels; {@code McapWriter} puts them into chunks with
 * their indexes and ends the file with a summary. A file whose writer was killed lacks that summary; the reader then reads it from
 * its beginning, up to the first record that cannot be read.
 *
 * <p>Reading: {@link io.lynceus.mcap.McapRecording} plays a file as any other recording; below it, {@code McapReader} knows the
 * file's channels and blocks, {@code TimeOrdered} merges blocks by time, and {@code SampledFrames} joins frames with the ids of
 * their samples. {@code SplitRecording} joins the files of one recording, and {@code BagFolder} finds those of a rosbag2 folder.
 * Every length is checked against the file's size, and against a limit, before memory is allocated.
 *
 * <p>Threads: each object belongs to one thread. Units: times are nanoseconds since the Unix epoch; files, bytes.
 */
@NullMarked
package io.lynceus.mcap;

import org.jspecify.annotations.NullMarked;
