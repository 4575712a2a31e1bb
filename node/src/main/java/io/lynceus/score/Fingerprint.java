package io.lynceus.score;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Hashes the contents that figures are made from, so that kept figures are never used for other contents. */
public final class Fingerprint {
    private Fingerprint() {}

    /** Returns the SHA-256 of a file's bytes. */
    public static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Returns a hash of all samples, in order: their ids, frames and labels, the class list and the latched messages. It reads the
     * whole recording once, which takes a small part of the time that judging it takes. A label that cannot be decoded counts by its
     * message.
     */
    public static String of(Recording recording, Labels labels) {
        MessageDigest digest = sha256();
        text(digest, labels.classes().toString());
        for (Latched latched : recording.latched()) {
            text(digest, latched.topic());
            bytes(digest, latched.value());
        }
        for (int i = 0; i < recording.samples().size(); i++) {
            RecordedSample sample = recording.samples().get(i);
            text(digest, sample.id() + sample.tags());
            for (Channel channel : recording.channels()) {
                text(digest, channel.sensor());
                Optional<RecordedFrame> frame = recording.sampleFrame(i, channel);
                frame.ifPresent(there -> bytes(digest, there.value()));
            }
            label(digest, labels, sample.id());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void label(MessageDigest digest, Labels labels, String sample) {
        try {
            Optional<LabelRaster> label = labels.of(sample);
            label.ifPresent(raster -> {
                text(digest, raster.toString());
                bytes(digest, raster.classIds());
            });
        } catch (UncheckedIOException e) {
            text(digest, String.valueOf(e.getMessage()));
        }
    }

    private static void text(MessageDigest digest, String text) {
        bytes(digest, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds bytes with their length, so that two parts never look like one. */
    private static void bytes(MessageDigest digest, byte[] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
