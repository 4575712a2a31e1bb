package io.lynceus.command.trainer;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.lynceus.nn.onnx.OnnxExport;
import io.lynceus.nn.onnx.Upgrade;
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

/** {@code lynceus trainer upgrade}: gives a model file of before the graph and the outputs of a new export. */
@Command(
        name = "upgrade",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a model file of contract 2 or 3 as a new export would, with the same weights.",
            "Its graph is leaner, and it finds classes on request, which costs less on a processor. No checkpoint is needed. Sums",
            "are taken in another order, so that a pixel on the very border of two classes may change.",
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
        ModelProto upgraded = upgraded(old, card);
        OnnxExport.write(out, upgraded);
        PrintWriter output = spec.commandLine().getOut();
        output.println(out + " written; './lynceus model inspect " + out + "' shows its card");
        output.flush();
        return 0;
    }

    private ModelProto upgraded(ModelProto old, ModelCard card) {
        if (card.contract() == ModelCard.CONTRACT) {
            return Upgrade.leaner(old)
                    .orElseThrow(() -> new IllegalArgumentException(model + " keeps contract " + card.contract()
                            + " and its graph is as lean as a new export's;" + " the file can be served as it is"));
        }
        if (card.contract() != ModelCard.CONTRACT - 1) {
            throw new IllegalArgumentException(
                    model + " keeps contract " + card.contract() + ", only files of contract "
                            + (ModelCard.CONTRACT - 1) + " or " + ModelCard.CONTRACT
                            + " can be upgraded; export older ones again");
        }
        return Upgrade.toClassesOnRequest(
                        old,
                        card.inContract(ModelCard.CONTRACT).toJson(),
                        card.classes().size())
                .orElseThrow(() -> new IllegalArgumentException(model
                        + " does not find its classes from logits that are a whole number of times smaller than the image;"
                        + " the file can be served as it is"));
    }
}
