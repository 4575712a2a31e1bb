package io.lynceus.dataset.sample;

import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.message.ImageFiles;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;

/** Reads class ids from label images. */
public final class LabelImages {
    private LabelImages() {}

    /** Turns the ids in a file into those of the class list; the result is -1 for an id that it does not know. */
    public interface Mapping {
        int trainId(int raw);
    }

    /** Returns the mapping that keeps ids, with 255 for "ignore". */
    public static Mapping trainIds(ClassList classes) {
        return raw -> raw == ClassList.IGNORE || raw < classes.size() ? raw : -1;
    }

    /**
     * Reads the first channel of an 8-bit image.
     *
     * @param channels number of channels that the image must have
     * @param cut columns that are left out on the left
     * @param allowed says in messages which ids a file may hold
     */
    public static LabelRaster decode(byte[] file, String where, int channels, int cut, Mapping mapping, String allowed)
            throws IOException {
        if (ImageFiles.isJpeg(file)) {
            throw new IOException(
                    where
                            + " is a JPEG image, which invents ids where classes meet; a label is a PNG image: make it anew from its source");
        }
        BufferedImage image = ImageFiles.decode(file, where);
        Raster raster = image.getRaster();
        if (raster.getNumBands() != channels || raster.getSampleModel().getSampleSize(0) > 8) {
            throw new IOException(where + " has " + raster.getNumBands() + " channels of "
                    + raster.getSampleModel().getSampleSize(0) + " bits; a label of this dataset has " + channels
                    + " of 8 bits, and the class ids are in the first; convert it");
        }
        int width = image.getWidth() - cut;
        int height = image.getHeight();
        if (width <= 0) {
            throw new IOException(where + " is " + image.getWidth() + " pixels wide, of which " + cut + " are cut off");
        }
        int[] raw = raster.getSamples(cut, 0, width, height, 0, new int[width * height]);
        byte[] ids = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            int id = mapping.trainId(raw[i]);
            if (id < 0) {
                throw new IOException(where + " holds id " + raw[i] + " at pixel (" + (cut + i % width) + ", "
                        + i / width + "), known are " + allowed);
            }
            ids[i] = (byte) id;
        }
        return new LabelRaster(width, height, ids);
    }
}
