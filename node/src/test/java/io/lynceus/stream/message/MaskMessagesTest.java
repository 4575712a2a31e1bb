package io.lynceus.stream.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.lynceus.proto.v1.Raster;
import io.lynceus.rig.RigConfig.MaskEncoding;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MaskMessagesTest {
    private static final int HEIGHT = 12;
    private static final int WIDTH = 20;

    private static byte[] pixels() {
        byte[] pixels = new byte[HEIGHT * WIDTH];
        new Random(7).nextBytes(pixels);
        return pixels;
    }

    @ParameterizedTest
    @EnumSource
    void whatWasPackedComesBack(MaskEncoding encoding) {
        Raster raster = MaskMessages.pack(pixels(), HEIGHT, WIDTH, encoding);
        assertThat(raster.getHeight()).isEqualTo(HEIGHT);
        assertThat(raster.getWidth()).isEqualTo(WIDTH);
        assertThat(MaskMessages.unpack(raster)).isEqualTo(pixels());
    }

    @ParameterizedTest
    @EnumSource
    void aRasterThatHoldsLessThanItsSizeSaysIsRefused(MaskEncoding encoding) {
        Raster tall = MaskMessages.pack(pixels(), HEIGHT, WIDTH, encoding).toBuilder()
                .setHeight(HEIGHT + 1)
                .build();
        assertThatThrownBy(() -> MaskMessages.unpack(tall))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its size says");
    }

    @Test
    void dataThatIsNoStreamAndAnUnknownEncodingAreRefused() {
        Raster raster = MaskMessages.pack(pixels(), HEIGHT, WIDTH, MaskEncoding.DEFLATE);
        assertThatThrownBy(() -> MaskMessages.unpack(raster.toBuilder()
                        .setData(ByteString.copyFromUtf8("no zlib"))
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no zlib stream");
        assertThatThrownBy(() -> MaskMessages.unpack(
                        raster.toBuilder().setEncodingValue(9).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 is unknown");
    }
}
