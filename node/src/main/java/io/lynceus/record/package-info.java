/**
 * Topics → MCAP files: {@link io.lynceus.record.TopicRecorder} reads the topics of a rig ({@link
 * io.lynceus.record.RecordedTopics}) and writes their values as they are, with notes on the rig and the model.
 *
 * <p>Threads: the recorder reads on a thread of its own. Log time is capture time in nanoseconds.
 */
@NullMarked
package io.lynceus.record;

import org.jspecify.annotations.NullMarked;
