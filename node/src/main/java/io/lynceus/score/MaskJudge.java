package io.lynceus.score;

import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.metric.MaskComparison;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.stream.message.MaskMessages;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * Joins masks to labels by their sample's id, and keeps the confusion matrices.
 *
 * <p>Thread safety: messages come from one thread; the rest may be asked from any.
 */
public final class MaskJudge {
    private final String variant;
    private final Set<String> wanted;
    private final Labels labels;
    private final ScoreRules rules;
    private final ScoreFile file;
    private final IntConsumer progress;
    private final Set<String> judged = ConcurrentHashMap.newKeySet();
    private final Set<String> unmasked = ConcurrentHashMap.newKeySet();

    /**
     * @param wanted ids of the samples, in order
     * @param progress gets how many have been judged
     */
    MaskJudge(
            String variant, Set<String> wanted, Labels labels, ScoreRules rules, ScoreFile file, IntConsumer progress) {
        this.variant = variant;
        this.wanted = wanted;
        this.labels = labels;
        this.rules = rules;
        this.file = file;
        this.progress = progress;
    }

    boolean wants(String sampleId) {
        return wanted.contains(sampleId);
    }

    void take(Segmentation message) {
        String id = message.getSampleId();
        if (!wants(id)) {
            return; // frames that are sent after the end belong to no sample
        }
        if (!message.hasClasses()) {
            unmasked.add(id);
        } else if (!judged.contains(id)) {
            judge(id, message);
            judged.add(id);
            progress.accept(judged.size());
        }
    }

    private void judge(String id, Segmentation message) {
        LabelRaster label =
                labels.of(id).orElseThrow(() -> new IllegalStateException("sample " + id + " has no label"));
        byte[] mask = MaskMessages.unpack(message.getClasses());
        int width = message.getClasses().getWidth();
        int height = message.getClasses().getHeight();
        file.add(
                variant,
                id,
                MaskComparison.compare(
                        rules, label, mask, width, height, labels.classes().size()),
                message.getContributionsList().stream()
                        .filter(contribution -> !contribution.getUsed())
                        .map(Contribution::getSensor)
                        .toList());
    }

    /** Returns the number of samples whose message has come. */
    int seen() {
        return judged.size() + unmasked.size();
    }

    boolean isDone() {
        return seen() >= wanted.size();
    }

    /** Returns true if a message came without a mask. */
    boolean hasUnmasked() {
        return !unmasked.isEmpty();
    }

    IllegalStateException incomplete(String why) {
        String first =
                wanted.stream().filter(id -> !judged.contains(id)).findFirst().orElse("none");
        return new IllegalStateException((wanted.size() - judged.size()) + " of " + wanted.size()
                + " samples have no mask, the first is " + first + ": " + why
                + "; look for dead letters in the log, then run the same command again to go on");
    }
}
