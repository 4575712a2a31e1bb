package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.data.Sample;
import io.lynceus.data.SampleSource;
import io.lynceus.dataset.ClassList;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import io.lynceus.raster.RasterSize;
import io.lynceus.wire.Modality;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that ended early, for whatever reason, goes on as if it had not. */
class ResumeTest {
    @TempDir
    Path folder;

    @Test
    void anInterruptedRunContinuesBitForBit() throws Exception {
        try (Parameters straight = SmallRun.fresh();
                Parameters interrupted = SmallRun.fresh();
                Parameters resumed = SmallRun.parameters(99)) {
            FitLoop.Result whole = SmallRun.of(6).train(straight, folder.resolve("a"));
            FitLoop.Result part = SmallRun.of(6).stopAfter(3).train(interrupted, folder.resolve("b"));
            FitLoop.Result rest = SmallRun.of(6).train(resumed, folder.resolve("b"));
            assertThat(whole.interrupted()).isFalse();
            assertThat(part.interrupted()).isTrue();
            assertThat(part.steps()).isEqualTo(3);
            assertThat(rest.steps()).isEqualTo(6);
            straight.trainable().keySet().forEach(name -> assertThat(Tensors.floats(resumed.get(name)))
                    .as(name)
                    .isEqualTo(Tensors.floats(straight.get(name))));
        }
    }

    /** The street, whose samples are gone from the third step on. */
    private record GoneFromTheThirdStepOn() implements SampleSource {
        @Override
        public List<Modality> modalities() {
            return SmallRun.STREET.modalities();
        }

        @Override
        public ClassList classes() {
            return SmallRun.STREET.classes();
        }

        @Override
        public long size() {
            return SmallRun.STREET.size();
        }

        @Override
        public Sample sample(long index) {
            if (index >= 4) { // two a step
                throw new UncheckedIOException("sample " + index, new NoSuchFileException("rgb.png"));
            }
            return SmallRun.STREET.sample(index);
        }

        @Override
        public Sample sample(long index, RasterSize size) {
            return SmallRun.STREET.sample(index, size);
        }
    }

    @Test
    void aSampleThatIsGoneEndsARunWhichGoesOnBitForBitWhenItIsBack() throws Exception {
        try (Parameters straight = SmallRun.fresh();
                Parameters broken = SmallRun.fresh();
                Parameters resumed = SmallRun.parameters(99)) {
            SmallRun.of(4).train(straight, folder.resolve("a"));
            assertThatThrownBy(() ->
                            SmallRun.of(4).source(new GoneFromTheThirdStepOn()).train(broken, folder.resolve("b")))
                    .hasMessageStartingWith("a sample could not be prepared: sample ")
                    .hasMessageContaining("(rgb.png does not exist); the state after 2 steps is saved");
            assertThat(SmallRun.of(4).train(resumed, folder.resolve("b")).steps())
                    .isEqualTo(4);
            straight.trainable().keySet().forEach(name -> assertThat(Tensors.floats(resumed.get(name)))
                    .as(name)
                    .isEqualTo(Tensors.floats(straight.get(name))));
        }
    }

    /** A run that is killed between a line of the log and the next checkpoint repeats these steps, and their lines. */
    @Test
    void aResumedRunWritesNoLineOfTheLogTwice() throws Exception {
        try (Parameters first = SmallRun.fresh();
                Parameters resumed = SmallRun.fresh()) {
            SmallRun.of(6).stopAfter(3).train(first, folder);
            Path log = folder.resolve("log.csv");
            List<String> before = Files.readAllLines(log);
            Files.writeString(log, "5,9.9,0.001,1.0,1.0,\n6,9.9,0.0", StandardOpenOption.APPEND);
            SmallRun.of(6).train(resumed, folder);
            List<String> after = Files.readAllLines(log);
            assertThat(after).containsAll(before).noneMatch(line -> line.contains("9.9,"));
            assertThat(after.stream().map(line -> line.split(",")[0]).toList()).doesNotHaveDuplicates();
        }
    }

    @Test
    void aSaveThatWasKilledHalfWayIsNoSave() throws Exception {
        try (Parameters first = SmallRun.fresh();
                Parameters resumed = SmallRun.fresh()) {
            SmallRun.of(6).stopAfter(3).train(first, folder);
            Files.createDirectory(folder.resolve("last.new"));
            Files.write(folder.resolve("last.new/weights.safetensors"), new byte[100]);
            FitLoop.Result rest = SmallRun.of(6).train(resumed, folder);
            assertThat(rest.steps()).isEqualTo(6);
            assertThat(folder.resolve("last.new")).doesNotExist();
        }
    }
}
