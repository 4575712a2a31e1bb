package io.lynceus.raster;

import io.lynceus.raster.message.MalformedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the coefficients of a JPEG without computing its pixels, to find data that were lost inside a scan. libjpeg decodes such
 * images to grey or shifted blocks and only writes a line to standard error. Source: ITU-T T.81, annex F.
 *
 * <p>It reads sequential Huffman images of 8 bits, which cameras send; {@link #check} leaves all others to {@link JpegWarnings}.
 * One thread.
 */
final class JpegScan {
    private static final int DHT = 0xC4;
    private static final int SOS = 0xDA;
    private static final int EOI = 0xD9;
    private static final int DRI = 0xDD;
    private static final int RST0 = 0xD0;
    private static final int CODE_COUNTS = 16;
    /** Webcams put some bytes between the last block and the end marker, and their images are complete. */
    private static final int TOLERATED_BYTES = 16;
    /** Quantised coefficients of 8-bit samples have 11 bits and a sign. */
    private static final int LARGEST_DC = 2047;

    private static final class Component {
        final int id;
        final int across;
        final int down;
        int dcTable;
        int acTable;
        int dc;

        Component(int id, int factors) {
            this.id = id;
            this.across = factors >> 4;
            this.down = factors & 15;
        }
    }

    private final ByteBuffer image;
    private final @Nullable JpegCode[] codes = new @Nullable JpegCode[32];
    private final List<Component> components = new ArrayList<>();
    private int width;
    private int height;
    private int restartInterval;
    /** Position of the marker that ends the last scan's data. */
    private int lastMarker;

    private int extraneous;

    private JpegScan(ByteBuffer image) {
        this.image = image;
    }

    /**
     * Reads an image whose segments {@link ImageHeader} has checked.
     *
     * @param image big-endian, from position 0; an end marker is written before bytes that do not belong to it
     * @return length of the image in bytes
     */
    static int check(ByteBuffer image) throws MalformedException {
        return new JpegScan(image).read();
    }

    private int read() throws MalformedException {
        int at = 2;
        while (at + 4 <= image.limit()) {
            int marker = image.get(at + 1) & 0xFF;
            if ((image.get(at) & 0xFF) != 0xFF || marker == EOI) {
                return image.limit();
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            int length = image.getShort(at + 2) & 0xFFFF;
            switch (marker) {
                case 0xC0, 0xC1 -> frame(at);
                case DHT -> tables(at + 4, at + 2 + length);
                case DRI -> restartInterval = image.getShort(at + 4) & 0xFFFF;
                case SOS -> {
                    int end = components.isEmpty() ? -1 : scan(at, at + 2 + length);
                    if (end < 0) {
                        JpegWarnings.check(image);
                        return image.limit();
                    }
                    if (end == 0) {
                        return cut(lastMarker, extraneous);
                    }
                    at = end;
                    continue;
                }
                default -> {} // other segments change nothing about the data; other kinds of frames have no components
                // here
            }
            at += 2 + length;
        }
        return image.limit();
    }

    private void frame(int at) {
        boolean eightBits = image.get(at + 4) == 8;
        height = image.getShort(at + 5) & 0xFFFF;
        width = image.getShort(at + 7) & 0xFFFF;
        int count = image.get(at + 9) & 0xFF;
        for (int i = 0; eightBits && i < count && at + 12 + 3 * i < image.limit(); i++) {
            Component component = new Component(image.get(at + 10 + 3 * i), image.get(at + 11 + 3 * i) & 0xFF);
            if (component.across < 1 || component.across > 4 || component.down < 1 || component.down > 4) {
                components.clear(); // the decoder refuses it
                return;
            }
            components.add(component);
        }
    }

    private void tables(int from, int end) throws MalformedException {
        int at = from;
        while (at + 1 + CODE_COUNTS <= end) {
            int count = 0;
            for (int i = 1; i <= CODE_COUNTS; i++) {
                count += image.get(at + i) & 0xFF;
            }
            int slot = image.get(at) & 0x1F;
            if (count > 256 || at + 1 + CODE_COUNTS + count > end) {
                throw new MalformedException(
                        "JPEG has a Huffman table of " + count + " symbols, longer than its segment", at);
            }
            codes[slot] = new JpegCode(image, at + 1, count);
            at += 1 + CODE_COUNTS + count;
        }
    }

    /** Returns where the next segment begins; 0 at the image's end, −1 if the scan cannot be read here. */
    private int scan(int at, int data) throws MalformedException {
        List<Component> inScan = inScan(at);
        for (Component component : inScan) {
            if (codes[component.dcTable] == null || codes[16 + component.acTable] == null) {
                return -1; // Motion-JPEG without tables: the decoder uses those of the standard
            }
        }
        if (inScan.isEmpty()) {
            return -1;
        }
        JpegBits bits = new JpegBits(image, data);
        blocks(inScan, bits);
        extraneous = bits.extraneous();
        lastMarker = bits.marker();
        if (extraneous > TOLERATED_BYTES) {
            throw new MalformedException(
                    "corrupt JPEG data: " + extraneous + " extraneous bytes before the marker: data were lost or added",
                    lastMarker);
        }
        boolean ends = lastMarker + 1 >= image.limit() || (image.get(lastMarker + 1) & 0xFF) == EOI;
        return ends ? 0 : lastMarker;
    }

    private List<Component> inScan(int at) {
        List<Component> found = new ArrayList<>();
        int count = image.get(at + 4) & 0xFF;
        for (int i = 0; i < count && at + 6 + 2 * i < image.limit(); i++) {
            for (Component component : components) {
                if (component.id == image.get(at + 5 + 2 * i)) {
                    component.dcTable = (image.get(at + 6 + 2 * i) >> 4) & 15;
                    component.acTable = image.get(at + 6 + 2 * i) & 15;
                    component.dc = 0;
                    found.add(component);
                }
            }
        }
        return found;
    }

    private void blocks(List<Component> inScan, JpegBits bits) throws MalformedException {
        int mostAcross = components.stream().mapToInt(c -> c.across).max().orElse(1);
        int mostDown = components.stream().mapToInt(c -> c.down).max().orElse(1);
        boolean alone = inScan.size() == 1;
        Component first = inScan.get(0);
        int unitWidth = alone ? 8 * mostAcross / first.across : 8 * mostAcross;
        int unitHeight = alone ? 8 * mostDown / first.down : 8 * mostDown;
        long units = (long) parts(width, unitWidth) * parts(height, unitHeight);
        for (long unit = 0; unit < units; unit++) {
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0) {
                restart(inScan, bits, (int) (unit / restartInterval - 1) & 7);
            }
            for (Component component : inScan) {
                for (int block = alone ? 1 : component.across * component.down; block > 0; block--) {
                    block(component, bits);
                }
            }
            if (bits.isOver()) {
                throw new MalformedException("corrupt JPEG data: premature end of data segment: it ends after " + unit
                        + " of " + units + " blocks");
            }
        }
    }

    private static int parts(int whole, int part) {
        return (whole + part - 1) / part;
    }

    private void restart(List<Component> inScan, JpegBits bits, int number) throws MalformedException {
        int unread = bits.extraneous();
        int marker = bits.marker();
        int seen = marker + 1 < image.limit() ? image.get(marker + 1) & 0xFF : EOI;
        if (unread > 0 || seen != RST0 + number) {
            throw new MalformedException(
                    String.format(
                            "corrupt JPEG data: marker %02x after %d unread bytes, RST%d is expected: data were lost",
                            seen, unread, number),
                    marker);
        }
        bits.pass(marker);
        inScan.forEach(component -> component.dc = 0);
    }

    @SuppressWarnings("NullAway") // scan() has asked for both tables
    private void block(Component component, JpegBits bits) throws MalformedException {
        int size = codes[component.dcTable].next(bits);
        if (size > 11) {
            throw new MalformedException("corrupt JPEG data: a difference of " + size + " bits, 11 are the most");
        }
        if (size > 0) {
            int value = bits.take(size);
            component.dc += value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
            if (Math.abs(component.dc) > LARGEST_DC) {
                throw new MalformedException("corrupt JPEG data: a block's mean lies outside of what 8 bits hold");
            }
        }
        JpegCode ac = codes[16 + component.acTable];
        for (int k = 1; k < 64; k++) {
            int symbol = ac.next(bits);
            int bitsOfValue = symbol & 15;
            k += symbol >> 4;
            if (bitsOfValue > 0) {
                bits.skipValue(bitsOfValue);
            } else if (symbol != 0xF0) {
                return;
            }
            if (k > 63) {
                throw new MalformedException("corrupt JPEG data: a block of more than 64 coefficients");
            }
        }
    }

    /** Writes the end marker behind the last block, over bytes about which the decoder would write to standard error. */
    private int cut(int marker, int extraneousBytes) {
        int at = marker;
        for (int i = 0; i < extraneousBytes; i++) {
            boolean stuffed = image.get(at - 1) == 0 && image.get(at - 2) == (byte) 0xFF;
            at -= stuffed ? 2 : 1;
        }
        if (at + 2 > image.limit()) {
            return image.limit();
        }
        image.put(at, (byte) 0xFF).put(at + 1, (byte) EOI);
        return at + 2;
    }
}
