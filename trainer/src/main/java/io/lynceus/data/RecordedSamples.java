package io.lynceus.data;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Recording;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RecordedRasters;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.List;

/**
 * The labelled samples of a recording. Their frames are the messages that the player sends, through the rasterizers that the node
 * has after the recording's calibrations.
 */
public final class RecordedSamples implements SampleSource {
    private final Recording recording;
    private final List<Modality> modalities;
    private final List<Channel> channels;
    private final Labels labels;
    private final RecordedRasters rasters;

    /**
     * Makes a source of all samples of a recording, which stays open.
     *
     * @param modalities some of the recording's
     * @throws SettingsException if a modality or the labels are not there
     */
    public RecordedSamples(Recording recording, List<Modality> modalities) {
        this.recording = recording;
        this.modalities = List.copyOf(modalities);
        this.channels = modalities.stream().map(m -> channel(recording, m)).toList();
        this.labels = recording
                .labels()
                .orElseThrow(() -> new SettingsException(recording.name() + " has no labels to learn from: "
                        + String.join("; ", recording.remarks()) + "; unpack the labels, or choose another split"));
        this.rasters = new RecordedRasters(recording);
    }

    private static Channel channel(Recording recording, Modality modality) {
        return recording.channels().stream()
                .filter(channel -> channel.modality().equals(modality))
                .findFirst()
                .orElseThrow(() -> new SettingsException("network.modalities names " + modality + "; "
                        + recording.name()
                        + " has "
                        + recording.channels().stream().map(Channel::modality).toList()));
    }

    @Override
    public List<Modality> modalities() {
        return modalities;
    }

    @Override
    public ClassList classes() {
        return labels.classes();
    }

    @Override
    public long size() {
        return recording.samples().size();
    }

    @Override
    public Sample sample(long index) {
        LabelRaster label = label(index);
        return sample(index, new RasterSize(label.height(), label.width()), label);
    }

    @Override
    public Sample sample(long index, RasterSize size) {
        return sample(index, size, label(index));
    }

    private Sample sample(long index, RasterSize size, LabelRaster label) {
        String id = id(index);
        List<Sample.Frame> frames = new ArrayList<>();
        for (int m = 0; m < modalities.size(); m++) {
            int modality = m;
            Channel channel = channels.get(m);
            recording
                    .sampleFrame(Math.toIntExact(index), channel)
                    .map(frame -> Rasters.of(rasters.of(channel, size), frame.value(), id + " " + channel.sensor()))
                    .ifPresent(raster -> frames.add(new Sample.Frame(modality, raster)));
        }
        if (frames.isEmpty()) {
            throw new IllegalStateException("sample " + id + " of " + recording.name() + " has none of " + modalities
                    + "; add a modality to network.modalities that every sample has");
        }
        return new Sample(id, size.height(), size.width(), frames, label);
    }

    private LabelRaster label(long index) {
        String id = id(index);
        return labels.of(id)
                .orElseThrow(
                        () -> new IllegalStateException("sample " + id + " of " + recording.name() + " has no label"));
    }

    private String id(long index) {
        return recording.samples().get(Math.toIntExact(index)).id();
    }
}
