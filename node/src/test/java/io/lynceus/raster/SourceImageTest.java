package io.lynceus.raster;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.raster.message.CdrWriter;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** A raster knows the image that it was made of. */
class SourceImageTest {
    private static final RasterSize SIZE = new RasterSize(32, 64);

    @Test
    void theSizeAndTheFrameOfAnImageAreKeptWhateverFormatItHas() throws Exception {
        byte[] png = png(120, 50);
        byte[] ros = new CdrWriter()
                .header(new Stamp(1), "front_optical")
                .putString("png")
                .putBytes(png)
                .toByteArray();
        byte[] raw = new CdrWriter()
                .header(new Stamp(1), "front_optical")
                .putInt(50)
                .putInt(120)
                .putString("mono8")
                .putByte(0)
                .putInt(120)
                .putBytes(new byte[6000])
                .toByteArray();
        byte[] foxglove = CompressedImage.newBuilder()
                .setFrameId("front_optical")
                .setFormat("png")
                .setData(ByteString.copyFrom(png))
                .build()
                .toByteArray();
        Decoding.SourceImage expected = new Decoding.SourceImage("front_optical", 120, 50);
        assertThat(source(PayloadFormat.ROS2, ros)).hasValue(expected);
        assertThat(source(PayloadFormat.ROS2, raw)).hasValue(expected);
        assertThat(source(PayloadFormat.FOXGLOVE, foxglove)).hasValue(expected);
        assertThat(source(PayloadFormat.IMAGE, png)).hasValue(new Decoding.SourceImage("", 120, 50));
        assertThat(source(PayloadFormat.IMAGE, png(64, 32)))
                .as("decoded into the raster itself")
                .hasValue(new Decoding.SourceImage("", 64, 32));
    }

    private static Optional<Decoding.SourceImage> source(PayloadFormat format, byte[] value) {
        return new Rasterizer(new RasterSpec(Modality.RGB, format, SIZE, Optional.empty()))
                .decode(value, ByteBuffer.allocateDirect(SIZE.bytes()))
                .match(Decoding.Rastered::image, malformed -> {
                    throw new AssertionError(malformed.reason());
                });
    }

    private static byte[] png(int width, int height) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
