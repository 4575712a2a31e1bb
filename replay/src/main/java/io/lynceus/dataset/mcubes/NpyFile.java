package io.lynceus.dataset.mcubes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A two-dimensional NumPy array of floats, row-major. Format: numpy.lib.format, versions 1 to 3.
 *
 * @param values float64 [height, width], widened from float32 where the file holds that
 */
record NpyFile(int height, int width, double[] values) {
    private static final int MAGIC = 0x934E554D; // \x93NUM, then PY
    private static final int PRELUDE = 8;
    private static final Pattern HEADER = Pattern.compile(
            "(?s).*'descr':\\s*'([<>|=][a-z]\\d+)'.*'fortran_order':\\s*(True|False).*'shape':\\s*\\((\\d+),\\s*(\\d+),?\\).*");

    static NpyFile read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (bytes.limit() < PRELUDE + 4 || Integer.reverseBytes(bytes.getInt(0)) != MAGIC) {
            throw new IOException(file + " is no NumPy array; it does not begin with \\x93NUMPY");
        }
        boolean wide = bytes.get(6) >= 2; // from version 2 on, the length has four bytes
        long length = wide ? bytes.getInt(PRELUDE) & 0xFFFF_FFFFL : bytes.getShort(PRELUDE) & 0xFFFF;
        int start = PRELUDE + (wide ? 4 : 2);
        if (start + length > bytes.limit()) {
            throw new IOException(file + " ends in the middle of its header; copy it again");
        }
        String header =
                StandardCharsets.UTF_8.decode(bytes.slice(start, (int) length)).toString();
        Matcher form = HEADER.matcher(header);
        if (!form.matches() || !form.group(1).matches("<f[48]") || form.group(2).equals("True")) {
            throw new IOException(
                    file + " is " + header.trim() + "; expected are two dimensions of '<f4' or '<f8' in C order");
        }
        int height = Integer.parseInt(form.group(3));
        int width = Integer.parseInt(form.group(4));
        int size = form.group(1).equals("<f4") ? 4 : 8;
        int data = start + (int) length;
        if ((long) height * width * size != bytes.limit() - data) {
            throw new IOException(file + " holds " + (bytes.limit() - data) + " bytes of data; " + height + " x "
                    + width + " numbers of " + size + " bytes were announced; copy it again");
        }
        double[] values = new double[height * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = size == 4 ? bytes.getFloat(data + 4 * i) : bytes.getDouble(data + 8 * i);
        }
        return new NpyFile(height, width, values);
    }
}
