package io.lynceus.dataset;

import io.lynceus.wire.Stamp;
import java.util.function.Supplier;

/**
 * A frame that is not read yet.
 *
 * @param stamp its capture time
 * @param frame reads it; may throw {@link java.io.UncheckedIOException}
 */
public record Due(Stamp stamp, Supplier<RecordedFrame> frame) {}
