package io.lynceus.data;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.LabelledFolders;
import io.lynceus.raster.Decoding;
import io.lynceus.raster.PayloadFormat;
import io.lynceus.raster.RasterSize;
import io.lynceus.raster.RasterSpec;
import io.lynceus.raster.Rasterizer;
import io.lynceus.wire.Modality;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** One split of a dataset of image files, each sample at the size of its label. */
public final class FolderSamples implements SampleSource {
    private final LabelledFolders folders;
    private final List<String> ids;
    private final List<Modality> modalities;

    /** The modalities must be among the folders'. */
    public FolderSamples(LabelledFolders folders, String split, List<Modality> modalities) {
        this.folders = folders;
        this.ids = folders.split(split);
        this.modalities = List.copyOf(modalities);
    }

    @Override
    public List<Modality> modalities() {
        return modalities;
    }

    @Override
    public ClassList classes() {
        return folders.classes();
    }

    @Override
    public long size() {
        return ids.size();
    }

    @Override
    public Sample sample(long index) {
        String id = ids.get(Math.toIntExact(index));
        LabelRaster label = folders.label(id);
        RasterSize size = new RasterSize(label.height(), label.width());
        List<Sample.Frame> frames = new ArrayList<>();
        Map<Modality, Path> images = folders.images(id);
        for (int m = 0; m < modalities.size(); m++) {
            Modality modality = modalities.get(m);
            frames.add(new Sample.Frame(m, raster(modality, Objects.requireNonNull(images.get(modality)), size)));
        }
        return new Sample(folders.name() + "/" + id, label.height(), label.width(), frames, label.classIds());
    }

    private static byte[] raster(Modality modality, Path file, RasterSize size) {
        try {
            ByteBuffer target = ByteBuffer.allocateDirect(size.bytes());
            Decoding decoding = new Rasterizer(new RasterSpec(modality, PayloadFormat.IMAGE, size, Optional.empty()))
                    .decode(Files.readAllBytes(file), target);
            return Rasters.bytes(decoding, target, file.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
