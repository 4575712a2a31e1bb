package io.lynceus.record;

import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ModelCard;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the metadata of a recording: its source, and the masks' classes. */
public final class RecordingNotes {
    private RecordingNotes() {}

    /** @param card of the model that makes the masks, if it is at hand */
    public static Map<String, Map<String, String>> of(RigConfig config, Optional<ModelCard> card, Clock clock) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("recorded_at", clock.instant().toString());
        provenance.put("rigs", String.join(",", config.rigs()));
        provenance.put(
                "sensors", config.sensors().stream().map(RigConfig.Sensor::name).collect(Collectors.joining(",")));
        provenance.put("model", config.model());
        Map<String, Map<String, String>> notes = new LinkedHashMap<>();
        notes.put("lynceus.provenance", provenance);
        card.ifPresent(known -> {
            provenance.put("model", known.name());
            provenance.put("weights_sha256", known.weightsSha256());
            notes.put("lynceus.classes", palette(known.classes()));
        });
        return notes;
    }

    /** Maps class ids to colours and names, such as {@code "6": "#804080 Road"}. */
    private static Map<String, String> palette(List<ModelCard.OutputClass> classes) {
        Map<String, String> palette = new LinkedHashMap<>();
        for (int id = 0; id < classes.size(); id++) {
            List<Integer> rgb = classes.get(id).rgb();
            String colour = String.format("#%02x%02x%02x", rgb.get(0), rgb.get(1), rgb.get(2));
            palette.put(Integer.toString(id), colour + " " + classes.get(id).name());
        }
        return palette;
    }
}
