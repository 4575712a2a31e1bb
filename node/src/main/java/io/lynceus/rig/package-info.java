/**
 * What a rig file says, as values. The package reads the file and refuses what cannot be meant; what is made of it is elsewhere.
 *
 * <pre>
 * rig file ─▶ {@link io.lynceus.rig.RigConfig#read}
 *              ├─ rigs         ids and patterns                    RigNames
 *              ├─ sync         mode, tolerance, deadline, maxAge   stream.Regime
 *              ├─ sensors      topic, modality, format, rate       raster.message.PayloadFormat
 *              ├─ health       limits of each modality             health.HealthConfig
 *              ├─ policy       which masks are fit                 MaskPolicy
 *              ├─ accelerator  where the model runs                segment.SessionSettings
 *              └─ output       topics and encodings of results     stream.message
 * </pre>
 *
 * <p>Reading order: {@link io.lynceus.rig.RigConfig}, {@link io.lynceus.rig.RigNames}, {@link io.lynceus.rig.MaskPolicy}; {@code
 * docs/configuration.md} has every key.
 *
 * <p>Threads: everything here is immutable.
 */
@NullMarked
package io.lynceus.rig;

import org.jspecify.annotations.NullMarked;
