package io.lynceus.fault.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.message.ImageFiles;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.RawImage;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.function.UnaryOperator;

/**
 * Reads image messages as {@link Pixels} and writes them again in the same format, or as rgb8 if a fault has made 8-bit colours
 * from another format. Alpha is dropped from files and kept in raw pixels.
 */
final class ImageContents {
    private ImageContents() {}

    static byte[] change(RecordedFrame frame, UnaryOperator<Pixels> fault) throws InvalidProtocolBufferException {
        return frame.channel().schema().equals("foxglove.RawImage") ? raw(frame, fault) : file(frame, fault);
    }

    private static byte[] file(RecordedFrame frame, UnaryOperator<Pixels> fault) throws InvalidProtocolBufferException {
        CompressedImage message = CompressedImage.parseFrom(frame.value());
        BufferedImage image;
        try {
            image = ImageFiles.decode(message.getData().toByteArray(), "image of frame " + frame);
        } catch (IOException e) {
            throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
        }
        BufferedImage changed = image(fault.apply(pixels(image)));
        boolean jpeg = message.getFormat().startsWith("jp");
        byte[] encoded = jpeg ? ImageFiles.jpeg(changed) : ImageFiles.png(changed);
        return message.toBuilder()
                .setData(UnsafeByteOperations.unsafeWrap(encoded))
                .build()
                .toByteArray();
    }

    private static Pixels pixels(BufferedImage file) {
        BufferedImage image = file.getColorModel() instanceof IndexColorModel palette
                ? palette.convertToIntDiscrete(file.getRaster(), false)
                : file;
        int width = image.getWidth();
        int height = image.getHeight();
        int bands = image.getRaster().getNumBands();
        float[] all = image.getRaster().getPixels(0, 0, width, height, (float[]) null);
        int channels = bands < 3 ? 1 : 3;
        float fullScale = (1 << image.getColorModel().getComponentSize(0)) - 1;
        if (channels == bands) {
            return new Pixels(width, height, channels, fullScale, all);
        }
        float[] colours = new float[width * height * channels];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = all[i / channels * bands + i % channels];
        }
        return new Pixels(width, height, channels, fullScale, colours);
    }

    private static BufferedImage image(Pixels pixels) {
        int[] levels = new int[pixels.samples().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = pixels.level(pixels.samples()[i]);
        }
        return ImageFiles.image(pixels.width(), pixels.height(), pixels.channels(), (int) pixels.fullScale(), levels);
    }

    private static byte[] raw(RecordedFrame frame, UnaryOperator<Pixels> fault) throws InvalidProtocolBufferException {
        RawImage message = RawImage.parseFrom(frame.value());
        int channels = channels(message, frame);
        int bytes = message.getEncoding().contains("16") ? 2 : 1;
        int row = message.getWidth() * channels * bytes;
        if (message.getStep() < row || message.getData().size() < (long) message.getStep() * message.getHeight()) {
            throw new IllegalArgumentException("frame " + frame + " of " + message.getWidth() + " x "
                    + message.getHeight() + " " + message.getEncoding() + " holds "
                    + message.getData().size() + " bytes in steps of " + message.getStep());
        }
        boolean blueFirst = message.getEncoding().startsWith("bgr");
        Pixels before = unpack(message, channels, bytes);
        Pixels changed = fault.apply(blueFirst ? swapped(before) : before);
        boolean same = changed.channels() == channels && changed.fullScale() == before.fullScale();
        int size = same ? bytes : 1;
        return message.toBuilder()
                .setWidth(changed.width())
                .setHeight(changed.height())
                .setEncoding(same ? message.getEncoding() : "rgb8")
                .setStep(changed.width() * changed.channels() * size)
                .setData(pack(same && blueFirst ? swapped(changed) : changed, size))
                .build()
                .toByteArray();
    }

    private static int channels(RawImage message, RecordedFrame frame) {
        return switch (message.getEncoding()) {
            case "mono8", "8UC1", "mono16", "16UC1" -> 1;
            case "rgb8", "bgr8", "8UC3" -> 3;
            case "rgba8", "bgra8", "8UC4" -> 4;
            default ->
                throw new IllegalArgumentException("frame " + frame + " is an image of " + message.getEncoding()
                        + "; faults change rgb8, bgr8, rgba8, bgra8, mono8, mono16 and 16UC1");
        };
    }

    private static Pixels unpack(RawImage message, int channels, int bytes) {
        ByteString data = message.getData();
        int row = message.getWidth() * channels;
        float[] samples = new float[row * message.getHeight()];
        for (int i = 0; i < samples.length; i++) {
            int at = i / row * message.getStep() + i % row * bytes;
            int high = bytes == 2 ? (data.byteAt(at + 1) & 0xFF) << 8 : 0;
            samples[i] = high | data.byteAt(at) & 0xFF;
        }
        float fullScale = bytes == 2 ? 65535 : 255;
        return new Pixels(message.getWidth(), message.getHeight(), channels, fullScale, samples);
    }

    /** Swaps red and blue. */
    private static Pixels swapped(Pixels pixels) {
        float[] samples = pixels.samples().clone();
        for (int i = 0; i < samples.length; i += pixels.channels()) {
            samples[i] = pixels.samples()[i + 2];
            samples[i + 2] = pixels.samples()[i];
        }
        return pixels.with(pixels.width(), pixels.height(), samples);
    }

    private static ByteString pack(Pixels pixels, int bytes) {
        byte[] data = new byte[pixels.samples().length * bytes];
        for (int i = 0; i < pixels.samples().length; i++) {
            int level = pixels.level(pixels.samples()[i]);
            data[i * bytes] = (byte) level;
            if (bytes == 2) {
                data[2 * i + 1] = (byte) (level >> 8);
            }
        }
        return UnsafeByteOperations.unsafeWrap(data);
    }
}
