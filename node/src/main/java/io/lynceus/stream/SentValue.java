package io.lynceus.stream;

import java.util.Optional;

/**
 * What a sensor's record holds.
 *
 * @param bytes in the sensor's payload format; never changed
 * @param sampleId of the recording's sample, if a header names it
 */
public record SentValue(byte[] bytes, Optional<String> sampleId) {}
