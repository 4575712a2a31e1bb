package io.lynceus.dataset.sample;

import io.lynceus.dataset.Channel;
import io.lynceus.dataset.Due;
import io.lynceus.dataset.Labels;
import io.lynceus.dataset.Latched;
import io.lynceus.dataset.RecordedFrame;
import io.lynceus.dataset.RecordedSample;
import io.lynceus.dataset.Recording;
import io.lynceus.dataset.TimeOrder;
import io.lynceus.wire.Stamp;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A dataset of samples as a recording: one frame of each sensor for each sample, read when asked for.
 *
 * <p>An iterator of frames belongs to one thread; single frames and labels may be asked from any.
 *
 * @param <S> the dataset's description of a sample
 */
public final class SampleRecording<S> implements Recording {
    private final SampleReader<S> reader;
    private final List<SampleSensor<S>> sensors;
    private final List<Latched> latched;
    private final Optional<Labels> labels;
    private final List<String> remarks;
    private final Runnable onClose;

    /**
     * Makes a recording after checking that there is a sample and that samples ascend in time.
     *
     * @param samples by time
     * @param sources what the sensors read, one for each sample
     */
    public SampleRecording(
            String name,
            SampleTimes times,
            List<RecordedSample> samples,
            List<S> sources,
            List<? extends SampleSensor<S>> sensors,
            List<Latched> latched,
            Optional<Labels> labels,
            List<String> remarks) {
        if (samples.isEmpty() || samples.size() != sources.size()) {
            throw new IllegalArgumentException(name + " has " + samples.size() + " samples; at least one is needed");
        }
        this.reader = new SampleReader<>(name, times, samples, sources);
        this.sensors = List.copyOf(sensors);
        this.latched = List.copyOf(latched);
        this.labels = labels;
        this.remarks = List.copyOf(remarks);
        this.onClose = () -> {};
    }

    private SampleRecording(SampleRecording<S> other, Runnable onClose) {
        this.reader = other.reader;
        this.sensors = other.sensors;
        this.latched = other.latched;
        this.labels = other.labels;
        this.remarks = other.remarks;
        this.onClose = onClose;
    }

    /** Returns the same recording, which ends what its samples are read from when it is closed. */
    public SampleRecording<S> closing(Runnable whenClosed) {
        return new SampleRecording<>(this, whenClosed);
    }

    @Override
    public String name() {
        return reader.name();
    }

    @Override
    public List<Channel> channels() {
        return sensors.stream().map(SampleSensor::channel).toList();
    }

    /** Returns the stamp of the first sample less the time by which a sensor may be early. */
    @Override
    public Stamp start() {
        return samples().get(0).stamp().plusNanos(-reader.times().slack());
    }

    /** Returns a time one period after the last sample, so that a loop keeps the rate. */
    @Override
    public Optional<Stamp> end() {
        SampleTimes times = reader.times();
        Stamp last = samples().get(samples().size() - 1).stamp();
        return Optional.of(last.plusNanos(Math.max(times.period() - times.slack(), times.slack() + 1)));
    }

    @Override
    public List<Latched> latched() {
        return latched;
    }

    @Override
    public Iterator<RecordedFrame> frames(Stamp from) {
        List<RecordedSample> samples = samples();
        Stamp earliest = from.plusNanos(-reader.times().slack());
        int first = 0;
        while (first < samples.size() && samples.get(first).stamp().isBefore(earliest)) {
            first++;
        }
        List<Iterator<Due>> channels = new ArrayList<>();
        for (SampleSensor<S> sensor : sensors) {
            channels.add(IntStream.range(first, samples.size())
                    .mapToObj(i -> reader.due(sensor, i))
                    .flatMap(Optional::stream)
                    .filter(due -> !due.stamp().isBefore(from))
                    .iterator());
        }
        return new TimeOrder(channels);
    }

    /** Is safe for several threads, because each call reads the sample again. */
    @Override
    public Optional<RecordedFrame> sampleFrame(int sample, Channel channel) {
        return sensors.stream()
                .filter(sensor -> sensor.channel().equals(channel))
                .findFirst()
                .flatMap(sensor -> reader.due(sensor, sample))
                .map(due -> due.frame().get());
    }

    @Override
    public Optional<Labels> labels() {
        return labels;
    }

    @Override
    public List<RecordedSample> samples() {
        return reader.samples();
    }

    @Override
    public List<String> remarks() {
        return remarks;
    }

    @Override
    public void close() {
        onClose.run();
    }
}
