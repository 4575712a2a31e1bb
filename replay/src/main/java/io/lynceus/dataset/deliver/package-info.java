/**
 * DELIVER: images of a simulated city in five weathers, with corner cases. Source: jamycheung/DELIVER.
 *
 * <p>Reading order: {@link io.lynceus.dataset.deliver.DeliverDataset}, {@link io.lynceus.dataset.deliver.Deliver}, {@code
 * DeliverSample}.
 *
 * <p>Threads: see {@link io.lynceus.dataset.sample}.
 */
@NullMarked
package io.lynceus.dataset.deliver;

import org.jspecify.annotations.NullMarked;
