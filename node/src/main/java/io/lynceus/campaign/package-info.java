/**
 * A campaign of faults against nodes and a broker that run in processes of their own: they are killed and paused at random moments,
 * and the masks are compared with those of a run that nothing disturbed (promises R2, R7 and R8).
 *
 * <pre>
 * {@link io.lynceus.campaign.Campaign} ─▶ CampaignStage: broker, nodes, topics ─▶ LynceusProcess, one a JVM
 *        │                      └▶ a Vehicle sends the street: in Rations (complete) or in real time (live)
 *        ├─▶ Disturbance after Disturbance, in an order that the seed gives; how long until the next mask?
 *        └─▶ MaskLog of each run ─▶ MaskComparison ─▶ {@link io.lynceus.campaign.CampaignReport}
 * </pre>
 *
 * <p>Threads: one runs the campaign; a {@code MaskLog} reads in a thread of its own.
 */
@NullMarked
package io.lynceus.campaign;

import org.jspecify.annotations.NullMarked;
