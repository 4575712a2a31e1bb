package io.lynceus.command.trainer;

import io.lynceus.data.DataConfig;
import io.lynceus.fit.FitConfig;
import io.lynceus.network.NetworkConfig;
import io.lynceus.nn.Grid;
import io.lynceus.raster.RasterSize;
import io.lynceus.settings.Settings;
import io.lynceus.wire.Modality;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A training run as a YAML file. Absent keys keep the published recipe.
 *
 * @param name of the run and of the model that comes out
 * @param network what is trained
 * @param start checkpoint whose weights it starts from, as far as names and shapes agree; empty for fresh weights
 * @param data what it learns from
 * @param fit how it learns
 */
record RunConfig(String name, NetworkConfig network, String start, DataConfig data, FitConfig fit) {
    static final RunConfig DEFAULTS =
            new RunConfig("run", NetworkConfig.DEFAULTS, "", DataConfig.RECIPE, FitConfig.RECIPE);

    RunConfig {
        if (!name.matches("[a-z0-9][a-z0-9.-]*")) {
            throw new IllegalArgumentException(
                    "name is '" + name + "', allowed are lower case letters, digits, dots and dashes");
        }
    }

    List<Modality> modalities() {
        return network.modalities().stream().map(Modality::new).toList();
    }

    /** The exported model's input. */
    Grid grid() {
        RasterSize size = data.evaluationSize();
        return new Grid(size.height(), size.width());
    }

    /** With another folder of data, if one is given. */
    RunConfig withRoot(@Nullable String root) {
        return root == null ? this : new RunConfig(name, network, start, data.withRoot(root), fit);
    }

    /** With another starting point; empty for none. */
    RunConfig withStart(String newStart) {
        return new RunConfig(name, network, newStart, data, fit);
    }

    static RunConfig read(Path file) {
        return Settings.read(file, DEFAULTS);
    }
}
