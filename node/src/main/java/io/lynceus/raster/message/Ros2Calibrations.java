package io.lynceus.raster.message;

import io.lynceus.proto.foxglove.CameraCalibration;
import io.lynceus.proto.foxglove.FrameTransform;
import io.lynceus.proto.foxglove.Quaternion;
import io.lynceus.proto.foxglove.Vector3;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns ROS 2 messages about cameras and frames into those that a node reads. Stateless. */
public final class Ros2Calibrations {
    public static final String CAMERA_INFO = "sensor_msgs/msg/CameraInfo";
    public static final String TRANSFORMS = "tf2_msgs/msg/TFMessage";

    private static final int MOST_TRANSFORMS = 10_000;
    private static final int MOST_COEFFICIENTS = 64;

    private Ros2Calibrations() {}

    /**
     * Reads a sensor_msgs/CameraInfo.
     *
     * @throws MalformedException also if it is of binned or cut images, which the pixels of a calibration do not know
     */
    public static CameraCalibration camera(byte[] value) throws MalformedException {
        CdrReader cdr = new CdrReader(value);
        CameraCalibration.Builder camera = CameraCalibration.newBuilder();
        Optional<Stamp> stamp = Ros2Reader.time(cdr);
        stamp.ifPresent(known -> camera.setTimestamp(known.toTimestamp()));
        camera.setFrameId(cdr.readString()).setHeight(cdr.readInt()).setWidth(cdr.readInt());
        camera.setDistortionModel(cdr.readString());
        long coefficients = cdr.readUnsignedInt();
        if (coefficients > MOST_COEFFICIENTS) {
            throw new MalformedException(
                    coefficients + " distortion coefficients: at most " + MOST_COEFFICIENTS + " are allowed",
                    cdr.position());
        }
        camera.addAllD(doubles(cdr, (int) coefficients));
        camera.addAllK(doubles(cdr, 9)).addAllR(doubles(cdr, 9)).addAllP(doubles(cdr, 12));
        requireWhole(cdr);
        return camera.build();
    }

    /** Reads what follows the matrices: the binning and the region of interest, which is all 0 for the whole image. */
    private static void requireWhole(CdrReader cdr) throws MalformedException {
        long binningX = cdr.readUnsignedInt();
        long binningY = cdr.readUnsignedInt();
        long x = cdr.readUnsignedInt();
        long y = cdr.readUnsignedInt();
        if (binningX > 1 || binningY > 1 || x > 0 || y > 0) {
            throw new MalformedException("a camera with binning " + binningX + " x " + binningY
                    + " and a region from pixel (" + x + ", " + y
                    + "): only whole images are known; publish a CameraInfo of the image as it is sent");
        }
    }

    /** Reads a tf2_msgs/TFMessage. */
    public static List<FrameTransform> transforms(byte[] value) throws MalformedException {
        CdrReader cdr = new CdrReader(value);
        long count = cdr.readUnsignedInt();
        if (count > MOST_TRANSFORMS) {
            throw new MalformedException(
                    count + " transforms: at most " + MOST_TRANSFORMS + " are allowed", cdr.position());
        }
        List<FrameTransform> transforms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            transforms.add(transform(cdr));
        }
        return transforms;
    }

    private static FrameTransform transform(CdrReader cdr) throws MalformedException {
        FrameTransform.Builder transform = FrameTransform.newBuilder();
        Optional<Stamp> stamp = Ros2Reader.time(cdr);
        stamp.ifPresent(known -> transform.setTimestamp(known.toTimestamp()));
        transform.setParentFrameId(cdr.readString()).setChildFrameId(cdr.readString());
        List<Double> numbers = doubles(cdr, 7);
        return transform
                .setTranslation(Vector3.newBuilder()
                        .setX(numbers.get(0))
                        .setY(numbers.get(1))
                        .setZ(numbers.get(2)))
                .setRotation(Quaternion.newBuilder()
                        .setX(numbers.get(3))
                        .setY(numbers.get(4))
                        .setZ(numbers.get(5))
                        .setW(numbers.get(6)))
                .build();
    }

    private static List<Double> doubles(CdrReader cdr, int count) throws MalformedException {
        List<Double> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Double.longBitsToDouble(cdr.readLong()));
        }
        return numbers;
    }
}
