package io.lynceus.raster;

import io.lynceus.raster.message.ImageFormat;
import io.lynceus.raster.message.Limits;
import io.lynceus.raster.message.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/**
 * Checks the container of a PNG or JPEG image before a decoder gets it: its size must be within {@link Limits}, its parts within
 * the data, and its end must be present.
 *
 * <p>Sources: PNG, third edition, §5; JPEG, ITU-T T.81, annex B.
 */
final class ImageHeader {
    private static final long PNG_SIGNATURE = 0x89504E47_0D0A1A0AL;
    private static final int IHDR = 0x49484452;
    private static final int IEND = 0x49454E44;
    private static final int ACTL = 0x6163544C;
    private static final int PNG_CHUNK_FRAME = 12; // length, type, checksum
    private static final int IHDR_LENGTH = 13;

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int SOF_LENGTH = 8; // length, precision, height, width, components

    private ImageHeader() {}

    /**
     * Checks an image.
     *
     * @param data from position 0; bytes that a driver wrote behind the data of a JPEG are cut off
     * @return length of the image in bytes
     */
    static int check(ByteBuffer data, ImageFormat format) throws MalformedException {
        ByteBuffer image = data.duplicate().order(ByteOrder.BIG_ENDIAN);
        if (image.remaining() >= Long.BYTES && image.getLong(0) == PNG_SIGNATURE) {
            checkPng(image);
            return image.remaining();
        } else if (image.remaining() >= 2 && (image.getShort(0) & 0xFFFF) == (0xFF00 | SOI)) {
            checkJpeg(image);
            return JpegScan.check(image);
        }
        throw new MalformedException(
                "image of " + image.remaining() + " bytes is neither PNG nor JPEG" + kind(image, format)
                        + "; publish JPEG or PNG",
                0);
    }

    /** Names what the data are, as far as the message or their first bytes say it. */
    private static String kind(ByteBuffer image, ImageFormat format) {
        String begins = "";
        if (image.remaining() >= 12) {
            int first = image.getInt(0);
            begins = switch (first) {
                case 0x52494646 -> "WebP or AVI";
                case 0x47494638 -> "GIF";
                case 0x49492A00, 0x4D4D002A -> "TIFF";
                case 0x00000001 -> "H.264 or H.265 video";
                default -> first >>> 16 == 0x424D ? "BMP" : image.getInt(4) == 0x66747970 ? "AVIF, HEIF or MP4" : "";
            };
        }
        return (format.text().isEmpty() ? "" : "; its format says '" + format + "'")
                + (begins.isEmpty() ? "" : "; it begins as " + begins);
    }

    /** Returns true if the numbers of a PNG have 16 bits. */
    static boolean isDeepPng(ByteBuffer image) {
        return image.remaining() > 24 && image.get(1) == 'P' && image.get(24) == Short.SIZE;
    }

    static boolean isJpeg(ByteBuffer image) {
        return (image.get(0) & 0xFF) == 0xFF;
    }

    private static void checkPng(ByteBuffer image) throws MalformedException {
        int at = Long.BYTES;
        checkPngChunk(image, at);
        if (image.getInt(at + 4) != IHDR || image.getInt(at) != IHDR_LENGTH) {
            throw new MalformedException("PNG does not start with its header chunk IHDR", at);
        }
        Limits.checkImage(
                Integer.toUnsignedLong(image.getInt(at + 8)), Integer.toUnsignedLong(image.getInt(at + 12)), at + 8);
        int type = IHDR;
        while (type != IEND) {
            at += PNG_CHUNK_FRAME + image.getInt(at);
            checkPngChunk(image, at);
            type = image.getInt(at + 4);
            if (type == ACTL) {
                throw new MalformedException("animated PNG: a frame is one image", at);
            }
        }
    }

    /** Refuses a chunk at {@code at} that is truncated or damaged. */
    private static void checkPngChunk(ByteBuffer image, int at) throws MalformedException {
        int left = image.remaining() - at;
        if (left < PNG_CHUNK_FRAME) {
            throw new MalformedException("PNG ends after " + image.remaining() + " bytes without IEND: truncated", at);
        }
        long length = Integer.toUnsignedLong(image.getInt(at));
        if (length > left - PNG_CHUNK_FRAME) {
            throw new MalformedException(
                    "PNG chunk of " + length + " bytes: " + (left - PNG_CHUNK_FRAME) + " are left: truncated", at);
        }
        CRC32 checksum = new CRC32();
        checksum.update(image.slice(at + 4, 4 + (int) length));
        int stated = image.getInt(at + 8 + (int) length);
        if ((int) checksum.getValue() != stated) {
            throw new MalformedException(
                    String.format("PNG chunk has checksum %08x, stated is %08x: damaged", checksum.getValue(), stated),
                    at);
        }
    }

    private static void checkJpeg(ByteBuffer image) throws MalformedException {
        boolean sized = false;
        int at = 2;
        while (true) {
            int marker = jpegMarker(image, at);
            if (marker == 0xFF) { // fill byte
                at++;
                continue;
            }
            int length = jpegSegment(image, at);
            if (isStartOfFrame(marker)) {
                if (sized || length < SOF_LENGTH) {
                    throw new MalformedException("JPEG has a second or a short frame header", at);
                }
                Limits.checkImage(image.getShort(at + 7) & 0xFFFF, image.getShort(at + 5) & 0xFFFF, at + 5);
                sized = true;
            }
            at += 2 + length;
            if (marker == SOS) {
                requireEnd(image, at, sized);
                return;
            }
        }
    }

    private static int jpegMarker(ByteBuffer image, int at) throws MalformedException {
        if (at + 4 > image.remaining()) {
            throw new MalformedException(
                    "JPEG ends after " + image.remaining() + " bytes in its headers: truncated", at);
        }
        if ((image.get(at) & 0xFF) != 0xFF) {
            throw new MalformedException(
                    "JPEG marker is expected, byte seen is " + (image.get(at) & 0xFF) + ", not 255", at);
        }
        return image.get(at + 1) & 0xFF;
    }

    /** Returns the length of the segment whose marker is at {@code at}, without the marker. */
    private static int jpegSegment(ByteBuffer image, int at) throws MalformedException {
        int length = image.getShort(at + 2) & 0xFFFF;
        if (length < 2 || at + 2 + length > image.remaining()) {
            throw new MalformedException(
                    "JPEG segment of " + length + " bytes: 2 to " + (image.remaining() - at - 2) + " are possible", at);
        }
        return length;
    }

    /** Returns true for SOF0 to SOF15 without DHT, JPG and DAC. */
    private static boolean isStartOfFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static void requireEnd(ByteBuffer image, int scan, boolean sized) throws MalformedException {
        if (!sized) {
            throw new MalformedException("JPEG has no frame header before its data", scan);
        }
        for (int at = image.remaining() - 2; at >= scan; at--) { // at the very end, except for padding
            if ((image.get(at) & 0xFF) == 0xFF && (image.get(at + 1) & 0xFF) == EOI) {
                return;
            }
        }
        throw new MalformedException(
                "JPEG ends after " + image.remaining() + " bytes without its end marker: truncated", image.remaining());
    }
}
