package io.lynceus.dataset.folders;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.Recording;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Folders of labelled images in the {@link io.lynceus.dataset.catalogue.Datasets catalogue}. */
public final class FoldersDataset implements Dataset {
    private static final String DESCRIPTION = "description";
    private static final String PURPOSE = "the YAML file of modalities, label, classes and splits";

    @Override
    public String name() {
        return "folders";
    }

    @Override
    public HelpText help() {
        return new HelpText(
                "folders of image files, one for each modality, described by a YAML file.",
                "The folder that the file patterns start from.",
                "/data/cwfid --description configs/cwfid.dataset.yaml");
    }

    @Override
    public List<DatasetOption> options() {
        return List.of(DatasetOption.setting(
                DESCRIPTION,
                DatasetOption.ValueForm.FILE,
                "FILE",
                "Names " + PURPOSE + ", which folders need. Default: none."));
    }

    @Override
    public Optional<ClassList> classes() {
        return Optional.empty();
    }

    @Override
    public String validationSplit() {
        return "validation";
    }

    @Override
    public Recording open(DatasetRequest request) throws IOException {
        Path description = Path.of(request.option(DESCRIPTION)
                .orElseThrow(() -> new SettingsException("folders need --description FILE, " + PURPOSE)));
        return LabelledFolders.open(description, request.folder())
                .recording(request.split().isEmpty() ? "train" : request.split(), request.rateHz());
    }
}
