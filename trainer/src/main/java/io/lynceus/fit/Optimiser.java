package io.lynceus.fit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.ArchiveWriter;
import org.bytedeco.pytorch.InputArchive;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.OptimizerParamGroup;
import org.bytedeco.pytorch.OutputArchive;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/**
 * AdamW, or SGD with momentum, in two groups: weights decay; one-dimensional parameters (biases, norms) do not, unless the
 * configuration says so. It must be made outside any scope of a step.
 */
final class Optimiser implements AutoCloseable {
    private static final int PART = 1 << 24;

    private final Optimizer optimizer;
    private final TensorVector all;

    Optimiser(Collection<Tensor> parameters, OptimiserConfig config, double weightDecay) {
        TensorVector weights = vector(parameters, true);
        TensorVector others = vector(parameters, false);
        double otherDecay = config.decayAll() ? weightDecay : 0;
        this.all = new TensorVector(parameters.toArray(new Tensor[0]));
        this.optimizer = switch (config.which()) {
            case ADAMW -> {
                Optimizer adam = new AdamW(weights, adamW(weightDecay));
                adam.add_param_group(new OptimizerParamGroup(others, adamW(otherDecay)));
                yield adam;
            }
            case SGD -> {
                Optimizer sgd = new SGD(weights, sgd(config.momentum(), weightDecay));
                sgd.add_param_group(new OptimizerParamGroup(others, sgd(config.momentum(), otherDecay)));
                yield sgd;
            }
        };
    }

    void zeroGradients() {
        optimizer.zero_grad();
    }

    /** Scales the gradients to a norm of at most {@code largestNorm}, then steps. Returns the norm before. */
    double step(double learningRate, double largestNorm) {
        double norm = torch.clip_grad_norm_(all, largestNorm);
        for (int group = 0; group < optimizer.param_groups().size(); group++) {
            optimizer.param_groups().get(group).options().set_lr(learningRate);
        }
        optimizer.step();
        return norm;
    }

    /** Opens what the state is written to. */
    interface Output {
        WritableByteChannel open() throws IOException;
    }

    /** Writes the state to a file, and forces it to the disk. */
    void save(Path file) throws IOException {
        save(() -> FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    /**
     * Writes the state. libtorch itself never writes to the disk, because it ends the program where a write fails.
     *
     * @throws IOException if the output cannot be opened or does not take all bytes
     */
    void save(Output output) throws IOException {
        try (WritableByteChannel channel = output.open();
                ArchiveBytes bytes = new ArchiveBytes(channel);
                OutputArchive archive = new OutputArchive()) {
            optimizer.save(archive);
            archive.save_to(bytes);
            bytes.throwIfFailed();
        }
    }

    /** Hands libtorch's bytes on. After a failure it only counts them, because nothing may be thrown through native code. */
    private static final class ArchiveBytes extends ArchiveWriter {
        private final WritableByteChannel channel;
        private @Nullable IOException failure;

        ArchiveBytes(WritableByteChannel channel) {
            this.channel = channel;
        }

        @Override
        public long call(Pointer data, long size) {
            try {
                BytePointer bytes = new BytePointer(data).capacity(size);
                for (long at = 0; failure == null && at < size; ) {
                    int part = (int) Math.min(PART, size - at);
                    ByteBuffer buffer = bytes.getPointer(at).capacity(part).asByteBuffer();
                    while (buffer.hasRemaining()) {
                        channel.write(buffer);
                    }
                    at += part;
                }
            } catch (IOException e) {
                failure = e;
            }
            return size;
        }

        void throwIfFailed() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }
    }

    /** @throws IOException if the file is none that libtorch wrote */
    void load(Path file) throws IOException {
        try (InputArchive archive = new InputArchive()) {
            archive.load_from(file.toString());
            optimizer.load(archive);
        } catch (RuntimeException e) { // what libtorch throws at damaged files
            throw new IOException(file + " is no state of an optimiser: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        optimizer.close();
        all.close();
    }

    private static TensorVector vector(Collection<Tensor> parameters, boolean decays) {
        return new TensorVector(
                parameters.stream().filter(p -> p.dim() > 1 == decays).toArray(Tensor[]::new));
    }

    private static AdamWOptions adamW(double weightDecay) {
        AdamWOptions options = new AdamWOptions();
        options.weight_decay().put(weightDecay);
        return options;
    }

    private static SGDOptions sgd(double momentum, double weightDecay) {
        SGDOptions options = new SGDOptions(1); // each step sets the rate
        options.momentum().put(momentum);
        options.weight_decay().put(weightDecay);
        return options;
    }
}
