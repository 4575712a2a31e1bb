package io.lynceus.stream;

import io.lynceus.segment.Mask;
import io.lynceus.segment.MiouEstimate;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A model of four modalities whose classes say how many frames the set had, and whose confidence is a checksum of what they
 * showed: a test sees what took part.
 */
public final class FixedSegmenter implements Segmenter {
    public static final int SIDE = 64;

    private final MiouEstimate estimate;

    /** A model that expects what its table says. */
    public FixedSegmenter() {
        this(MiouEstimate.OF_TABLE);
    }

    FixedSegmenter(MiouEstimate estimate) {
        this.estimate = estimate;
    }

    @Override
    public ModelCard card() {
        List<Double> half = List.of(0.5, 0.5, 0.5);
        return new ModelCard(
                ModelCard.CONTRACT,
                "fixed",
                "test",
                SIDE,
                SIDE,
                3,
                2,
                List.of(
                        new ModelCard.InputModality("rgb", half, half),
                        new ModelCard.InputModality("depth", half, half),
                        new ModelCard.InputModality("event", half, half),
                        new ModelCard.InputModality("lidar", half, half)),
                List.of(
                        new ModelCard.OutputClass("none", List.of(0, 0, 0)),
                        new ModelCard.OutputClass("one", List.of(1, 1, 1))),
                Map.of("rgb+depth+event+lidar", 0.75, "rgb", 0.25),
                estimate,
                Map.of(),
                "00");
    }

    @Override
    public String provider() {
        return "test";
    }

    @Override
    public List<Mask> segment(List<SetInput> sets) {
        return sets.stream().map(FixedSegmenter::mask).toList();
    }

    private static Mask mask(SetInput set) {
        byte[] classes = new byte[SIDE * SIDE];
        Arrays.fill(classes, (byte) set.frames().size());
        byte[] confidence = new byte[SIDE * SIDE / 16];
        CRC32 seen = new CRC32();
        set.frames().forEach(frame -> seen.update(frame.raster().duplicate()));
        ByteBuffer.wrap(confidence).putLong(seen.getValue());
        float[][] routing = new float[set.frames().size()][3];
        for (int i = 0; i < routing.length; i++) {
            for (int level = 0; level < routing[i].length; level++) {
                routing[i][level] = weight(set.frames().get(i).modality(), level);
            }
        }
        return new Mask(SIDE, SIDE, classes, confidence, routing, new float[0], 0, 1);
    }

    /** Returns the routing weight of a modality's frame at a level, the finest being 0; no two are the same. */
    public static float weight(int modality, int level) {
        return modality + 1 + level / 10f;
    }

    @Override
    public void close() {}
}
