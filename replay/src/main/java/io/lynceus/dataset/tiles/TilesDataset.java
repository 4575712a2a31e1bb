package io.lynceus.dataset.tiles;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.sample.FileSensor;
import io.lynceus.dataset.sample.SampleRecording;
import io.lynceus.dataset.sample.SampleTimes;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tiles in the {@link io.lynceus.dataset.catalogue.Datasets catalogue}: a sample is a window. */
public final class TilesDataset implements Dataset {
    private static final String DESCRIPTION = "description";

    @Override
    public String name() {
        return "tiles";
    }

    @Override
    public HelpText help() {
        return new HelpText(
                "tiles of a ground seen from above, such as Vaihingen's and Potsdam's, window by window.",
                "The folder that the file patterns start from.",
                "/data/vaihingen --description configs/vaihingen-mfnet.tiles.yaml --split val");
    }

    @Override
    public List<DatasetOption> options() {
        return List.of(
                DatasetOption.setting(
                        DESCRIPTION,
                        DatasetOption.ValueForm.FILE,
                        "FILE",
                        "Names the YAML file of modalities, labels, classes, splits and windows, which tiles need. Default: none."));
    }

    /** The description names them. */
    @Override
    public Optional<ClassList> classes() {
        return Optional.empty();
    }

    @Override
    public Recording open(DatasetRequest request) {
        Path description = Path.of(request.option(DESCRIPTION)
                .orElseThrow(() -> new SettingsException("tiles need --description FILE, the YAML file of modalities,"
                        + " labels, classes, splits and windows")));
        String split = request.split().isEmpty() ? "train" : request.split();
        return recording(
                TileSet.open(description, request.folder(), split, request.asReference()),
                SampleTimes.steady(request.rateHz()));
    }

    private static Recording recording(TileSet set, SampleTimes times) {
        List<TileWindow> windows = new ArrayList<>();
        for (Tile tile : set.tiles()) {
            set.requireSize(tile);
            windows.addAll(windows(tile, set.played()));
        }
        List<RecordedSample> samples = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            TileWindow window = windows.get(i);
            samples.add(new RecordedSample(
                    window.id(), times.of(i), Map.of("tile", window.tile().id())));
        }
        List<TileWindow.Sensor> sensors = set.modalities().stream()
                .map(modality -> new TileWindow.Sensor(
                        FileSensor.channel(
                                modality,
                                new Modality(modality),
                                "camera.down." + modality,
                                "png",
                                times.rateHz(),
                                "camera_down"),
                        modality))
                .toList();
        return new SampleRecording<>(
                        set.name(),
                        times,
                        samples,
                        windows,
                        sensors,
                        List.of(),
                        Optional.of(new WindowLabels(set.classes(), samples, windows)),
                        set.overlaps())
                .closing(set::close);
    }

    private static List<TileWindow> windows(Tile tile, WindowGrid grid) {
        List<Integer> xs = grid.starts(tile.width(), false);
        List<Integer> ys = grid.starts(tile.height(), false);
        List<TileWindow> windows = new ArrayList<>();
        for (int j = 0; j < ys.size(); j++) {
            for (int i = 0; i < xs.size(); i++) {
                windows.add(new TileWindow(
                        tile,
                        xs.get(i),
                        ys.get(j),
                        grid.window(),
                        own(xs, i, grid.window(), tile.width()),
                        own(ys, j, grid.window(), tile.height())));
            }
        }
        return windows;
    }

    private static TileWindow.Span own(List<Integer> starts, int index, int window, int size) {
        int[] own = WindowGrid.own(starts, index, window, size);
        return new TileWindow.Span(own[0], own[1]);
    }

    /** The windows' labels. */
    private static final class WindowLabels implements Labels {
        private final ClassList classes;
        private final Map<String, TileWindow> byId = new HashMap<>();
        private final Map<Stamp, TileWindow> byStamp = new HashMap<>();

        WindowLabels(ClassList classes, List<RecordedSample> samples, List<TileWindow> windows) {
            this.classes = classes;
            for (int i = 0; i < windows.size(); i++) {
                byId.put(samples.get(i).id(), windows.get(i));
                byStamp.put(samples.get(i).stamp(), windows.get(i));
            }
        }

        @Override
        public ClassList classes() {
            return classes;
        }

        @Override
        public Optional<LabelRaster> at(Stamp stamp) {
            return Optional.ofNullable(byStamp.get(stamp)).map(TileWindow::label);
        }

        @Override
        public Optional<LabelRaster> of(String sampleId) {
            return Optional.ofNullable(byId.get(sampleId)).map(TileWindow::label);
        }
    }
}
