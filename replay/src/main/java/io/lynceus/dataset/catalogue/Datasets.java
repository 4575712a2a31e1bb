package io.lynceus.dataset.catalogue;

import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.dataset.folders.FoldersDataset;
import io.lynceus.dataset.kitti.KittiDataset;
import io.lynceus.dataset.mcubes.MCubeSDataset;
import io.lynceus.dataset.muses.MusesDataset;
import io.lynceus.dataset.tiles.TilesDataset;
import java.util.List;
import java.util.Optional;

/** All datasets that can be read. A further dataset is a package with a {@link Dataset} and one line here. */
public final class Datasets {
    private static final List<Dataset> ALL = List.of(
            new DeliverDataset(),
            new MusesDataset(),
            new MCubeSDataset(),
            new FoldersDataset(),
            new TilesDataset(),
            new KittiDataset());

    private Datasets() {}

    public static List<Dataset> all() {
        return ALL;
    }

    /** Returns the datasets that consist of samples, on which networks are trained and scored. */
    public static List<Dataset> withSamples() {
        return ALL.stream().filter(Dataset::hasSamples).toList();
    }

    /** Returns the names of the filters of all datasets. */
    public static List<String> filters() {
        return ALL.stream()
                .flatMap(dataset -> dataset.filters().stream())
                .map(DatasetOption::name)
                .toList();
    }

    /** Finds a dataset by its exact name. */
    public static Optional<Dataset> find(String name) {
        return ALL.stream().filter(dataset -> dataset.name().equals(name)).findFirst();
    }
}
