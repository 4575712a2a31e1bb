package io.lynceus.stream;

import io.lynceus.sync.Outcome.Fate;

/** What to do about frames that are in no mask. Stateless. */
public final class LostFrames {
    private LostFrames() {}

    /** Returns what to do about frames that end so; empty for matched ones. */
    public static String remedy(Fate fate) {
        return switch (fate) {
            case MATCHED -> "";
            case SURPLUS -> "No set needed them: this sensor is faster than the others. Nothing to do.";
            case LATE ->
                "Their sets had left. Raise sync.deadline above the sensor's transport delay, or give the sensor's offset"
                        + " if its stamps are shifted.";
            case EXPIRED ->
                "Their sets lacked a required sensor. Repair that sensor, or remove 'required' from it in the rig file.";
            case DUPLICATE ->
                "The same stamp came twice. Expected after a restart; otherwise two senders share the topic and key.";
            case MALFORMED ->
                "They could not be decoded. The dead-letter topic has place and reason of each; check format and schema.";
            case SHED ->
                "They were older than sync.maxAge: the node cannot keep up. Use a GPU, more threads, a smaller model or a"
                        + " lower rate.";
        };
    }
}
