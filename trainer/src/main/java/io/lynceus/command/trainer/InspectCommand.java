package io.lynceus.command.trainer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.network.NetworkConfig;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.ParameterSpec.Role;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus trainer inspect}: parameter counts. */
@Command(
        name = "inspect",
        mixinStandardHelpOptions = true,
        description = {
            "Counts a network's parameters by part, trained against frozen; allocates none of them.",
            "",
            "Example: ./lynceus trainer inspect --size base+ --decoder-sharing per-modality --lora-rows in"
        })
final class InspectCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--network", defaultValue = "mle-sam", description = "The system. Default: ${DEFAULT-VALUE}.")
    private String system = "";

    @Option(
            names = "--size",
            defaultValue = "base+",
            description = "nano, tiny, small, base+ or large. Default: ${DEFAULT-VALUE}.")
    private String size = "";

    @Option(
            names = "--modalities",
            split = ",",
            defaultValue = "rgb,depth,event,lidar",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<String> modalities = List.of();

    @Option(names = "--classes", defaultValue = "25", description = "Default: ${DEFAULT-VALUE}.")
    private int classes;

    @Option(
            names = "--decoder-sharing",
            defaultValue = "shared",
            description = "shared or per-modality. Default: ${DEFAULT-VALUE}.")
    private String decoderSharing = "";

    @Option(
            names = "--router",
            defaultValue = "shared",
            description = "shared, per-modality or linear. Default: ${DEFAULT-VALUE}.")
    private String router = "";

    @Option(names = "--lora-rows", defaultValue = "out", description = "out or in. Default: ${DEFAULT-VALUE}.")
    private String loraRows = "";

    @Option(
            names = "--lora-rank",
            defaultValue = "-1",
            description = "-1 for the size's own, 0 for none. Default: ${DEFAULT-VALUE}.")
    private int loraRank;

    @Option(names = "--no-auxiliary-head", description = "Without the second path.")
    private boolean noAuxiliaryHead;

    @Option(names = "--train-encoder", description = "As for pre-training: nothing is frozen.")
    private boolean trainEncoder;

    @Option(names = "--json", description = "One JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        List<ParameterSpec> specs = new NetworkConfig(
                        system,
                        size,
                        modalities,
                        loraRank,
                        loraRows,
                        decoderSharing,
                        router,
                        0,
                        !noAuxiliaryHead,
                        "mean",
                        trainEncoder)
                .create(classes)
                .parameters();
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
            out.println(new ObjectMapper().writeValueAsString(counts));
        } else {
            parts.forEach((part, count) -> out.printf("%-16s %,14d%n", part, count));
            out.printf(
                    "%-16s %,14d%n%-16s %,14d%n%-16s %,14d%n",
                    "trainable", trained, "frozen", frozen, "total", trained + frozen);
        }
        out.flush();
        return 0;
    }

    private static long count(List<ParameterSpec> specs, Role role) {
        return specs.stream()
                .filter(s -> s.role() == role)
                .mapToLong(ParameterSpec::elements)
                .sum();
    }
}
