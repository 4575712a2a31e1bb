/**
 * What faults of single sensors cost: {@link io.lynceus.score.gate.SensorFault} has the faults, {@link
 * io.lynceus.score.gate.FrameGate} decides as the node does, {@link io.lynceus.score.gate.GateComparison} puts every fault into every
 * sensor and compares the gate's choice with the better of keeping and dropping it, and {@link io.lynceus.score.gate.GateTable}
 * prints the {@linkplain io.lynceus.score.gate.GateRow rows}. The trainer puts the same faults into the frames that it learns from.
 *
 * <p>Units: strengths 0 to 1, mIoU as fractions. Threads: faults may be used from many threads.
 */
@NullMarked
package io.lynceus.score.gate;

import org.jspecify.annotations.NullMarked;
