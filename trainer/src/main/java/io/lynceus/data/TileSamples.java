package io.lynceus.data;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.tiles.Tile;
import io.lynceus.dataset.tiles.TileSet;
import io.lynceus.raster.RasterSize;
import io.lynceus.settings.SettingsException;
import io.lynceus.wire.Modality;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;

/**
 * Samples out of tiles. To learn from, there is no end of them: each is a random part of a random tile, turned upside down in half
 * of the samples (mirroring is the augmentation's). To judge by, a sample is a whole tile, over which windows slide.
 */
public final class TileSamples implements SampleSource {
    private static final int RGB = 3;

    private final TileSet tiles;
    private final List<Modality> modalities;
    private final RasterSize crop;
    private final long seed;
    private final boolean learns;

    /**
     * @param tiles stay open
     * @param modalities some of the tiles'
     * @param crop size of a random part
     * @param seed of the random parts
     * @param learns whether it gives random parts; else whole tiles
     */
    public TileSamples(TileSet tiles, List<Modality> modalities, RasterSize crop, long seed, boolean learns) {
        this.tiles = tiles;
        this.modalities = List.copyOf(modalities);
        this.crop = crop;
        this.seed = seed;
        this.learns = learns;
        for (Modality modality : modalities) {
            if (!tiles.modalities().contains(modality.name())) {
                throw new SettingsException(
                        "network.modalities names " + modality + "; " + tiles.name() + " has " + tiles.modalities());
            }
        }
    }

    @Override
    public List<Modality> modalities() {
        return modalities;
    }

    @Override
    public ClassList classes() {
        return tiles.classes();
    }

    @Override
    public long size() {
        return learns ? Long.MAX_VALUE : tiles.tiles().size();
    }

    @Override
    public Sample sample(long index) {
        if (!learns) {
            return whole(index);
        }
        SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index).split();
        Tile tile = checked(tiles.tiles().get(random.nextInt(tiles.tiles().size())));
        int x = random.nextInt(tile.width() - crop.width() + 1);
        int y = random.nextInt(tile.height() - crop.height() + 1);
        Sample part = part(tile, x, y, crop);
        return random.nextBoolean() ? upsideDown(part) : part;
    }

    /** A whole tile, whatever size is asked for; {@link #stride} says how windows go over it. */
    @Override
    public Sample sample(long index, RasterSize size) {
        return learns ? sample(index) : whole(index);
    }

    @Override
    public OptionalInt stride() {
        return learns ? OptionalInt.empty() : OptionalInt.of(tiles.judged().stride());
    }

    /** The middle of a tile. */
    @Override
    public Sample fitting(long index, RasterSize size) {
        Tile tile = checked(tiles.tiles().get((int) (index % tiles.tiles().size())));
        return part(tile, (tile.width() - size.width()) / 2, (tile.height() - size.height()) / 2, size);
    }

    private Sample whole(long index) {
        Tile tile = checked(tiles.tiles().get(Math.toIntExact(index)));
        return part(tile, 0, 0, new RasterSize(tile.height(), tile.width()));
    }

    private Tile checked(Tile tile) {
        tiles.requireSize(tile);
        if (tile.width() < crop.width() || tile.height() < crop.height()) {
            throw new SettingsException("tile " + tile.id() + " of " + tiles.name() + " has " + tile.width() + " x "
                    + tile.height() + " pixels, data.width x data.height is " + crop.width() + " x " + crop.height()
                    + "; give a smaller size");
        }
        return tile;
    }

    private Sample part(Tile tile, int x, int y, RasterSize size) {
        List<Sample.Frame> frames = new ArrayList<>();
        for (int m = 0; m < modalities.size(); m++) {
            frames.add(new Sample.Frame(m, tile.rgb(modalities.get(m).name(), x, y, size.width(), size.height())));
        }
        String id = tiles.name() + '/' + tile.id() + "@x" + x + 'y' + y;
        return new Sample(id, size.height(), size.width(), frames, tile.label(x, y, size.width(), size.height()));
    }

    private static Sample upsideDown(Sample sample) {
        int width = sample.width();
        List<Sample.Frame> frames = sample.frames().stream()
                .map(frame -> new Sample.Frame(frame.modality(), upsideDown(frame.raster(), width * RGB)))
                .toList();
        byte[] label = upsideDown(sample.label().classIds(), width);
        return new Sample(sample.id(), sample.height(), width, frames, new LabelRaster(width, sample.height(), label));
    }

    private static byte[] upsideDown(byte[] rows, int row) {
        byte[] turned = new byte[rows.length];
        for (int at = 0; at < rows.length; at += row) {
            System.arraycopy(rows, at, turned, rows.length - row - at, row);
        }
        return turned;
    }
}
