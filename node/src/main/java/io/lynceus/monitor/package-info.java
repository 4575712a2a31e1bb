/**
 * What the node tells of itself over HTTP: is it alive, started, ready; its metrics. On loopback unless told otherwise.
 *
 * <p>Reading order: {@link io.lynceus.monitor.Monitor}, {@link io.lynceus.monitor.Readiness},
 * {@link io.lynceus.monitor.NodeMetrics}.
 *
 * <p>Threads: two daemon threads answer; nothing here touches a stream thread. Units: metrics have Prometheus base units.
 */
@NullMarked
package io.lynceus.monitor;

import org.jspecify.annotations.NullMarked;
