/**
 * The decoder of UNetFormer: from coarse to fine, each level merged by learned weights and mixed by windowed attention beside
 * convolutions. {@link io.lynceus.nn.unetformer.UnetFormerDecoder} is the entry.
 *
 * <p>Threads: blocks are immutable.
 */
@NullMarked
package io.lynceus.nn.unetformer;

import org.jspecify.annotations.NullMarked;
