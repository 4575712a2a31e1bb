package io.lynceus.dataset.kitti;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Due;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.TimeOrder;
import io.lynceus.dataset.message.PointCloudMessages;
import io.lynceus.dataset.sample.Expected;
import io.lynceus.proto.foxglove.CompressedImage;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A drive of KITTI raw, synced and rectified: the left colour camera and the Velodyne, {@code
 * <date>/<date>_drive_NNNN_sync/{image_02,velodyne_points}/{data,timestamps.txt}} with {@code <date>/calib_*.txt}. Images and
 * scans are copied as they are. There are no labels.
 */
public final class KittiRaw implements Recording {
    private static final String CAMERA_FRAME = "camera_02";
    private static final String LIDAR_FRAME = "velodyne";
    private static final double NANOS_PER_SECOND = 1e9;
    /** A root folder holds dates, a date folder holds drives. */
    private static final int DRIVE_DEPTH = 2;

    private record KittiSensor(
            Channel channel, KittiStream stream, BiFunction<KittiStream.File, ByteString, MessageLite> wrap) {}

    private final String name;
    private final KittiSensor camera;
    private final KittiSensor lidar;
    private final List<Latched> latched;

    private KittiRaw(Path drive) throws IOException {
        Path day = drive.toAbsolutePath().normalize().getParent();
        if (day == null) {
            throw new IOException(drive + " has no folder above it; a drive lies in the folder of its date");
        }
        name = "kitti/" + drive.getFileName();
        KittiCalibration calibration = KittiCalibration.read(day);
        KittiStream images = KittiStream.open(drive, "image_02", "png");
        KittiStream scans = KittiStream.open(drive, "velodyne_points", "bin");
        camera = new KittiSensor(
                new Channel(
                        "rgb",
                        Modality.RGB,
                        "camera.front.image",
                        "foxglove.CompressedImage",
                        "png",
                        rate(images),
                        CAMERA_FRAME),
                images,
                KittiRaw::image);
        lidar = new KittiSensor(
                new Channel(
                        "lidar",
                        Modality.LIDAR,
                        "lidar.top.points",
                        "foxglove.PointCloud",
                        "xyzi",
                        rate(scans),
                        LIDAR_FRAME),
                scans,
                KittiRaw::cloud);
        Path anyImage = images.files().get(0).path();
        latched = calibration.latched(CAMERA_FRAME, LIDAR_FRAME, anyImage, start());
    }

    /** Opens a drive from its own folder, or from a folder above it that contains no other drive. */
    public static KittiRaw open(Path folder) throws IOException {
        List<Path> drives = drives(folder);
        if (drives.size() != 1) {
            String found = drives.isEmpty()
                    ? "no folder <date>/<date>_drive_NNNN_sync beneath it; it has " + Expected.contents(folder)
                    : "several drives: " + drives.stream().map(Path::toString).toList() + "; name one of them";
            throw new IOException("a KITTI drive was expected in " + folder + ", but there is " + found);
        }
        return new KittiRaw(drives.get(0));
    }

    /** Returns the drives in a root, a date's folder or a drive's own, by name. */
    public static List<Path> drives(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(folder, DRIVE_DEPTH)) {
            return paths.filter(KittiRaw::isDrive).sorted().toList();
        }
    }

    private static boolean isDrive(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return last != null && last.toString().matches(".+_drive_\\d+_sync") && Files.isDirectory(path);
    }

    private static double rate(KittiStream stream) {
        return NANOS_PER_SECOND / stream.period();
    }

    private static MessageLite image(KittiStream.File file, ByteString png) {
        return CompressedImage.newBuilder()
                .setTimestamp(file.stamp().toTimestamp())
                .setFrameId(CAMERA_FRAME)
                .setFormat("png")
                .setData(png)
                .build();
    }

    private static MessageLite cloud(KittiStream.File file, ByteString xyzr) {
        if (xyzr.size() % PointCloudMessages.STRIDE != 0) {
            throw new UncheckedIOException(new IOException(file.path() + " has " + xyzr.size()
                    + " bytes; a scan has a multiple of " + PointCloudMessages.STRIDE
                    + ", four float32 for each point; copy it again"));
        }
        return PointCloudMessages.xyzi(file.stamp(), LIDAR_FRAME, xyzr);
    }

    /** Returns {@code kitti/<drive>}. */
    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Channel> channels() {
        return List.of(camera.channel(), lidar.channel());
    }

    @Override
    public Stamp start() {
        Stamp image = camera.stream().first();
        Stamp scan = lidar.stream().first();
        return image.isBefore(scan) ? image : scan;
    }

    /** Returns a time one period after the last frame, so that a loop keeps the rate. */
    @Override
    public Optional<Stamp> end() {
        Stamp image = camera.stream().last().plusNanos(camera.stream().period());
        Stamp scan = lidar.stream().last().plusNanos(lidar.stream().period());
        return Optional.of(image.isAfter(scan) ? image : scan);
    }

    /** Returns the camera's calibration and the LiDAR's pose in the camera's frame. */
    @Override
    public List<Latched> latched() {
        return latched;
    }

    @Override
    public Iterator<RecordedFrame> frames(Stamp from) {
        List<Iterator<Due>> channels = new ArrayList<>();
        for (KittiSensor sensor : List.of(camera, lidar)) {
            channels.add(sensor.stream().files().stream()
                    .filter(file -> !file.stamp().isBefore(from))
                    .map(file -> new Due(file.stamp(), () -> frame(sensor, file)))
                    .iterator());
        }
        return new TimeOrder(channels);
    }

    private static RecordedFrame frame(KittiSensor sensor, KittiStream.File file) {
        byte[] message = sensor.wrap().apply(file, file.read()).toByteArray();
        return new RecordedFrame(sensor.channel(), file.stamp(), file.number(), message);
    }

    @Override
    public List<String> remarks() {
        return Stream.of(camera, lidar)
                .flatMap(sensor -> sensor.stream().remarks().stream())
                .toList();
    }

    /** Does nothing, because no file is held open. */
    @Override
    public void close() {}
}
