package io.lynceus.data;

import com.google.protobuf.MessageLite;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.raster.geometry.Calibration;
import io.lynceus.raster.geometry.CameraModel;
import io.lynceus.raster.geometry.RigidTransform;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.street.StreetCalibration;
import io.lynceus.street.StreetMessages;
import io.lynceus.street.StreetRenderer;
import io.lynceus.street.StreetSample;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Endless samples of the simulated street, each of another scene, at a random moment of its drive, the weathers in turn. Frames
 * go through the messages and rasters that serving sees.
 */
public final class StreetSamples implements SampleSource {
    private static final long LONGEST_DRIVE_NANOS = 120_000_000_000L;

    /** Rasters do not depend on it. */
    private static final Stamp STAMP = Stamp.ofSeconds(1);

    private final RasterSize size;
    private final long seed;
    private final List<Modality> modalities;
    private final StreetMessages messages;
    private final Calibration calibration;

    /**
     * @param seed of the first scene; sample i is of scene seed + i
     * @param modalities some of rgb, depth, event and lidar
     */
    public StreetSamples(int height, int width, long seed, List<Modality> modalities) {
        this.size = new RasterSize(height, width);
        this.seed = seed;
        this.modalities = List.copyOf(modalities);
        this.messages = new StreetMessages(width, height);
        this.calibration = calibration(StreetCalibration.of(width, height), size);
    }

    @Override
    public List<Modality> modalities() {
        return modalities;
    }

    @Override
    public ClassList classes() {
        return DeliverDataset.CLASSES;
    }

    @Override
    public long size() {
        return Long.MAX_VALUE;
    }

    @Override
    public Sample sample(long index) {
        return sample(index, size);
    }

    @Override
    public Sample sample(long index, RasterSize wanted) {
        Weather weather = Weather.values()[Math.floorMod(index, Weather.values().length)];
        long scene = seed + index;
        long nanos = StreetRenderer.EVENT_WINDOW + new SplittableRandom(scene).nextLong(LONGEST_DRIVE_NANOS);
        StreetRenderer renderer = new StreetRenderer(new StreetScene(scene, weather), size.width(), size.height());
        String id = "street/" + scene + "/" + weather + "/" + nanos / 1_000_000 + "ms";
        if (modalities.equals(List.of(Modality.RGB))) { // events and points are most of the work
            byte[] picture = raster(Modality.RGB, messages.rgb8(STAMP, renderer.rgbAt(nanos)), wanted, id);
            return sample(id, wanted, List.of(new Sample.Frame(0, picture)), renderer.labelAt(nanos));
        }
        StreetSample street = renderer.sampleAt(nanos);
        List<Sample.Frame> frames = new ArrayList<>();
        for (int m = 0; m < modalities.size(); m++) {
            Modality modality = modalities.get(m);
            frames.add(new Sample.Frame(m, raster(modality, message(modality, street), wanted, id)));
        }
        return sample(id, wanted, frames, street.label());
    }

    private Sample sample(String id, RasterSize wanted, List<Sample.Frame> frames, byte[] label) {
        LabelRaster own = new LabelRaster(size.width(), size.height(), label);
        return new Sample(id, wanted.height(), wanted.width(), frames, own);
    }

    private byte[] raster(Modality modality, MessageLite message, RasterSize wanted, String id) {
        Optional<Calibration> projection =
                modality.equals(Modality.LIDAR) ? Optional.of(calibration) : Optional.empty();
        Rasterizer rasterizer = new Rasterizer(new RasterSpec(modality, PayloadFormat.FOXGLOVE, wanted, projection));
        return Rasters.of(rasterizer, message.toByteArray(), id + " " + modality);
    }

    private MessageLite message(Modality modality, StreetSample street) {
        return switch (modality.name()) {
            case "rgb" -> messages.rgb8(STAMP, street.rgb());
            case "depth" -> messages.depth(STAMP, street.depthMillimetres());
            case "lidar" -> messages.points(STAMP, street.points());
            case "event" -> messages.events(STAMP, STAMP, street.events());
            default ->
                throw new IllegalArgumentException(
                        "the street has no " + modality + ", only rgb, depth, event and lidar");
        };
    }

    private static Calibration calibration(StreetCalibration street, RasterSize size) {
        double[] k = street.k();
        double[] r = street.rotation();
        double[] t = street.translation();
        return Calibration.ofPoints(
                CameraModel.pinhole(k[0], k[4], k[2], k[5], size),
                new RigidTransform(r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7], r[8], t[0], t[1], t[2]));
    }
}
