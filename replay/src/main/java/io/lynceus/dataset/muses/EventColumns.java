package io.lynceus.dataset.muses;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfFilterException;
import io.lynceus.proto.v1.EventPacket;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Events from an HDF5 file with the datasets {@code events/x}, {@code y}, {@code t} (microseconds) and {@code p}.
 *
 * @param x columns, whole or not [n]
 * @param y rows [n]
 * @param micros times, ascending [n]
 * @param polarity 1 brighter, 0 darker [n]
 */
record EventColumns(double[] x, double[] y, long[] micros, byte[] polarity) {
    private static final String GROUP = "events";
    /** Deflate packs 1,032 bytes into one at most; the other filters may do more, but never at events. */
    private static final long MOST_PACKED = 1032;

    private static final long MICROS_TO_NANOS = 1000;

    static EventColumns read(Path file) throws IOException {
        try (HdfFile hdf = new HdfFile(file)) {
            double[] x = column(hdf, "x", file);
            double[] y = column(hdf, "y", file);
            double[] t = column(hdf, "t", file);
            double[] p = column(hdf, "p", file);
            if (x.length != t.length || y.length != t.length || p.length != t.length) {
                throw new IOException(file + " has " + x.length + " x, " + y.length + " y, " + t.length + " t and "
                        + p.length + " p; there must be one of each for every event");
            }
            byte[] polarity = new byte[p.length];
            for (int i = 0; i < p.length; i++) {
                polarity[i] = (byte) (p[i] > 0 ? 1 : 0);
            }
            return new EventColumns(
                            x, y, Arrays.stream(t).mapToLong(v -> (long) v).toArray(), polarity)
                    .sorted();
        } catch (HdfFilterException e) {
            throw new IOException(
                    file + " is compressed in a way that cannot be read: " + e.getMessage()
                            + ". Known are gzip, shuffle, LZF, LZ4, bitshuffle and Blosc; rewrite the file with"
                            + " 'h5repack -f SHUF -f GZIP=4 FILE NEW', in an HDF5 that has the filter's plugin",
                    e);
        } catch (RuntimeException | OutOfMemoryError e) {
            // The library throws many kinds at damaged files, and allocates what a damaged header asks for.
            throw new IOException(file + " is not an HDF5 file that can be read: " + e.getMessage(), e);
        }
    }

    private static double[] column(HdfFile hdf, String name, Path file) throws IOException {
        Node node = hdf.getByPath(GROUP + '/' + name);
        if (node instanceof Dataset dataset) {
            requirePossible(dataset, name, file);
            return numbers(dataset.getDataFlat(), file, name);
        }
        throw new IOException(file + " has no dataset " + GROUP + '/' + name + ", but "
                + hdf.getChildren().keySet());
    }

    /** A damaged size asks for memory that the whole machine may not have. */
    private static void requirePossible(Dataset dataset, String name, Path file) throws IOException {
        long size = dataset.getSizeInBytes();
        if (size < 0 || size > MOST_PACKED * Files.size(file)) {
            throw new IOException(file + ": " + GROUP + '/' + name + " says that it has " + size
                    + " bytes, which a file of " + Files.size(file) + " bytes cannot hold; copy it again");
        }
    }

    private static double[] numbers(Object flat, Path file, String name) throws IOException {
        if (flat instanceof int[] ints) {
            return Arrays.stream(ints).asDoubleStream().toArray();
        }
        if (flat instanceof long[] longs) {
            return Arrays.stream(longs).asDoubleStream().toArray();
        }
        if (flat instanceof double[] doubles) {
            return doubles;
        }
        double[] numbers = new double[java.lang.reflect.Array.getLength(flat)];
        for (int i = 0; i < numbers.length; i++) {
            Object value = java.lang.reflect.Array.get(flat, i);
            if (value instanceof Number number) {
                numbers[i] = number.doubleValue();
            } else if ("TRUE".equals(value) || "FALSE".equals(value)) { // booleans, as h5py writes them
                numbers[i] = "TRUE".equals(value) ? 1 : 0;
            } else {
                throw new IOException(file + ": " + GROUP + '/' + name + " holds " + value + ", which is not a number");
            }
        }
        return numbers;
    }

    /** Returns the events by time, those of the same time in the order of the file. */
    private EventColumns sorted() {
        boolean ascending = true;
        for (int i = 1; i < micros.length; i++) {
            ascending &= micros[i - 1] <= micros[i];
        }
        if (ascending) {
            return this;
        }
        Integer[] order = new Integer[micros.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(micros[a], micros[b]));
        EventColumns sorted =
                new EventColumns(new double[x.length], new double[x.length], new long[x.length], new byte[x.length]);
        for (int i = 0; i < order.length; i++) {
            sorted.x[i] = x[order[i]];
            sorted.y[i] = y[order[i]];
            sorted.micros[i] = micros[order[i]];
            sorted.polarity[i] = polarity[order[i]];
        }
        return sorted;
    }

    int count() {
        return micros.length;
    }

    /**
     * Returns the events of the last {@code length} microseconds. It computes in 64 bits, because unsigned 32 bits would overflow.
     */
    EventColumns last(long length) {
        int first = 0;
        while (first < count() && micros[first] < micros[count() - 1] - length) {
            first++;
        }
        return new EventColumns(
                Arrays.copyOfRange(x, first, count()),
                Arrays.copyOfRange(y, first, count()),
                Arrays.copyOfRange(micros, first, count()),
                Arrays.copyOfRange(polarity, first, count()));
    }

    /**
     * Makes a packet whose last event is at {@code stamp}. Positions are rounded, ties to even; events outside of the image are
     * left out.
     *
     * @param h maps (x, y, 1) of the sensor to the image, row-major [3, 3]
     */
    byte[] packet(Stamp stamp, String frameId, int width, int height, double[] h) {
        ByteBuffer columns = ByteBuffer.allocate(2 * count()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer rows = ByteBuffer.allocate(2 * count()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer times = ByteBuffer.allocate(4 * count()).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer polarities = ByteBuffer.allocate(count());
        long first = count() == 0 ? 0 : micros[0];
        long last = count() == 0 ? 0 : micros[count() - 1];
        for (int i = 0; i < count(); i++) {
            double[] place = placed(i, h);
            if (place[0] >= 0 && place[0] < width && place[1] >= 0 && place[1] < height) {
                columns.putShort((short) place[0]);
                rows.putShort((short) place[1]);
                times.putInt((int) ((micros[i] - first) * MICROS_TO_NANOS));
                polarities.put(polarity[i]);
            }
        }
        return EventPacket.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setFrameId(frameId)
                .setWidth(width)
                .setHeight(height)
                .setEncoding("columns")
                .setTimeBase(stamp.plusNanos((first - last) * MICROS_TO_NANOS).nanos())
                .setX(filled(columns))
                .setY(filled(rows))
                .setT(filled(times))
                .setPolarity(filled(polarities))
                .build()
                .toByteArray();
    }

    /** Returns the position of an event in the image: whole numbers. */
    double[] placed(int i, double[] h) {
        double w = h[6] * x[i] + h[7] * y[i] + h[8];
        return new double[] {
            Math.rint((h[0] * x[i] + h[1] * y[i] + h[2]) / w), Math.rint((h[3] * x[i] + h[4] * y[i] + h[5]) / w)
        };
    }

    private static ByteString filled(ByteBuffer buffer) {
        return UnsafeByteOperations.unsafeWrap(buffer.flip());
    }
}
