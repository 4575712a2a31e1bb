package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.util.Map;

/**
 * One sample of a dataset: what all sensors saw at one moment.
 *
 * @param id names it, within its recording; frames carry it
 * @param stamp the main camera's capture time
 * @param tags what is known about it, such as {@code condition: fog}, in a fixed order
 */
public record RecordedSample(String id, Stamp stamp, Map<String, String> tags) {}
