package io.lynceus.command.trainer;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.settings.SettingsException;
import java.util.List;
import java.util.Map;

/** Refuses starting weights with which training cannot succeed, before it begins. */
final class StartCheck {
    /** Share of a frozen part that must be present, because missing weights stay random. */
    private static final double NEARLY_ALL = 0.98;

    private StartCheck() {}

    /**
     * Requires finite weights.
     *
     * @throws SettingsException naming the first tensor that holds NaN or infinity
     */
    static void requireFinite(List<String> files, Checkpoint start) {
        for (Map.Entry<String, TensorData> entry : start.tensors().entrySet()) {
            for (float value : entry.getValue().floats()) {
                if (!Float.isFinite(value)) {
                    throw new SettingsException("start " + files + ": tensor " + entry.getKey() + " holds " + value
                            + ", allowed are finite numbers; take a checkpoint from before its training failed");
                }
            }
        }
    }

    /**
     * Requires the weights of frozen parts.
     *
     * @throws SettingsException if a part that does not learn would stay random
     */
    static void requireFrozenParts(List<String> files, Checkpoint start, List<ParameterSpec> specs) {
        long needed = 0;
        long there = 0;
        String missing = "";
        for (ParameterSpec spec : specs) {
            if (spec.role() == ParameterSpec.Role.FROZEN) {
                boolean given = start.tensors().containsKey(spec.name());
                needed += spec.elements();
                there += given ? spec.elements() : 0;
                missing = given || !missing.isEmpty() ? missing : spec.name();
            }
        }
        if (there < NEARLY_ALL * needed) {
            throw new SettingsException(String.format(
                    "start %s gives %d of %d frozen weights; the rest would stay random, because frozen parts do not learn. The"
                            + " first that is missing is %s, and the file has keys such as %s; name a checkpoint of this network"
                            + " or size, or rename its keys",
                    files,
                    there,
                    needed,
                    missing,
                    start.tensors().keySet().stream().limit(3).toList()));
        }
    }
}
