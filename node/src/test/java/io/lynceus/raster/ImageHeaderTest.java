package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.SIZE;
import static io.lynceus.raster.Fixtures.encode;
import static io.lynceus.raster.Fixtures.malformed;
import static io.lynceus.raster.Fixtures.rasterizer;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;

import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {
    private final Rasterizer rasterizer = rasterizer(Modality.RGB, PayloadFormat.IMAGE, SIZE);

    private static byte[] image(String extension) {
        return encode(extension, new Mat(40, 60, CV_8UC3, new Scalar(1, 2, 3, 0)));
    }

    @Test
    void aJpegThatClaimsSixtyThousandPixelsASideIsRefusedBeforeDecoding() {
        byte[] jpeg = image(".jpg");
        int frame = 0;
        while ((jpeg[frame] & 0xFF) != 0xFF || (jpeg[frame + 1] & 0xFF) != 0xC0) {
            frame++;
        }
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 60_000).putShort(frame + 7, (short) 60_000);
        assertThat(malformed(rasterizer.decode(jpeg, target(SIZE))).reason())
                .contains("60000 x 60000")
                .contains("16384");
    }

    @Test
    void aPngThatClaimsMorePixelsThanAllowedIsRefusedBeforeDecoding() {
        byte[] png = image(".png");
        CRC32 checksum = new CRC32();
        ByteBuffer.wrap(png).putInt(16, 16_000).putInt(20, 16_000);
        checksum.update(png, 12, 17);
        ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
        assertThat(malformed(rasterizer.decode(png, target(SIZE))).reason()).contains("16000 x 16000");
    }

    @ParameterizedTest
    @ValueSource(strings = {".png", ".jpg"})
    void everyTruncationIsMalformed(String extension) {
        byte[] whole = image(extension);
        for (int length = 0; length < whole.length; length++) {
            malformed(rasterizer.decode(Arrays.copyOf(whole, length), target(SIZE)));
        }
    }

    @Test
    void aPngOfWhichOneBitFlippedIsMalformed() {
        byte[] png = image(".png");
        png[50] ^= 4;
        assertThat(malformed(rasterizer.decode(png, target(SIZE))).reason()).contains("checksum");
    }

    @Test
    void anotherKindOfFileIsRefused() {
        byte[] webp = "RIFF....WEBPVP8 ".getBytes(StandardCharsets.US_ASCII);
        assertThat(malformed(rasterizer.decode(webp, target(SIZE))).reason()).contains("neither PNG nor JPEG");
    }
}
