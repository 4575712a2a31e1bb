package io.lynceus.stream.kafka;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.SentValue;
import io.lynceus.stream.kafka.WaitingFrameStore.Reference;
import io.lynceus.sync.FrameRef;
import io.lynceus.sync.RecordAddress;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads the frames again that waited when a task ended. A record that lies at a frame's address now may be another one, if the
 * topic was created again: its bytes must never come back under the old frame's stamp.
 *
 * <p>Thread safety: one thread.
 */
final class FramesThatWaited {
    /** A frame and its payload. */
    record Back(FrameRef frame, SentValue sent) {}

    private static final String CREATED_AGAIN =
            "; was the topic created again while the node was down? The frame is expired";

    private final RigConfig config;
    private final PayloadReader payloads;
    private final BiConsumer<String, String> warnings;

    /** @param warnings takes the cause and the sentence of a warning, once for each frame */
    FramesThatWaited(RigConfig config, PayloadReader payloads, BiConsumer<String, String> warnings) {
        this.config = config;
        this.payloads = payloads;
        this.warnings = warnings;
    }

    /**
     * Returns the frames whose records are still there, by capture time.
     *
     * @param gone takes each of the others
     */
    List<Back> read(List<Reference> references, Consumer<FrameRef> gone) {
        PayloadReader.Payloads found = payloads.read(references.stream()
                .map(reference -> reference.frame().address())
                .toList());
        List<Back> back = new ArrayList<>();
        references.stream()
                .sorted(Comparator.comparing(
                                (Reference reference) -> reference.frame().stamp())
                        .thenComparing(reference -> reference.frame().sensor()))
                .forEach(reference -> {
                    FrameRef frame = reference.frame();
                    SentValue sent = found.values().get(frame.address());
                    Optional<String> wrong = sent == null
                            ? Optional.of(whyMissing(frame.address(), found))
                            : mismatch(reference, sent.bytes());
                    if (wrong.isPresent()) {
                        warnings.accept(frame.address().topic(), frame + " waited for its set, but " + wrong.get());
                        gone.accept(frame);
                    } else if (sent != null) {
                        back.add(new Back(frame, sent));
                    }
                });
        return back;
    }

    private static String whyMissing(RecordAddress address, PayloadReader.Payloads found) {
        return found.beyondTheEnd().contains(address)
                ? "the topic's log ends before its record" + CREATED_AGAIN
                : "retention has removed its record; raise the topic's retention.bytes. The frame is expired";
    }

    private Optional<String> mismatch(Reference reference, byte[] value) {
        RecordImprint now = RecordImprint.of(value);
        boolean other = reference
                .imprint()
                .map(then -> !then.equals(now))
                .orElseGet(() -> hasOtherStamp(reference.frame(), value));
        return other
                ? Optional.of("another record of " + now.length() + " bytes lies at its address"
                        + reference
                                .imprint()
                                .map(then -> ", its own had " + then.length() + " bytes and another checksum")
                                .orElse(", with another stamp")
                        + CREATED_AGAIN)
                : Optional.empty();
    }

    /** All that a reference of an earlier version can be checked by. */
    private boolean hasOtherStamp(FrameRef frame, byte[] value) {
        Optional<Stamp> stamp = config.sensor(frame.sensor()).payloadFormat().stamp(value);
        return stamp.isPresent() && !stamp.get().equals(frame.stamp());
    }
}
