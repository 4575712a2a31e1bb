package io.lynceus.command.trainer.run;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.CheckpointException;
import io.lynceus.network.Network;
import io.lynceus.network.Serving;
import io.lynceus.nn.onnx.ExportInverse;
import io.lynceus.nn.onnx.ExportedConstants;
import io.lynceus.segment.ModelCard;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An exported model that a run starts from.
 *
 * @param config of the run, whose network must be the model's
 */
record ExportedStart(RunConfig config, Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(ExportedStart.class);

    /** Returns true if a file's name is that of an exported model. */
    static boolean is(String file) {
        return file.endsWith(".onnx");
    }

    /**
     * Returns the weights that the model was exported from, as far as its file holds them.
     *
     * @throws SettingsException if the file is no exported model, or one of another system or of other modalities
     */
    Checkpoint weights() throws IOException {
        ExportedConstants constants = read();
        ModelCard card = ModelCard.parse(constants.card());
        requireSame("system", card.system(), config.network().system());
        List<String> modalities =
                card.modalities().stream().map(ModelCard.InputModality::name).toList();
        requireSame("modalities", modalities, config.network().modalities());
        Network network = config.network().create(card.classes().size());
        ExportInverse inverse =
                new ExportInverse(new Serving(network, constants.image()), network.parameters(), seed(card));
        ExportInverse.Found found = inverse.of(constants);
        int all = network.parameters().size();
        int there = found.weights().tensors().size();
        LOG.info(
                "{}: of {} tensors, {} are as they were exported, {} were fitted to what the export computed from them"
                        + " (largest relative error {}, of {}), and {} are not in the file and start anew",
                file,
                all,
                there - found.fitted(),
                found.fitted(),
                String.format(Locale.ROOT, "%.1e", found.error()),
                found.worst(),
                all - there);
        return found.weights();
    }

    private ExportedConstants read() throws IOException {
        try {
            return ExportedConstants.read(file);
        } catch (CheckpointException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns the seed of the model's training: what it drew and did not learn is drawn again. */
    private long seed(ModelCard card) {
        String seed = card.training().getOrDefault("seed", "");
        return seed.matches("-?\\d{1,18}") ? Long.parseLong(seed) : config.fit().seed();
    }

    private void requireSame(String what, Object ofModel, Object ofRun) {
        if (!ofModel.equals(ofRun)) {
            throw new SettingsException("start: model " + file + " has the " + what + " " + ofModel + ", network."
                    + what + " is " + ofRun + "; take over the model's, or name a checkpoint");
        }
    }
}
