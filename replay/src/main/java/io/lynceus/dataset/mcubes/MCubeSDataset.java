package io.lynceus.dataset.mcubes;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Dataset;
import io.lynceus.dataset.DatasetOption;
import io.lynceus.dataset.DatasetRequest;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.ScoreRules;
import io.lynceus.dataset.SegmentClass;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** MCubeS in the {@link io.lynceus.dataset.catalogue.Datasets catalogue}. */
public final class MCubeSDataset implements Dataset {
    /** MCubeS's 20 materials. Source: kyotovision-public/multimodal-material-segmentation. */
    public static final ClassList CLASSES = new ClassList(
            "mcubes",
            List.of(
                    new SegmentClass("asphalt", 44, 160, 44),
                    new SegmentClass("concrete", 31, 119, 180),
                    new SegmentClass("metal", 255, 127, 14),
                    new SegmentClass("road_marking", 214, 39, 40),
                    new SegmentClass("fabric", 140, 86, 75),
                    new SegmentClass("glass", 127, 127, 127),
                    new SegmentClass("plaster", 188, 189, 34),
                    new SegmentClass("plastic", 255, 152, 150),
                    new SegmentClass("rubber", 23, 190, 207),
                    new SegmentClass("sand", 174, 199, 232),
                    new SegmentClass("gravel", 196, 156, 148),
                    new SegmentClass("ceramic", 197, 176, 213),
                    new SegmentClass("cobblestone", 247, 182, 210),
                    new SegmentClass("brick", 199, 199, 199),
                    new SegmentClass("grass", 219, 219, 141),
                    new SegmentClass("wood", 158, 218, 229),
                    new SegmentClass("leaf", 57, 59, 121),
                    new SegmentClass("water", 107, 110, 207),
                    new SegmentClass("human", 156, 158, 222),
                    new SegmentClass("sky", 99, 121, 57)));

    @Override
    public String name() {
        return "mcubes";
    }

    @Override
    public HelpText help() {
        return new HelpText(
                "MCubeS: colour, polarisation and near-infrared.",
                "The folder multimodal_dataset.",
                "/data/multimodal_dataset --split test");
    }

    @Override
    public List<DatasetOption> options() {
        return List.of();
    }

    @Override
    public Optional<ClassList> classes() {
        return Optional.of(CLASSES);
    }

    @Override
    public ScoreRules scoreRules() {
        return new ScoreRules(ScoreRules.PixelGrid.CENTRE_1024, ScoreRules.AbsentClasses.ZERO);
    }

    @Override
    public Recording open(DatasetRequest request) throws IOException {
        String split = request.split().isEmpty() ? "all" : request.split();
        return request.asReference()
                ? MCubeS.openCentre(request.folder(), split, request.rateHz())
                : MCubeS.open(request.folder(), split, request.rateHz());
    }
}
