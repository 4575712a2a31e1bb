/**
 * Whether a sensor can be trusted: a state for each, from its liveness, its decoding and what its frames hold; and the gate that
 * keeps failed sensors out of the network. Pure: no clock, no I/O.
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
 * <p>Degraded frames (dark, blurred) do not bar a sensor: it stays in, marked.
 *
 * <p>Reading order: {@link io.lynceus.health.SensorState}, {@link io.lynceus.health.HealthMonitor},
 * {@link io.lynceus.health.HealthConfig}, {@link io.lynceus.health.Gate}, {@link io.lynceus.health.Admission}.
 *
 * <p>Threads: a monitor belongs to one thread. Units: capture time.
 */
@NullMarked
package io.lynceus.health;

import org.jspecify.annotations.NullMarked;
