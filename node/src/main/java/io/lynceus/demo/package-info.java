/**
 * A whole vehicle in one process: broker, simulated street and node, for the demo, the benchmarks and the soak.
 *
 * <p>Reading order: {@link io.lynceus.demo.StreetDemo} starts the parts, {@link io.lynceus.demo.DemoDrive} plays the street and
 * reads the masks, {@link io.lynceus.demo.PlayerControl} lets a page break sensors, change the weather and have
 * the {@code Story} told; {@link io.lynceus.demo.LiveLabels} has the labels of what plays.
 *
 * <p>Threads: each type names its own. Times are capture times in nanoseconds.
 */
@NullMarked
package io.lynceus.demo;

import org.jspecify.annotations.NullMarked;
