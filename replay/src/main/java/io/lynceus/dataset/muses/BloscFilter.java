package io.lynceus.dataset.muses;

import com.scalableminds.bloscjava.Blosc;
import io.jhdf.exceptions.HdfFilterException;
import io.jhdf.filter.Filter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * HDF5 filter 32001: Blosc 1, by its own native library. jHDF finds it as a service. A chunk is one Blosc frame: version,
 * flags and sizes in 16 bytes, then blocks.
 */
public final class BloscFilter implements Filter {
    static final int ID = 32001;

    private static final int HEADER = 16;
    private static final int UNPACKED_BYTES = 4;
    private static final int PACKED_BYTES = 12;
    private static final int MOST_BYTES = 1 << 29;

    @Override
    public int getId() {
        return ID;
    }

    @Override
    public String getName() {
        return "blosc";
    }

    /** Decodes a chunk. It checks the lengths, because the library takes them from the data. */
    @Override
    public byte[] decode(byte[] encoded, int[] filterData) {
        ByteBuffer header = ByteBuffer.wrap(encoded).order(ByteOrder.LITTLE_ENDIAN);
        if (encoded.length < HEADER
                || header.getInt(PACKED_BYTES) < HEADER
                || header.getInt(PACKED_BYTES) > encoded.length
                || header.getInt(UNPACKED_BYTES) < 0
                || header.getInt(UNPACKED_BYTES) > MOST_BYTES) {
            throw new HdfFilterException("a Blosc chunk of " + encoded.length + " bytes has a damaged header");
        }
        try {
            return Blosc.decompress(encoded);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
            throw new HdfFilterException(
                    "the native library of Blosc, which is there for x86-64, cannot be loaded: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            throw new HdfFilterException("a Blosc chunk is damaged: " + e.getMessage(), e);
        }
    }
}
