package io.lynceus.command.trainer.run;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.TensorData;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.settings.SettingsException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Refuses starting weights with which training cannot succeed, before it begins.
 *
 * @param files that the weights come from
 * @param keys some keys of these files, for messages
 */
record StartCheck(List<String> files, List<String> keys) {
    /** Share of a frozen part that must be present, because missing weights stay random. */
    private static final double NEARLY_ALL = 0.98;

    /** The block of a key, such as {@code image_encoder.trunk.blocks.7}; where none is called so, the first numbered part. */
    private static final Pattern BLOCK = Pattern.compile("(.*\\.blocks\\.\\d+|.*?\\.\\d+)\\..*");

    /**
     * Requires finite weights.
     *
     * @throws SettingsException naming the first tensor that holds NaN or infinity
     */
    void requireFinite(Checkpoint start) {
        for (Map.Entry<String, TensorData> entry : start.tensors().entrySet()) {
            for (float value : entry.getValue().floats()) {
                if (!Float.isFinite(value)) {
                    throw new SettingsException("weights " + files + ": tensor " + entry.getKey() + " holds " + value
                            + ", allowed are finite numbers; take a checkpoint from before its training failed");
                }
            }
        }
    }

    /**
     * Requires that a start gives the network anything at all.
     *
     * @throws SettingsException if none of the network's keys is there
     */
    void requireSomething(Checkpoint start, List<ParameterSpec> specs) {
        if (specs.stream().noneMatch(spec -> start.tensors().containsKey(spec.name()))) {
            throw new SettingsException("start " + files + " gives none of the network's " + specs.size()
                    + " tensors, such as " + specs.get(0).name() + "; its keys are such as "
                    + keys + "; name a checkpoint of this network, or rename its keys");
        }
    }

    /**
     * Requires the weights of frozen parts.
     *
     * @throws SettingsException if a part, or a block of it, that does not learn would stay random
     */
    void requireFrozenParts(Checkpoint start, List<ParameterSpec> specs) {
        Map<String, Share> parts = new LinkedHashMap<>();
        Map<String, Share> blocks = new LinkedHashMap<>();
        for (ParameterSpec spec : specs) {
            if (spec.role() == ParameterSpec.Role.FROZEN) {
                boolean given = start.tensors().containsKey(spec.name());
                parts.computeIfAbsent(spec.part(), part -> new Share()).add(spec, given);
                Matcher block = BLOCK.matcher(spec.name());
                if (block.matches() && spec.shape().size() > 1) {
                    blocks.computeIfAbsent(block.group(1), b -> new Share()).add(spec, given);
                }
            }
        }
        parts.forEach((part, share) -> {
            if (share.given < NEARLY_ALL * share.needed) {
                throw random("part '" + part + "'", share);
            }
        });
        blocks.forEach((block, share) -> {
            if (share.given == 0) {
                throw random("block '" + block + "'", share);
            }
        });
    }

    private SettingsException random(String what, Share share) {
        return new SettingsException(String.format(
                "start %s gives %d of %d frozen weights of %s; the rest would stay random, because frozen parts do not"
                        + " learn. The first that is missing is %s, and its keys are such as %s; name a checkpoint of this"
                        + " network and size, or rename its keys",
                files, share.given, share.needed, what, share.missing, keys));
    }

    /** How much of something a file gives. */
    private static final class Share {
        private long needed;
        private long given;
        private String missing = "";

        void add(ParameterSpec spec, boolean there) {
            needed += spec.elements();
            given += there ? spec.elements() : 0;
            missing = there || !missing.isEmpty() ? missing : spec.name();
        }
    }
}
