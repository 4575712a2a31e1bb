/**
 * The systems, one file each; every file reads like its paper's figure and knows neither libtorch nor ONNX.
 *
 * <p>Reading order: {@link io.lynceus.network.Network} (what a system is), {@link io.lynceus.network.Batch} and
 * {@link io.lynceus.network.Prediction} (what goes in and comes out), {@link io.lynceus.network.NetworkSettings} and
 * {@link io.lynceus.network.Systems} (how one is chosen), {@link io.lynceus.network.MleSam}, {@link io.lynceus.network.Serving} (from rasters to class ids).
 *
 * <p>Threads: networks are immutable. Units: logits are unnormalised log-probabilities; weights of routing lie in 0..1.
 */
@NullMarked
package io.lynceus.network;

import org.jspecify.annotations.NullMarked;
