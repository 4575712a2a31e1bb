package io.lynceus.raster;

import static io.lynceus.raster.Fixtures.SIZE;
import static io.lynceus.raster.Fixtures.STAMP;
import static io.lynceus.raster.Fixtures.bytes;
import static io.lynceus.raster.Fixtures.cloud;
import static io.lynceus.raster.Fixtures.malformed;
import static io.lynceus.raster.Fixtures.pixel;
import static io.lynceus.raster.Fixtures.rastered;
import static io.lynceus.raster.Fixtures.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import io.lynceus.proto.foxglove.PackedElementField;
import io.lynceus.proto.foxglove.PackedElementField.NumericType;
import io.lynceus.proto.foxglove.PointCloud;
import io.lynceus.raster.ContentStatistics.PointStatistics;
import io.lynceus.raster.message.PayloadFormat;
import io.lynceus.wire.Modality;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PointRasterTest {
    private final Rasterizer rasterizer = Fixtures.lidar(PayloadFormat.FOXGLOVE);
    private final ByteBuffer target = target(SIZE);

    @Test
    void aPointStraightAheadIsDrawnInTheMiddleWithItsNeighbours() {
        rastered(rasterizer.decode(cloud(10, 0, 0, 0.5f), target));
        // d = 10: 1 + 254 (1 − ln 10 / ln 200) = 144.6; i = 127.5; h = 0: 1 + 254 / 4 = 64.5
        assertThat(pixel(target, SIZE, 24, 32)).containsExactly(145, 128, 65);
        assertThat(pixel(target, SIZE, 23, 31)).containsExactly(145, 128, 65);
        assertThat(pixel(target, SIZE, 26, 32)).containsExactly(0, 0, 0);
    }

    @Test
    void theNearerPointWinsWhateverTheOrder() {
        rastered(rasterizer.decode(cloud(50, 0, 0, 1, 5, 0, 0, 0.2f), target));
        int[] nearLast = pixel(target, SIZE, 24, 32);
        rastered(rasterizer.decode(cloud(5, 0, 0, 0.2f, 50, 0, 0, 1), target));
        assertThat(pixel(target, SIZE, 24, 32)).isEqualTo(nearLast);
        assertThat(nearLast[1]).isEqualTo(51);
    }

    @Test
    void leftOfTheSensorIsLeftInTheRasterAndHigherIsBrighterInBlue() {
        rastered(rasterizer.decode(cloud(10, 3, 2, 0.5f, 10, -3, -2, 0.5f), target));
        int[] left = pixel(target, SIZE, 23 - 12, 31 - 19);
        int[] right = pixel(target, SIZE, 24 + 12, 32 + 19);
        assertThat(left[0]).isPositive();
        assertThat(right[0]).isPositive();
        assertThat(left[2]).isGreaterThan(right[2]);
    }

    @Test
    void whatIsBehindOutsideNotANumberOrAtTheOriginIsSkipped() {
        float nan = Float.NaN;
        var done = rastered(rasterizer.decode(
                cloud(-10, 0, 0, 1, 10, 90, 0, 1, nan, 0, 0, 1, 0, 0, 0, 1, 3, nan, 4, 1, 4, 0, 3, 1), target));
        PointStatistics statistics = (PointStatistics) done.statistics();
        assertThat(statistics.points()).isEqualTo(3);
        assertThat(statistics.inView()).isZero();
        assertThat(statistics.meanRange()).isCloseTo((10 + Math.hypot(10, 90) + 5) / 3, within(1e-6));
        assertThat(statistics.rangeSpread()).isGreaterThan(30);
    }

    @Test
    void anEmptyCloudIsABlackRaster() {
        target.put(0, (byte) 77);
        PointStatistics statistics =
                (PointStatistics) rastered(rasterizer.decode(cloud(), target)).statistics();
        assertThat(statistics.points()).isZero();
        assertThat(pixel(target, SIZE, 0, 0)).containsExactly(0, 0, 0);
    }

    @Test
    void fieldsOfAnyTypeAtAnyOffsetAreRead() {
        ByteBuffer data = Fixtures.littleEndian(23);
        data.put(1, (byte) 51).putShort(2, (short) 10).putDouble(5, 0).putInt(13, 0);
        PointCloud strided = PointCloud.newBuilder()
                .setPointStride(23)
                .addFields(field("intensity", 1, NumericType.UINT8))
                .addFields(field("x", 2, NumericType.INT16))
                .addFields(field("y", 5, NumericType.FLOAT64))
                .addFields(field("z", 13, NumericType.INT32))
                .setData(ByteString.copyFrom(bytes(data)))
                .build();
        rastered(rasterizer.decode(strided.toByteArray(), target));
        assertThat(pixel(target, SIZE, 24, 32)).containsExactly(145, 51, 65);
    }

    private static PackedElementField field(String name, int offset, NumericType type) {
        return PackedElementField.newBuilder()
                .setName(name)
                .setOffset(offset)
                .setType(type)
                .build();
    }

    @Test
    void dataThatAreNoWholeNumberOfPointsAreRefused() {
        var no = malformed(rasterizer.decode(cloud(new byte[33]).build().toByteArray(), target));
        assertThat(no.reason()).contains("33").contains("16");
    }

    @Test
    void aFieldBeyondThePointIsRefused() {
        var beyond = cloud(new byte[32]).setPointStride(8).build().toByteArray();
        assertThat(malformed(rasterizer.decode(beyond, target)).reason()).contains("'intensity'");
    }

    @Test
    void aCloudWithoutCalibrationIsRefusedSayingWhatToDo() {
        Rasterizer uncalibrated = Fixtures.rasterizer(Modality.LIDAR, PayloadFormat.FOXGLOVE, SIZE);
        assertThat(malformed(uncalibrated.decode(cloud(1, 0, 0, 0), target)).reason())
                .contains("calibration");
    }

    @Test
    void rosCloudsOfEitherByteOrderGiveTheSameRasterAsFoxglove() {
        rastered(rasterizer.decode(cloud(10, 1, 0.5f, 0.5f, 20, 0, 0, 1), target));
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            ByteBuffer points = ByteBuffer.allocate(32).order(order);
            points.asFloatBuffer().put(new float[] {10, 1, 0.5f, 0.5f, 20, 0, 0, 1});
            CdrWriter cdr =
                    new CdrWriter(order).header(STAMP.nanos()).u32(1).u32(2).u32(4);
            String[] names = {"x", "y", "z", "intensity"};
            for (int i = 0; i < 4; i++) {
                cdr.string(names[i]).u32(4 * i).u8(7).u32(1);
            }
            cdr.u8(order == ByteOrder.BIG_ENDIAN ? 1 : 0)
                    .u32(16)
                    .u32(32)
                    .bytes(bytes(points))
                    .u8(1);
            ByteBuffer ros = target(SIZE);
            var done = rastered(Fixtures.lidar(PayloadFormat.ROS2).decode(cdr.toByteArray(), ros));
            assertThat(done.stamp()).contains(STAMP);
            assertThat(ros).isEqualTo(target);
        }
    }
}
