package io.lynceus.command;

import io.lynceus.process.Ending;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.Batcher;
import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.FatalAcceleratorException;
import io.lynceus.segment.Mask;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.Segmenter;
import io.lynceus.segment.SetInput;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.Node;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A process that is {@code lynceus node}, but for an accelerator that fails for good at the first call. */
public final class DyingNode {
    private DyingNode() {}

    /** @param arguments rig file, consumer group, state folder */
    public static void main(String[] arguments) {
        Ending.run(() -> {
            try {
                run(arguments);
                return Lynceus.FAILURE;
            } catch (IllegalStateException | InterruptedException e) {
                // The accelerator may be found dead before the node runs, as in the program itself.
                System.err.println(e.getMessage());
                return Node.isFatalAccelerator(e) ? Lynceus.FATAL_ACCELERATOR : Lynceus.FAILURE;
            }
        });
    }

    private static void run(String[] arguments) throws InterruptedException {
        RigConfig config = RigConfig.read(Path.of(arguments[0]));
        Batcher batcher = new Batcher(
                new Dying(OnnxSegmenter.open(Path.of(config.model()), List.of(ExecutionProvider.CPU), 1)),
                1,
                System::nanoTime);
        NodeCommand.serve(Node.start(
                config,
                new KafkaSettings(config, Map.of()),
                batcher,
                new Node.Options(arguments[1], 1, arguments[2]),
                Clock.systemUTC()));
    }

    private record Dying(Segmenter model) implements Segmenter {
        @Override
        public ModelCard card() {
            return model.card();
        }

        @Override
        public String provider() {
            return model.provider();
        }

        @Override
        public List<Mask> segment(List<SetInput> sets) {
            throw new FatalAcceleratorException("CUDA error 700", new IllegalStateException("illegal address"));
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
