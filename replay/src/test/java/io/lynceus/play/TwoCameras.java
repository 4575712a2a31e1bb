package io.lynceus.play;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Due;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.TimeOrder;
import io.lynceus.proto.foxglove.RawImage;
import io.lynceus.wire.Modality;
import io.lynceus.wire.Stamp;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Two cameras: {@code fast} every 10 ms from 0, {@code slow} every 25 ms from 3 ms; 100 ms long. */
final class TwoCameras implements Recording {
    static final Stamp START = Stamp.ofMillis(1_000_000);
    static final long MILLI = 1_000_000L;

    @Override
    public String name() {
        return "two cameras";
    }

    @Override
    public List<Channel> channels() {
        return List.of(channel("fast", 100), channel("slow", 40));
    }

    private static Channel channel(String sensor, double rate) {
        return new Channel(sensor, Modality.RGB, sensor, "foxglove.RawImage", "mono8", rate, "camera");
    }

    @Override
    public Stamp start() {
        return START;
    }

    @Override
    public Optional<Stamp> end() {
        return Optional.of(START.plusNanos(100 * MILLI));
    }

    @Override
    public List<Latched> latched() {
        return List.of(new Latched("lynceus.calibration", "camera", "foxglove.CameraCalibration", new byte[0]));
    }

    @Override
    public Iterator<RecordedFrame> frames(Stamp from) {
        return new TimeOrder(
                List.of(due(channels().get(0), 0, 10, from), due(channels().get(1), 3, 25, from)));
    }

    private static Iterator<Due> due(Channel channel, long phase, long period, Stamp from) {
        return LongStream.iterate(0, k -> phase + k * period < 100, k -> k + 1)
                .mapToObj(k -> {
                    Stamp stamp = START.plusNanos((phase + k * period) * MILLI);
                    return new Due(stamp, () -> frame(channel, stamp, k));
                })
                .filter(due -> !due.stamp().isBefore(from))
                .iterator();
    }

    @Override
    public void close() {}

    private static RecordedFrame frame(Channel channel, Stamp stamp, long k) {
        RawImage image = RawImage.newBuilder()
                .setTimestamp(stamp.toTimestamp())
                .setWidth(7)
                .build();
        return new RecordedFrame(channel, stamp, k, image.toByteArray());
    }
}
