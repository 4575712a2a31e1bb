package io.lynceus.command.trainer;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.lynceus.nn.onnx.ClassesOnRequest;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.ShippedModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer upgrade}: gives a model file of contract 2 the outputs of contract 3. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a model file of contract 2 as one of contract 3, which costs less on a processor: the node finds the classes",
            "itself. Weights and classes stay as they are, and no checkpoint is needed.",
            "",
            "Example: ./lynceus trainer upgrade --model old.onnx --out new.onnx"
        })
final class UpgradeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--model", required = true, paramLabel = "MODEL", description = "A shipped model or an .onnx file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String model;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The new .onnx file.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path out;

    @Override
    public Integer call() throws IOException {
        ModelProto old;
        try (InputStream in = Files.newInputStream(ShippedModels.locate(model))) {
            old = ModelProto.parseFrom(in);
        }
        ModelCard card = ModelCard.parse(old.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(ModelCard.METADATA_KEY))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        model + " has no card; it is no model file of './lynceus trainer export'")));
        if (card.contract() != ModelCard.CONTRACT - 1) {
            throw new IllegalArgumentException(
                    model + " keeps contract " + card.contract() + ", only files of contract "
                            + (ModelCard.CONTRACT - 1) + " can be upgraded; export older ones again");
        }
        ModelProto upgraded = ClassesOnRequest.in(
                        old,
                        card.inContract(ModelCard.CONTRACT).toJson(),
                        card.classes().size())
                .orElseThrow(() -> new IllegalArgumentException(model
                        + " does not find its classes from logits that are a whole number of times smaller than the image;"
                        + " the file can be served as it is"));
        OnnxExport.write(out, upgraded);
        PrintWriter output = spec.commandLine().getOut();
        output.println(out + " written; './lynceus model inspect " + out + "' shows its card");
        output.flush();
        return 0;
    }
}
