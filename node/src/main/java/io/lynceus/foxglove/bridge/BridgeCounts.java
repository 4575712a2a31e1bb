package io.lynceus.foxglove.bridge;

/**
 * What became of a robot's messages: received = sent + calibrations + dropped + refused + failed + held.
 *
 * @param received messages of all connections
 * @param sent frames that Kafka has confirmed
 * @param calibrations messages that told about cameras and coordinate frames
 * @param dropped because Kafka was too slow
 * @param refused too large, or not readable
 * @param failed that Kafka did not take
 * @param held in the queue, or not confirmed yet
 * @param connections that were opened so far
 * @param published results that were sent to the robot
 * @param unpublished results that were dropped because the robot was too slow or away
 */
public record BridgeCounts(
        long received,
        long sent,
        long calibrations,
        long dropped,
        long refused,
        long failed,
        long held,
        long connections,
        long published,
        long unpublished) {}
