package io.lynceus.monitor;

import io.lynceus.stream.Tally;
import io.lynceus.sync.Outcome.Fate;
import io.lynceus.sync.Outcome.SetKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What became of the node's frames and sets, and what helps where they were lost.
 *
 * @param sets by outcome: complete, partial, expired, shed
 * @param drops frames that gave nothing to a mask
 */
record Accounts(Map<String, Long> sets, List<Drop> drops) {
    /**
     * @param outcome such as late
     * @param count frames so far
     * @param remedy what to do about it
     */
    record Drop(String sensor, String outcome, long count, String remedy) {}

    static Accounts of(Tally tally) {
        Map<String, Long> sets = new LinkedHashMap<>();
        for (SetKind kind : SetKind.values()) {
            sets.put(kind.name().toLowerCase(Locale.ROOT), tally.count(kind));
        }
        sets.put("shed", tally.shedSetCount());
        sets.put("unusable", tally.unusableSetCount());
        List<Drop> drops = new ArrayList<>();
        for (String sensor : tally.sensors()) {
            for (Fate fate : Fate.values()) {
                long count = tally.count(sensor, fate);
                if (fate != Fate.MATCHED && count > 0) {
                    drops.add(new Drop(sensor, fate.name().toLowerCase(Locale.ROOT), count, remedy(fate)));
                }
            }
        }
        return new Accounts(sets, drops);
    }

    private static String remedy(Fate fate) {
        return switch (fate) {
            case MATCHED -> "";
            case SURPLUS -> "No set needed it: this sensor is faster than the others. Nothing to do.";
            case LATE ->
                "Its set had left. Raise sync.deadline above the sensor's transport delay, or give the sensor's offset"
                        + " if its stamps are shifted.";
            case EXPIRED ->
                "Its set lacked a required sensor. Mend that sensor, or take 'required' from it in the rig file.";
            case DUPLICATE ->
                "The same stamp came twice. Expected after a restart; otherwise two senders share the topic and key.";
            case MALFORMED ->
                "It could not be decoded. The dead-letter topic has its place and reason; check format and schema.";
            case SHED ->
                "It was older than sync.maxAge: the node cannot keep up. Use a GPU, more threads, a smaller model or a"
                        + " lower rate.";
        };
    }
}
