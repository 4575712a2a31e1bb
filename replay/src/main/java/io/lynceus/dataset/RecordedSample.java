package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.util.Map;

/**
 * One sample of a dataset: the frames of all sensors of one moment.
 *
 * @param id unique in the recording; frames carry it
 * @param stamp the main camera's capture time
 * @param tags what is known about it, such as {@code condition: fog}, in a fixed order
 */
public record RecordedSample(String id, Stamp stamp, Map<String, String> tags) {}
