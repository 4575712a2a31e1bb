package io.lynceus.command.trainer;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.KeyReport;
import io.lynceus.checkpoint.Sam2Weights;
import io.lynceus.data.DataSources;
import io.lynceus.data.Loader;
import io.lynceus.data.SampleSource;
import io.lynceus.fit.ClassWeights;
import io.lynceus.fit.FitLoop;
import io.lynceus.network.Network;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Device;

/**
 * A configuration made real: data opened, network built, weights filled.
 *
 * @param parameters owned by whoever opened the run
 * @param startedFrom how the keys of each starting checkpoint fitted
 */
record Run(RunConfig config, DataSources sources, Network network, Parameters parameters, List<KeyReport> startedFrom) {

    /** @throws SettingsException if the data or the checkpoint to start from are not where the configuration says */
    static Run open(RunConfig config, Device device) throws IOException {
        DataSources sources = DataSources.open(config.data(), config.modalities());
        for (String file : config.start()) {
            if (!Files.isRegularFile(Path.of(file))) {
                throw new SettingsException("start is " + file + ", which does not exist; name a checkpoint, such as"
                        + " SAM 2's weights as safetensors, or '' for fresh weights");
            }
        }
        Network network = config.network().create(sources.training().classes().size());
        Parameters parameters =
                Parameters.create(network.parameters(), config.fit().seed(), device);
        List<KeyReport> reports = new ArrayList<>();
        for (String file : config.start()) {
            reports.add(start(Path.of(file), config.fit().seed(), parameters));
        }
        return new Run(config, sources, network, parameters, reports);
    }

    private static KeyReport start(Path file, long seed, Parameters parameters) throws IOException {
        return parameters.loadMatching(new Sam2Weights(Checkpoint.read(file), seed).fit(parameters.shapes()));
    }

    /** The loop that fits this run. */
    FitLoop loop(FitLoop.Observer observer) {
        double balance = config.fit().loss().classBalance();
        SampleSource training = sources.training();
        float[] weights = balance == 0
                ? null
                : ClassWeights.of(training, training.classes().size(), balance);
        return new FitLoop(network, parameters, config.fit(), weights, observer);
    }

    /** The training batches from that one on. */
    Loader loader(long firstBatch) {
        return new Loader(
                sources.training(),
                config.data().augmentation(config.modalities()),
                config.data().subsets(),
                new Loader.Options(
                        config.fit().batch(), config.fit().seed(), config.fit().loaderThreads()),
                firstBatch);
    }
}
