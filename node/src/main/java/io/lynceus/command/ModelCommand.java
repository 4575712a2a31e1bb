package io.lynceus.command;

import io.lynceus.segment.ExecutionProvider;
import io.lynceus.segment.ModelCard;
import io.lynceus.segment.OnnxSegmenter;
import io.lynceus.segment.ShippedModels;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lynceus model inspect FILE}: prints a model file's card, after the checks that the node makes. */
@Command(
        name = "model",
        description = "Looks into model files.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class ModelCommand {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Command(
            name = "inspect",
            mixinStandardHelpOptions = true,
            description = {
                "Loads a model, checks it against the node's contract, and prints its card.",
                "",
                "Example: ./lynceus model inspect street-nano"
            })
    int inspect(
            @Parameters(
                            paramLabel = "MODEL",
                            description = "An .onnx file, or the name of a shipped model: street-nano.")
                    String model,
            @Option(names = "--json", description = "Print the card as JSON.") boolean json) {
        PrintWriter out = spec.commandLine().getOut();
        try (OnnxSegmenter segmenter =
                OnnxSegmenter.open(ShippedModels.locate(model), List.of(ExecutionProvider.CPU), 1)) {
            if (json) {
                out.println(segmenter.card().toJson());
            } else {
                print(segmenter.card(), out);
            }
        }
        out.flush();
        return 0;
    }

    private static void print(ModelCard card, PrintWriter out) {
        out.printf("model       %s (%s), contract %d%n", card.name(), card.system(), card.contract());
        out.printf(
                "input       %d x %d, %d pyramid levels, top-%d routing%n",
                card.height(), card.width(), card.levels(), card.topK());
        out.printf(
                "modalities  %s%n",
                card.modalities().stream().map(ModelCard.InputModality::name).collect(Collectors.joining(", ")));
        out.printf(
                "classes     %d: %s%n",
                card.classes().size(),
                card.classes().stream().map(ModelCard.OutputClass::name).collect(Collectors.joining(", ")));
        card.training().forEach((key, value) -> out.printf("%-11s %s%n", key, value));
        out.printf("weights     sha256 %s%n", card.weightsSha256());
        card.expectedMiou().entrySet().stream()
                .sorted((a, b) -> Double.compare(b.getValue(), a.getValue()))
                .forEach(e -> out.printf(Locale.ROOT, "mIoU        %.3f with %s%n", e.getValue(), e.getKey()));
    }
}
