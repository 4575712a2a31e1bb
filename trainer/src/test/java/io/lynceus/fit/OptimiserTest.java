package io.lynceus.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lynceus.nn.Initialiser;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.torch.Parameters;
import io.lynceus.nn.torch.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptimiserTest {
    private static final List<ParameterSpec> SPECS = List.of(
            new ParameterSpec("w", List.of(3L, 2L), Initialiser.normal(1), "test", ParameterSpec.Role.TRAINED),
            new ParameterSpec("b", List.of(3L), Initialiser.normal(1), "test", ParameterSpec.Role.TRAINED));

    @ParameterizedTest
    @ValueSource(strings = {"adamw", "sgd"})
    void aRestoredOptimiserContinuesBitForBit(String kind, @TempDir Path folder) throws IOException {
        OptimiserConfig config = new OptimiserConfig(kind, 0.9, false);
        Path state = folder.resolve("adam");
        try (Parameters straight = Parameters.create(SPECS, 1);
                Optimiser one = new Optimiser(straight.trainable().values(), config, 0.01)) {
            steps(straight, one, 3);
            one.save(state);
            float[] w = Tensors.floats(straight.get("w"));
            float[] b = Tensors.floats(straight.get("b"));
            steps(straight, one, 2);
            try (Parameters resumed = Parameters.create(SPECS, 2);
                    Optimiser other = new Optimiser(resumed.trainable().values(), config, 0.01)) {
                resumed.set("w", w);
                resumed.set("b", b);
                other.load(state);
                steps(resumed, other, 2);
                assertThat(Tensors.floats(resumed.get("w"))).isEqualTo(Tensors.floats(straight.get("w")));
                assertThat(Tensors.floats(resumed.get("b"))).isEqualTo(Tensors.floats(straight.get("b")));
            }
        }
    }

    /** libtorch itself ends the program where it cannot write. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 1000})
    void aDiskThatIsFullWhileTheStateIsWrittenIsAnErrorAndNotTheEndOfTheProgram(int room) {
        try (Parameters parameters = Parameters.create(SPECS, 1);
                Optimiser optimiser = new Optimiser(parameters.trainable().values(), OptimiserConfig.RECIPE, 0.01)) {
            steps(parameters, optimiser, 1);
            assertThatThrownBy(() -> optimiser.save(() -> new FullDisk(room)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No space left on device");
        }
    }

    private static final class FullDisk implements WritableByteChannel {
        private int room;

        FullDisk(int room) {
            this.room = room;
        }

        @Override
        public int write(ByteBuffer source) throws IOException {
            int taken = Math.min(room, source.remaining());
            source.position(source.position() + taken);
            room -= taken;
            if (taken == 0) {
                throw new IOException("No space left on device");
            }
            return taken;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void weightsDecayAndBiasesDoNot() {
        try (Parameters parameters = Parameters.create(SPECS, 1);
                Optimiser optimiser = new Optimiser(parameters.trainable().values(), OptimiserConfig.RECIPE, 0.5)) {
            float[] w = Tensors.floats(parameters.get("w"));
            float[] b = Tensors.floats(parameters.get("b"));
            try (PointerScope scope = new PointerScope()) {
                optimiser.zeroGradients();
                parameters
                        .get("w")
                        .sum()
                        .add(parameters.get("b").sum())
                        .mul(new Scalar(0))
                        .backward();
                optimiser.step(0.1, 1);
            }
            assertThat(Tensors.floats(parameters.get("b"))).isEqualTo(b);
            assertThat(Tensors.floats(parameters.get("w"))[0]).isEqualTo(w[0] * 0.95f);
        }
    }

    private static void steps(Parameters parameters, Optimiser optimiser, int count) {
        for (int i = 0; i < count; i++) {
            try (PointerScope scope = new PointerScope()) {
                optimiser.zeroGradients();
                parameters
                        .get("w")
                        .pow(new Scalar(2))
                        .sum()
                        .add(parameters.get("b").sum())
                        .backward();
                optimiser.step(0.01, 10);
            }
        }
    }

    @Test
    void momentumCarriesOn() {
        try (Parameters parameters = Parameters.create(SPECS, 1);
                Optimiser sgd =
                        new Optimiser(parameters.trainable().values(), new OptimiserConfig("sgd", 0.5, true), 0)) {
            float before = Tensors.floats(parameters.get("b"))[0];
            for (int step = 0; step < 2; step++) {
                try (PointerScope scope = new PointerScope()) {
                    sgd.zeroGradients();
                    parameters.get("b").sum().add(parameters.get("w").sum()).backward();
                    sgd.step(0.1, 100);
                }
            }
            assertThat(before - Tensors.floats(parameters.get("b"))[0]).isCloseTo(0.1f * (1 + 1.5f), within(1e-5f));
        }
    }
}
