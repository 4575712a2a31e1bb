/**
 * Decides whether a sensor can be trusted. Each sensor has a state, derived from whether it sends, whether its frames can be
 * decoded, and what they show; the gate keeps failed sensors out of the network. The package is pure: no clock, no I/O.
 *
 * <pre>
 *               5 bad frames                     no frame for 2.5 periods
 *   OK, DEGRADED ──────────▶ FAILED      any state ──────────────────────▶ SILENT
 *        ▲                      │                                             │
 *        └───── RECOVERING ◀────┴──────── half of the frames it takes ────────┘
 *      3 usable in a row
 *
 *   OK ── 5 poor frames ──▶ DEGRADED ── 3 good in a row ──▶ OK
 * </pre>
 *
 * <p>No flapping: each time a state gets worse within 10 seconds of having got better, the way back takes twice as many
 * frames, up to eightfold. A sensor that sends too seldom stays silent.
 *
 * <p>A degraded sensor (dark, blurred) still takes part; its state says so.
 *
 * <p>Reading order: {@link io.lynceus.health.SensorState}, {@link io.lynceus.health.HealthMonitor},
 * {@link io.lynceus.health.HealthConfig}, {@link io.lynceus.health.Gate}, {@link io.lynceus.health.Admission}, and
 * {@link io.lynceus.health.HealthSnapshot}, by which the next owner of a rig goes on.
 *
 * <p>Threads: a monitor belongs to one thread. Units: capture time.
 */
@NullMarked
package io.lynceus.health;

import org.jspecify.annotations.NullMarked;
