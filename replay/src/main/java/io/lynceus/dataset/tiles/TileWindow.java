package io.lynceus.dataset.tiles;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.dataset.message.ImageMessages;
import io.lynceus.dataset.sample.SampleSensor;
import io.lynceus.wire.Stamp;

/**
 * A window of a tile.
 *
 * @param x of its upper left pixel
 * @param y of its upper left pixel
 * @param side width and height
 * @param columns first and last + 1 of the tile's columns that count in this window
 * @param rows first and last + 1 of the tile's rows that count in this window
 */
record TileWindow(Tile tile, int x, int y, int side, Span columns, Span rows) {
    /** From the first to before the end. */
    record Span(int first, int end) {
        boolean contains(int at) {
            return at >= first && at < end;
        }
    }

    /** Names it within its recording, such as {@code 5@x128y64}. */
    String id() {
        return tile.id() + "@x" + x + 'y' + y;
    }

    /** The label, without the pixels that count in another window. */
    LabelRaster label() {
        LabelRaster whole = tile.label(x, y, side, side);
        byte[] ids = whole.classIds();
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                if (!rows.contains(y + row) || !columns.contains(x + column)) {
                    ids[row * side + column] = (byte) ClassList.IGNORE;
                }
            }
        }
        return whole;
    }

    /** A modality's pictures of windows, as PNG. */
    record Sensor(Channel channel, String modality) implements SampleSensor<TileWindow> {
        @Override
        public byte[] read(TileWindow window, Stamp stamp) {
            int side = window.side;
            byte[] bytes = window.tile.samples(modality, window.x, window.y, side, side);
            int[] samples = new int[bytes.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = bytes[i] & 0xFF;
            }
            int channels = window.tile.channels(modality);
            return ImageMessages.file(
                    channel, stamp, ImageFiles.png(ImageFiles.image(side, side, channels, 255, samples)));
        }
    }
}
