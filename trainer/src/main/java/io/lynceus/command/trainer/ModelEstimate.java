package io.lynceus.command.trainer;

import io.lynceus.command.trainer.run.RunConfig;
import io.lynceus.data.DataSources;
import io.lynceus.evaluate.EstimateFit;
import io.lynceus.nn.onnx.OnnxCard;
import io.lynceus.play.PlayClock;
import io.lynceus.play.ProgressBar;
import io.lynceus.raster.RasterSize;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a model file expects of one mask, fitted to the masks that the file makes of a run's validation samples.
 *
 * @param file the model
 * @param card of the file, without the estimate
 */
record ModelEstimate(Path file, ModelCard card, EstimateFit.Result result) {
    private static final long FAULT_SEED = 1;

    static ModelEstimate fit(RunConfig config, List<Modality> modalities, Path file, long samples) {
        try (OnnxSegmenter segmenter =
                        OnnxSegmenter.open(file, List.of(ExecutionProvider.CPU), EvaluateCommand.threads());
                ProgressBar bar = ProgressBar.ofTerminal(PlayClock.system())) {
            ModelCard card = segmenter.card();
            EvaluateCommand.requireModalities(card, modalities);
            if (card.expectedMiou().isEmpty()) {
                throw new SettingsException("model " + card.name() + " has no table of expected mIoU; export it again"
                        + " with './lynceus trainer export --evaluate 200'");
            }
            DataSources sources = DataSources.open(config.data(), modalities);
            EstimateFit fit = new EstimateFit(
                    sources.validation(),
                    sources.rules(),
                    samples,
                    new RasterSize(card.height(), card.width()),
                    FAULT_SEED);
            return new ModelEstimate(file, card, fit.fit(segmenter, done -> bar.step(done, samples, "samples")));
        }
    }

    /** Writes a copy of the model that has the estimate in its card. */
    void write(Path out) throws IOException {
        OnnxCard.write(file, card.withEstimate(result.estimate()).toJson(), out);
    }
}
