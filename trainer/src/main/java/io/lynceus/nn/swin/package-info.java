/**
 * The Swin Transformer (arXiv 2103.14030): attention in windows that are shifted in every other block. Windows that do not divide
 * a map are padded, as in mmsegmentation, whose keys the parameters have.
 *
 * <p>Reading order: {@link io.lynceus.nn.swin.Swin}, {@link io.lynceus.nn.swin.SwinConfig}, {@code SwinBlock},
 * {@code ShiftedWindows}, {@code PatchMerging}.
 *
 * <p>Threads: everything here is immutable.
 */
@NullMarked
package io.lynceus.nn.swin;

import org.jspecify.annotations.NullMarked;
