package io.lynceus.command.trainer.run;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.KeyMap;
import io.lynceus.checkpoint.KeyReport;
import io.lynceus.checkpoint.TensorData;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.bytedeco.pytorch.Device;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An opened configuration: its data, its network and its weights.
 *
 * @param parameters closed by the caller that opened the run
 * @param startedFrom which keys of all starting checkpoints together fitted
 */
public record Run(
        RunConfig config,
        DataSources sources,
        Network network,
        Parameters parameters,
        Optional<KeyReport> startedFrom) {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);
    private static final int SHOWN_KEYS = 3;

    /**
     * Opens a configuration.
     *
     * @throws SettingsException if the data or the checkpoint to start from are not where the configuration says
     */
    public static Run open(RunConfig config, Device device) throws IOException {
        DataSources sources = DataSources.open(config.data(), config.modalities());
        for (String file : config.start()) {
            if (!Files.isRegularFile(Path.of(file))) {
                throw new SettingsException("start is " + file + ", which does not exist; name a checkpoint, such as"
                        + " SAM 2's weights as safetensors, an exported model, or '' for fresh weights");
            }
        }
        Network network = config.network().create(sources.training().classes().size());
        Parameters parameters =
                Parameters.create(network.parameters(), config.fit().seed(), device);
        Optional<KeyReport> report = config.start().isEmpty()
                ? Optional.empty()
                : Optional.of(start(config, network.startKeys(config.fit().seed()), parameters));
        return new Run(config, sources, network, parameters, report);
    }

    /** Loads all files together; if two have the same key, the later file is used. */
    private static KeyReport start(RunConfig config, KeyMap keys, Parameters parameters) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        List<String> given = new ArrayList<>();
        for (String file : config.start()) {
            boolean exported = ExportedStart.is(file);
            Checkpoint plain = exported ? new ExportedStart(config, Path.of(file)).weights() : checkpoint(file);
            given.addAll(plain.tensors().keySet().stream().limit(SHOWN_KEYS).toList());
            Checkpoint fitted = keys.fit(plain, parameters.shapes());
            tensors.putAll((exported ? ofThatShape(fitted, parameters.shapes()) : fitted).tensors());
        }
        Checkpoint start = new Checkpoint(tensors, Map.of());
        StartCheck check = new StartCheck(config.start(), given);
        check.requireSomething(start, parameters.specs());
        check.requireFrozenParts(start, parameters.specs());
        check.requireFinite(start.only(parameters.shapes().keySet()));
        return parameters.loadMatching(start);
    }

    private static Checkpoint checkpoint(String file) throws IOException {
        Checkpoint read = Weights.read(Path.of(file));
        Checkpoint plain = read.withoutWrapper();
        if (plain != read) {
            LOG.warn("The keys of {} begin with the prefix of a wrapper, which is removed", file);
        }
        return plain;
    }

    /** Leaves out what has another shape, such as the last layer for a model's other classes: it starts anew. */
    private static Checkpoint ofThatShape(Checkpoint weights, Map<String, List<Long>> shapes) {
        return weights.only(weights.tensors().entrySet().stream()
                .filter(entry -> entry.getValue().shape().equals(shapes.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet()));
    }

    /** Makes the loop that fits this run. */
    public FitLoop loop(FitLoop.Observer observer) {
        double balance = config.fit().loss().classBalance();
        SampleSource training = sources.training();
        float[] weights = balance == 0
                ? null
                : ClassWeights.of(training, training.classes().size(), balance);
        return new FitLoop(network, parameters, config.fit(), weights, observer);
    }

    /** Loads the training batches from that one on. */
    public Loader loader(long firstBatch) {
        return new Loader(
                sources.training(),
                config.data().augmentation(config.modalities()),
                config.data().faults(),
                config.data().subsets(config.modalities()),
                new Loader.Options(
                        config.fit().batch(), config.fit().seed(), config.fit().loaderThreads()),
                firstBatch);
    }
}
