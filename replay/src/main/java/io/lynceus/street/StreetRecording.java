package io.lynceus.street;

import com.google.protobuf.MessageLite;
import io.lynceus.dataset.Channel;
import io.lynceus.dataset.ClassList;
import io.lynceus.dataset.Due;
import io.lynceus.dataset.LabelRaster;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.TimeOrder;
import io.lynceus.dataset.deliver.DeliverDataset;
import io.lynceus.dataset.message.CalibrationMessages;
import io.lynceus.street.StreetOptions.RgbFormat;
import io.lynceus.street.scene.StreetScene;
import io.lynceus.street.scene.Weather;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The simulated street as a recording of four sensors, each at its own rate, phase and jitter, rendered when asked for.
 *
 * <p>Frames belong to one thread; {@link #labels} and {@link #changeTo} may be called from any.
 */
public final class StreetRecording implements Recording {
    private static final double NANOS_PER_SECOND = 1e9;

    /** One sensor: its channel, its capture times, and its measurement at a capture time. */
    private record StreetSensor(Channel channel, CaptureSchedule times, Measurement measurement) {}

    private interface Measurement {
        MessageLite at(Stamp stamp);
    }

    private final StreetOptions options;
    private volatile StreetRenderer renderer;
    private volatile Weather weather;
    private final StreetMessages messages;
    private final List<StreetSensor> sensors = new ArrayList<>();
    private final Labels labels;

    public StreetRecording(StreetOptions options) {
        this.options = options;
        weather = options.weather();
        renderer = rendererIn(weather);
        messages = new StreetMessages(options.width(), options.height());
        labels = new StreetLabels(options);
        addSensors();
    }

    private StreetRenderer rendererIn(Weather there) {
        return new StreetRenderer(new StreetScene(options.seed(), there), options.width(), options.height());
    }

    /** Returns the weather of the frames that are rendered now. */
    public Weather weather() {
        return weather;
    }

    /**
     * Changes the weather of the frames that are rendered from now on; street, traffic and labels do not change. May be called from
     * any thread.
     */
    public void changeTo(Weather next) {
        renderer = rendererIn(next);
        weather = next;
    }

    private void addSensors() {
        StreetOptions.Rates rates = options.rates();
        String camera = StreetMessages.CAMERA;
        String rgb = "camera.front.image";
        if (options.rgbFormat() == RgbFormat.JPEG) {
            add(
                    new Channel("rgb", Modality.RGB, rgb, "foxglove.CompressedImage", "jpeg", rates.rgb(), camera),
                    stamp -> messages.jpeg(stamp, renderer.rgbAt(drive(stamp))));
        } else {
            add(
                    new Channel("rgb", Modality.RGB, rgb, "foxglove.RawImage", "rgb8", rates.rgb(), camera),
                    stamp -> messages.rgb8(stamp, renderer.rgbAt(drive(stamp))));
        }
        add(
                new Channel(
                        "depth",
                        Modality.DEPTH,
                        "camera.front.depth",
                        "foxglove.RawImage",
                        "16UC1",
                        rates.depth(),
                        camera),
                stamp -> messages.depth(stamp, renderer.depthAt(drive(stamp))));
        add(
                new Channel(
                        "lidar",
                        Modality.LIDAR,
                        "lidar.top.points",
                        "foxglove.PointCloud",
                        "xyzi",
                        rates.lidar(),
                        StreetMessages.LIDAR),
                stamp -> messages.points(stamp, renderer.pointsAt(drive(stamp))));
        // The windows of consecutive packets must not overlap.
        long window = Math.min(StreetRenderer.EVENT_WINDOW, (long) (0.9 * NANOS_PER_SECOND / rates.event()));
        add(
                new Channel(
                        "event",
                        Modality.EVENT,
                        "event.front.packets",
                        "lynceus.v1.EventPacket",
                        "columns",
                        rates.event(),
                        camera),
                stamp -> messages.events(stamp, options.start(), renderer.eventsAt(drive(stamp), window)));
    }

    private void add(Channel channel, Measurement measurement) {
        CaptureSchedule times = new CaptureSchedule(options.seed(), sensors.size(), channel.rateHz());
        sensors.add(new StreetSensor(channel, times, measurement));
    }

    /** Returns the time since the drive began at a capture time, ns. */
    private long drive(Stamp stamp) {
        return stamp.nanosSince(options.start());
    }

    /** Returns {@code street/<weather>/<seed>}. */
    @Override
    public String name() {
        return "street/" + options.weather() + '/' + options.seed();
    }

    @Override
    public List<Channel> channels() {
        return sensors.stream().map(StreetSensor::channel).toList();
    }

    @Override
    public Stamp start() {
        return options.start();
    }

    @Override
    public Optional<Stamp> end() {
        return options.duration().map(options.start()::plus);
    }

    /** Returns the camera's calibration and the LiDAR's pose in the camera's frame. */
    @Override
    public List<Latched> latched() {
        StreetCalibration calibration = renderer.calibration();
        return List.of(
                CalibrationMessages.camera(
                        StreetMessages.CAMERA,
                        calibration.width(),
                        calibration.height(),
                        calibration.k(),
                        options.start()),
                CalibrationMessages.transform(
                        StreetMessages.CAMERA,
                        StreetMessages.LIDAR,
                        calibration.rotation(),
                        calibration.translation(),
                        options.start()));
    }

    @Override
    public Iterator<RecordedFrame> frames(Stamp from) {
        List<Iterator<Due>> channels = new ArrayList<>();
        for (StreetSensor sensor : sensors) {
            channels.add(due(sensor, from));
        }
        return new TimeOrder(channels);
    }

    private Iterator<Due> due(StreetSensor sensor, Stamp from) {
        long end = options.duration().map(duration -> duration.toNanos()).orElse(Long.MAX_VALUE);
        return LongStream.iterate(
                        sensor.times().firstFrom(drive(from)),
                        k -> sensor.times().at(k) < end,
                        k -> k + 1)
                .mapToObj(k -> due(sensor, k))
                .iterator();
    }

    private Due due(StreetSensor sensor, long k) {
        Stamp stamp = options.start().plusNanos(sensor.times().at(k));
        return new Due(
                stamp,
                () -> new RecordedFrame(
                        sensor.channel(),
                        stamp,
                        k,
                        sensor.measurement().at(stamp).toByteArray()));
    }

    /** Returns the label of the camera's view at any capture time, in {@link DeliverDataset#CLASSES}. */
    @Override
    public Optional<Labels> labels() {
        return Optional.of(labels);
    }

    /** Does nothing, because nothing is held open. */
    @Override
    public void close() {}

    /** Renders labels with a renderer of its own, so that labels and frames may be rendered at the same time. */
    private static final class StreetLabels implements Labels {
        private final StreetOptions options;
        private final StreetRenderer renderer;

        StreetLabels(StreetOptions options) {
            this.options = options;
            renderer = new StreetRenderer(
                    new StreetScene(options.seed(), options.weather()), options.width(), options.height());
        }

        @Override
        public ClassList classes() {
            return DeliverDataset.CLASSES;
        }

        @Override
        public synchronized Optional<LabelRaster> at(Stamp stamp) {
            byte[] label = renderer.labelAt(stamp.nanosSince(options.start()));
            return Optional.of(new LabelRaster(options.width(), options.height(), label));
        }
    }
}
