package io.lynceus.dataset.kitti;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.Recording;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** KITTI raw in the {@link io.lynceus.dataset.catalogue.Datasets catalogue}. */
public final class KittiDataset implements Dataset {
    @Override
    public String name() {
        return "kitti";
    }

    @Override
    public HelpText help() {
        return new HelpText(
                "a drive of KITTI raw (synced and rectified).", "The folder with the date folders.", "/data/kitti_raw");
    }

    @Override
    public List<DatasetOption> options() {
        return List.of();
    }

    @Override
    public Optional<ClassList> classes() {
        return Optional.empty();
    }

    @Override
    public boolean hasSamples() {
        return false;
    }

    @Override
    public Recording open(DatasetRequest request) throws IOException {
        return KittiRaw.open(request.folder());
    }
}
