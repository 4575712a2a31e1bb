package io.lynceus.score;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.process.Ending;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RecordedRasters;
import io.lynceus.score.gate.FrameGate;
import io.lynceus.score.gate.GateComparison;
import io.lynceus.score.gate.GateRow;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Compares the health gate with an oracle on the labelled samples of a recording: {@link GateComparison}. Frames are drawn as the node
 * draws them; there is neither a broker nor a node, because each sample is segmented some seventy times.
 *
 * @param sensors of the recording that the model knows
 * @param rules by which masks are judged
 * @param most samples at most, spread over the recording
 * @param seed of the faults
 */
public record GateScore(
        Recording recording, List<String> sensors, Labels labels, ScoreRules rules, int most, long seed) {

    /**
     * Returns a row for every sensor, fault and strength.
     *
     * @param progress gets how many samples are done
     */
    public List<GateRow> rows(Segmenter segmenter, IntConsumer progress) {
        ModelCard card = segmenter.card();
        RasterSize size = new RasterSize(card.height(), card.width());
        List<Channel> channels = recording.channels().stream()
                .filter(channel -> sensors.contains(channel.sensor()))
                .toList();
        GateComparison comparison = new GateComparison(
                channels.stream()
                        .map(channel -> new FrameGate.Sensor(channel.sensor(), channel.modality()))
                        .toList(),
                labels.classes(),
                rules,
                size,
                seed);
        RecordedRasters rasters = new RecordedRasters(recording);
        int all = recording.samples().size();
        int count = samples();
        for (int i = 0; i < count; i++) {
            Ending.throwIfAsked();
            comparison.add(moment((int) ((long) i * all / count), channels, rasters, size), frames -> segmenter
                    .segment(List.of(input(frames, channels, card)))
                    .get(0)
                    .classes());
            progress.accept(i + 1);
        }
        return comparison.rows();
    }

    /** Returns how many samples are segmented. */
    public int samples() {
        return Math.min(most, recording.samples().size());
    }

    private GateComparison.Moment moment(int index, List<Channel> channels, RecordedRasters rasters, RasterSize size) {
        RecordedSample sample = recording.samples().get(index);
        LabelRaster label = labels.of(sample.id())
                .orElseThrow(() -> new IllegalStateException("sample " + sample.id() + " has no label"));
        List<GateComparison.Frame> frames = new ArrayList<>();
        for (int c = 0; c < channels.size(); c++) {
            int sensor = c;
            recording.sampleFrame(index, channels.get(c)).ifPresent(frame -> {
                byte[] raster = new byte[size.bytes()];
                rasters.draw(frame, size).get(raster);
                frames.add(new GateComparison.Frame(sensor, raster));
            });
        }
        return new GateComparison.Moment(sample.id(), frames, label);
    }

    private static SetInput input(List<GateComparison.Frame> frames, List<Channel> channels, ModelCard card) {
        return new SetInput(frames.stream()
                .map(frame -> new SetInput.InputFrame(
                        card.indexOf(channels.get(frame.sensor()).modality()),
                        ByteBuffer.allocateDirect(frame.raster().length)
                                .put(frame.raster())
                                .flip()))
                .toList());
    }
}
