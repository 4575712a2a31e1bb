package io.lynceus.command.trainer.run;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.lynceus.data.DataConfig;
import io.lynceus.fit.FitConfig;
import io.lynceus.network.NetworkSettings;
import io.lynceus.network.Systems;
import io.lynceus.nn.Grid;
import io.lynceus.raster.RasterSize;
import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A training run as a YAML file. Absent keys keep the published recipe.
 *
 * @param name of the run and of its model
 * @param network the network that is trained
 * @param start checkpoints or exported models ({@code .onnx}) whose weights it starts from, one after the other, as far as names
 *     and shapes agree; none for fresh weights
 * @param data the samples
 * @param fit losses, optimiser and schedule
 */
public record RunConfig(String name, NetworkSettings network, List<String> start, DataConfig data, FitConfig fit) {
    /** The file before {@code network} is read, whose keys depend on the system that it names. */
    private record File(
            String name,
            @JsonSetter(contentNulls = Nulls.SKIP)
                    Map<String, Object> network, // a blank key keeps its system's default
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<String> start,
            DataConfig data,
            FitConfig fit) {
        private static final File DEFAULTS = new File("run", Map.of(), List.of(), DataConfig.RECIPE, FitConfig.RECIPE);
    }

    public RunConfig {
        start = start.stream().filter(file -> !file.isBlank()).toList();
        if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new IllegalArgumentException(
                    "name is '" + name + "', allowed are lower case letters, digits, dots and dashes");
        }
    }

    public List<Modality> modalities() {
        return network.modalities().stream().map(Modality::new).toList();
    }

    /** Returns the size of the exported model's input. */
    public Grid grid() {
        RasterSize size = data.evaluationSize();
        return new Grid(size.height(), size.width());
    }

    /** Returns the configuration with another folder of data, if one is given. */
    public RunConfig withRoot(@Nullable String root) {
        return root == null ? this : new RunConfig(name, network, start, data.withRoot(root), fit);
    }

    /** Returns the configuration with other checkpoints to start from. */
    public RunConfig withStart(List<String> newStart) {
        return new RunConfig(name, network, newStart, data, fit);
    }

    /** With another way to fit. */
    public RunConfig withFit(FitConfig newFit) {
        return new RunConfig(name, network, start, data, newFit);
    }

    /** Returns the configuration with another seed, which its name ends with. */
    public RunConfig withSeed(long seed) {
        return new RunConfig(name + "-seed" + seed, network, start, data, fit.withSeed(seed));
    }

    public static RunConfig read(Path file) {
        File text = Settings.read(file, File.DEFAULTS);
        try {
            NetworkSettings network = Systems.settings(text.network());
            return new RunConfig(text.name(), network, text.start(), text.data(), text.fit());
        } catch (SettingsException | IllegalArgumentException e) {
            throw new SettingsException(file + ": " + e.getMessage(), e);
        }
    }
}
