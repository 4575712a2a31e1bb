/**
 * SAM 2 around its backbone: the image encoder, the prompt encoder and the mask decoder.
 *
 * <p>Reading order: {@link io.lynceus.nn.sam2.ImageEncoder}, {@link io.lynceus.nn.sam2.MaskDecoder}.
 *
 * <p>Threads: blocks are immutable.
 */
@NullMarked
package io.lynceus.nn.sam2;

import org.jspecify.annotations.NullMarked;
