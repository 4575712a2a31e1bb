package io.lynceus.command.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.lynceus.network.Network;
import io.lynceus.network.Systems;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import io.lynceus.settings.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer inspect}: counts parameters. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Counts a network's parameters by part, trained against frozen; allocates none of them. With --image it also"
                    + " tells how much of the encoder's work an image size spends on padding, and a size that spends none.",
            "",
            "Example: ./lynceus trainer inspect --size base+ --decoder-sharing per-modality --lora-rows in"
        })
final class InspectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--network",
            defaultValue = "mle-sam",
            paramLabel = "SYSTEM",
            description = "The system. Default: ${DEFAULT-VALUE}.")
    private String system = "";

    @Option(names = "--size", description = "A size of the system, such as nano. Default: the paper's.")
    private @Nullable String size;

    @Option(names = "--modalities", split = ",", paramLabel = "NAME", description = "Default: the paper's.")
    private @Nullable List<String> modalities;

    @Option(names = "--classes", defaultValue = "25", description = "Default: ${DEFAULT-VALUE}.")
    private int classes;

    @Option(names = "--tuning", description = "adapter or lora, for systems that know both. Default: the system's.")
    private @Nullable String tuning;

    @Option(names = "--decoder-sharing", description = "mle-sam: shared or per-modality. Default: shared.")
    private @Nullable String decoderSharing;

    @Option(names = "--router", description = "mle-sam: shared, per-modality or linear. Default: shared.")
    private @Nullable String router;

    @Option(names = "--lora-rows", description = "mle-sam: out or in. Default: out.")
    private @Nullable String loraRows;

    @Option(names = "--lora-rank", description = "mle-sam: -1 for the size's own, 0 for none. Default: -1.")
    private @Nullable Integer loraRank;

    @Option(names = "--no-auxiliary-head", description = "mle-sam: without the second path.")
    private boolean noAuxiliaryHead;

    @Option(names = "--train-encoder", description = "mle-sam: nothing is frozen, as for pre-training.")
    private boolean trainEncoder;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Any other key of 'network' in a configuration, such as topK=1.")
    private Map<String, String> others = Map.of();

    @Option(
            names = "--image",
            split = ",",
            paramLabel = "PIXELS",
            description = "Sides of square images, multiples of 32, such as 512,1024. Default: none.")
    private List<Integer> images = List.of();

    @Option(names = "--json", description = "Print one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        Network network = Systems.settings(keys()).create(classes);
        List<ParameterSpec> specs = network.parameters();
        List<PaddedSize> sizes =
                images.stream().map(side -> PaddedSize.of(network, side)).toList();
        long trained = count(specs, Role.TRAINED);
        long frozen = count(specs, Role.FROZEN);
        Map<String, Long> parts = new LinkedHashMap<>();
        specs.stream()
                .filter(s -> s.role() != Role.BUFFER)
                .forEach(s -> parts.merge(s.part(), s.elements(), Long::sum));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, Object> counts = new LinkedHashMap<>();
            counts.put("total", trained + frozen);
            counts.put("trainable", trained);
            counts.put("frozen", frozen);
            counts.put("parts", parts);
            counts.put("images", sizes);
            out.println(Json.text(counts));
        } else {
            parts.forEach((part, count) -> out.printf("%-16s %,14d%n", part, count));
            out.printf(
                    "%-16s %,14d%n%-16s %,14d%n%-16s %,14d%n",
                    "trainable", trained, "frozen", frozen, "total", trained + frozen);
            sizes.forEach(padded -> out.println(padded.sentence()));
        }
        out.flush();
        return 0;
    }

    /** Returns the keys of {@code network} that the flags give. */
    private Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>(others);
        keys.put("system", system);
        put(keys, "size", size);
        put(keys, "modalities", modalities);
        put(keys, "tuning", tuning);
        put(keys, "decoderSharing", decoderSharing);
        put(keys, "router", router);
        put(keys, "loraRows", loraRows);
        put(keys, "loraRank", loraRank);
        put(keys, "auxiliaryHead", noAuxiliaryHead ? false : null);
        put(keys, "trainEncoder", trainEncoder ? true : null);
        return keys;
    }

    private static void put(Map<String, Object> keys, String key, @Nullable Object value) {
        if (value != null) {
            keys.put(key, value);
        }
    }

    private static long count(List<ParameterSpec> specs, Role role) {
        return specs.stream()
                .filter(s -> s.role() == role)
                .mapToLong(ParameterSpec::elements)
                .sum();
    }
}
