package io.lynceus.demo;

import io.lynceus.street.StreetOptions;
import java.util.OptionalDouble;

/**
 * What a {@link StreetDemo} consists of.
 *
 * @param model a shipped model or an .onnx file; the street has its size
 * @param options of the street
 * @param rate of each sensor, Hz; empty for one that this machine carries
 * @param brokerPort 0 for a free one
 * @param told gets the steps of the start
 */
public record StageSetting(String model, StreetOptions options, OptionalDouble rate, int brokerPort, Steps told) {
    /** Gets the steps of a start. */
    public interface Steps {
        void done(String step, String words);
    }
}
