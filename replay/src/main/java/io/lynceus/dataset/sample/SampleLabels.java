package io.lynceus.dataset.sample;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The labels of a dataset of samples, one file for each, read when asked for. Thread-safe. */
public final class SampleLabels implements Labels {
    /** Turns the bytes of a label file into train ids. */
    public interface LabelDecoder {
        LabelRaster decode(byte[] file, String where) throws IOException;
    }

    private final ClassList classes;
    private final LabelDecoder decoder;
    private final Map<String, Path> byId = new HashMap<>();
    private final Map<Stamp, String> ids = new HashMap<>();

    /**
     * Makes the labels.
     *
     * @param files one for each sample
     */
    public SampleLabels(ClassList classes, List<RecordedSample> samples, List<Path> files, LabelDecoder decoder) {
        this.classes = classes;
        this.decoder = decoder;
        for (int i = 0; i < samples.size(); i++) {
            byId.put(samples.get(i).id(), files.get(i));
            ids.put(samples.get(i).stamp(), samples.get(i).id());
        }
    }

    @Override
    public ClassList classes() {
        return classes;
    }

    /** Returns a label only at the stamp of a sample. */
    @Override
    public Optional<LabelRaster> at(Stamp stamp) {
        return Optional.ofNullable(ids.get(stamp)).flatMap(this::of);
    }

    @Override
    public Optional<LabelRaster> of(String sampleId) {
        Path file = byId.get(sampleId);
        if (file == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(decoder.decode(Files.readAllBytes(file), file.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException("label of sample " + sampleId + ": " + e.getMessage(), e);
        }
    }
}
