package io.lynceus.evaluate;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.SegmentClass;
import io.lynceus.raster.RasterSize;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.Random;

/** A source of camera and depth frames full of noise, whose label has class 0 in the left half and class 1 in the right half. */
final class TwoSensors implements SampleSource {
    static final int SIDE = 64;
    static final RasterSize SIZE = new RasterSize(SIDE, SIDE);

    @Override
    public List<Modality> modalities() {
        return List.of(Modality.RGB, Modality.DEPTH);
    }

    @Override
    public ClassList classes() {
        return new ClassList(
                "halves", List.of(new SegmentClass("left", 0xFF0000), new SegmentClass("right", 0x00FF00)));
    }

    @Override
    public long size() {
        return 1000;
    }

    @Override
    public Sample sample(long index) {
        Random random = new Random(index);
        byte[] label = new byte[SIDE * SIDE];
        for (int i = 0; i < label.length; i++) {
            label[i] = (byte) (i % SIDE < SIDE / 2 ? 0 : 1);
        }
        return new Sample(
                "two/" + index,
                SIDE,
                SIDE,
                List.of(frame(0, random), frame(1, random)),
                new LabelRaster(SIDE, SIDE, label));
    }

    @Override
    public Sample sample(long index, RasterSize size) {
        return sample(index);
    }

    private static Sample.Frame frame(int modality, Random random) {
        byte[] raster = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < raster.length; i++) {
            raster[i] = (byte) (60 + random.nextInt(120));
        }
        return new Sample.Frame(modality, raster);
    }
}
