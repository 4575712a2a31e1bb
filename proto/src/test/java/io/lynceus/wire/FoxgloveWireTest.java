package io.lynceus.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.PackedElementField.NumericType;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.proto.foxglove.RawImage;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/**
 * Byte strings written by hand from Foxglove's field table (number, wire type), so that compatibility does not rest on our own
 * encoder. A tag is {@code number << 3 | wire type}; wire types: 0 varint, 1 eight bytes, 2 length, 5 four bytes.
 */
class FoxgloveWireTest {
    /** Field 1, a Timestamp of 5 s and 7 ns. */
    private static final String TIME_1 = "0a 04 08 05 10 07 ";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @Test
    void aCompressedImageHasItsDataInField2AndItsFrameInField4() throws InvalidProtocolBufferException {
        CompressedImage image =
                CompressedImage.parseFrom(bytes(TIME_1 + "22 03 63 61 6d" + "12 02 ff d8" + "1a 04 6a 70 65 67"));
        assertThat(Stamp.of(image.getTimestamp())).isEqualTo(new Stamp(5_000_000_007L));
        assertThat(image.getFrameId()).isEqualTo("cam");
        assertThat(image.getData().toByteArray()).isEqualTo(bytes("ff d8"));
        assertThat(image.getFormat()).isEqualTo("jpeg");
        assertThat(image.getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void aRawImageHasFixedSizesAndItsFrameInField7() throws InvalidProtocolBufferException {
        RawImage image = RawImage.parseFrom(bytes(TIME_1
                + "15 02 00 00 00" // width 2, fixed32
                + "1d 01 00 00 00" // height 1, fixed32
                + "22 05 31 36 55 43 31" // encoding 16UC1
                + "2d 04 00 00 00" // step 4, fixed32
                + "32 04 e8 03 d0 07" // data: 1000, 2000
                + "3a 03 63 61 6d")); // frame_id
        assertThat(image.getWidth()).isEqualTo(2);
        assertThat(image.getHeight()).isEqualTo(1);
        assertThat(image.getEncoding()).isEqualTo("16UC1");
        assertThat(image.getStep()).isEqualTo(4);
        assertThat(image.getData().size()).isEqualTo(4);
        assertThat(image.getFrameId()).isEqualTo("cam");
        assertThat(image.getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void aPointCloudNamesItsFieldsWithFoxglovesNumericTypes() throws InvalidProtocolBufferException {
        PointCloud cloud = PointCloud.parseFrom(bytes(TIME_1
                + "12 01 6c" // frame_id l
                + "1a 0b 12 09 21 00 00 00 00 00 00 f0 3f" // pose: orientation w = 1
                + "25 10 00 00 00" // point_stride 16, fixed32
                + "2a 0a 0a 01 78 15 04 00 00 00 18 07" // field x at offset 4, FLOAT32 = 7
                + "32 01 00")); // data
        assertThat(cloud.getFrameId()).isEqualTo("l");
        assertThat(cloud.getPose().getOrientation().getW()).isEqualTo(1);
        assertThat(cloud.getPointStride()).isEqualTo(16);
        assertThat(cloud.getFields(0).getName()).isEqualTo("x");
        assertThat(cloud.getFields(0).getOffset()).isEqualTo(4);
        assertThat(cloud.getFields(0).getType()).isEqualTo(NumericType.FLOAT32);
        assertThat(cloud.getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void numericTypesAreNumberedAsFoxgloveDoesNotAsRosDoes() {
        assertThat(NumericType.forNumber(1)).isEqualTo(NumericType.UINT8);
        assertThat(NumericType.forNumber(2)).isEqualTo(NumericType.INT8);
        assertThat(NumericType.forNumber(3)).isEqualTo(NumericType.UINT16);
        assertThat(NumericType.forNumber(6)).isEqualTo(NumericType.INT32);
        assertThat(NumericType.forNumber(8)).isEqualTo(NumericType.FLOAT64);
    }

    @Test
    void aCameraCalibrationHasUpperCaseMatricesAndItsFrameInField9() throws InvalidProtocolBufferException {
        CameraCalibration calibration = CameraCalibration.parseFrom(bytes(TIME_1
                + "15 80 02 00 00" // width 640
                + "1d e0 01 00 00" // height 480
                + "22 09 70 6c 75 6d 62 5f 62 6f 62" // distortion_model plumb_bob
                + "2a 08 00 00 00 00 00 00 00 40" // D = [2], packed
                + "32 08 00 00 00 00 00 00 59 40" // K = [100]
                + "3a 08 00 00 00 00 00 00 f0 3f" // R = [1]
                + "42 08 00 00 00 00 00 00 f0 3f" // P = [1]
                + "4a 03 63 61 6d")); // frame_id
        assertThat(calibration.getWidth()).isEqualTo(640);
        assertThat(calibration.getHeight()).isEqualTo(480);
        assertThat(calibration.getDistortionModel()).isEqualTo("plumb_bob");
        assertThat(calibration.getDList()).containsExactly(2.0);
        assertThat(calibration.getKList()).containsExactly(100.0);
        assertThat(calibration.getRList()).containsExactly(1.0);
        assertThat(calibration.getPList()).containsExactly(1.0);
        assertThat(calibration.getFrameId()).isEqualTo("cam");
        assertThat(calibration.getUnknownFields().asMap()).isEmpty();
    }

    @Test
    void aFrameTransformGoesFromChildToParent() throws InvalidProtocolBufferException {
        FrameTransform transform = FrameTransform.parseFrom(bytes(TIME_1
                + "12 03 63 61 6d" // parent_frame_id
                + "1a 01 6c" // child_frame_id
                + "22 09 19 00 00 00 00 00 00 00 40" // translation z = 2
                + "2a 09 21 00 00 00 00 00 00 f0 3f")); // rotation w = 1
        assertThat(transform.getParentFrameId()).isEqualTo("cam");
        assertThat(transform.getChildFrameId()).isEqualTo("l");
        assertThat(transform.getTranslation().getZ()).isEqualTo(2);
        assertThat(transform.getRotation().getW()).isEqualTo(1);
        assertThat(transform.getUnknownFields().asMap()).isEmpty();
    }
}
