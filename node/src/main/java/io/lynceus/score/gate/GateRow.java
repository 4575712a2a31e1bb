package io.lynceus.score.gate;

/**
 * What one fault costs.
 *
 * @param sensor that has the fault
 * @param fault its name
 * @param strength 0 to 1
 * @param kept mIoU, as a fraction, with the faulty frame in every set
 * @param dropped mIoU without the sensor
 * @param gated mIoU where the gate decides for each frame
 */
public record GateRow(String sensor, String fault, double strength, double kept, double dropped, double gated) {
    /** Returns the better of keeping and dropping the sensor throughout. */
    public double oracle() {
        return Math.max(kept, dropped);
    }
}
