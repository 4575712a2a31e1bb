/**
 * The node's HTTP server: the live page, the probes (alive, started, ready) and the metrics. It listens on loopback by default.
 *
 * <p>Reading order: {@link io.lynceus.monitor.Monitor}, {@code Page}, {@code LiveFeed}, {@code RigView}, {@code Update}; {@code
 * AccessRule} for who may see it, {@code OpenPageStreams} and {@code PageStream} for why a slow page delays nothing, {@code
 * PlayerCommands} for the buttons; {@code Nodes} and {@code Accounts} for what nodes count; {@code Readiness} and {@code
 * NodeMetrics}. The page's own files are beside the class files: {@code monitor.js} passes updates to a module for each panel, {@code
 * headline.js} says how all is.
 *
 * <p>Threads: daemon threads answer, one for each open page; the feed reads topics on its own. Nothing here touches a stream
 * thread. Units: milliseconds on the page, Prometheus base units in metrics.
 */
@NullMarked
package io.lynceus.monitor;

import org.jspecify.annotations.NullMarked;
