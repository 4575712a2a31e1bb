package io.lynceus.command;

import io.lynceus.campaign.Campaign;
import io.lynceus.campaign.CampaignOptions;
import io.lynceus.campaign.CampaignReport;
import io.lynceus.campaign.Disturbance;
import io.lynceus.rig.RigConfig;
import io.lynceus.segment.ShippedModels;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus campaign}: kills and pauses nodes and broker, and counts what was lost. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a broker and nodes in processes of their own, and disturbs them at random moments: they are killed, paused and"
                    + " starved, records and topics are deleted. It reports the sets that were lost, different or repeated, the time"
                    + " until masks came again, and how memory grew. Complete mode compares with an undisturbed run. Exit code 1 if a"
                    + " promise was broken.",
            "",
            "Example: ./lynceus campaign --node-kills 100 --broker-kills 20 --seed 7",
            "         ./lynceus campaign --mode live --starvations 2 --deletions 2 --recreations 2",
            "         ./lynceus campaign --nodes 2 --node-kills 0 --broker-kills 0 --leaves 10"
        })
final class CampaignCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--mode", defaultValue = "complete", description = "complete or live. Default: ${DEFAULT-VALUE}.")
    private RigConfig.Mode mode = RigConfig.Mode.COMPLETE;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of order and moments. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private final Counts counts = new Counts();

    @Option(
            names = "--longest-pause",
            paramLabel = "TIME",
            defaultValue = "9s",
            description =
                    "Longest pause, and time of each starvation. Default: ${DEFAULT-VALUE}, which is longer than the"
                            + " session of a node in its group.")
    private Duration longestPause = Duration.ZERO;

    @Option(
            names = "--longest-down",
            paramLabel = "TIME",
            defaultValue = "3s",
            description =
                    "Longest time until a killed broker is started again, or a deleted topic is created again. Default:"
                            + " ${DEFAULT-VALUE}.")
    private Duration longestDown = Duration.ZERO;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "1, or 2 that share two rigs. Default: ${DEFAULT-VALUE}.")
    private int nodes;

    @Option(
            names = "--rate",
            paramLabel = "HZ",
            defaultValue = "5",
            description = "Sets per second of each rig. Default: ${DEFAULT-VALUE}.")
    private double rate;

    @Option(
            names = "--model",
            defaultValue = ShippedModels.STREET_NANO,
            description = "A shipped model or an .onnx file. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(
            names = "--logs",
            paramLabel = "FOLDER",
            description = "Keep the output of broker and nodes there. Default: it is deleted at the end.")
    private @Nullable Path logs;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        CampaignOptions options = new CampaignOptions(
                mode, seed, counts.byKind(), longestPause, longestDown, nodes, rate, model, Optional.ofNullable(logs));
        PrintWriter progress = spec.commandLine().getErr();
        CampaignReport report = Campaign.run(options, line -> {
            progress.println(line);
            progress.flush();
        });
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.print(out);
        }
        out.flush();
        return report.isKept() ? 0 : Lynceus.FAILURE;
    }

    /** How often each disturbance happens. */
    private static final class Counts {
        @Option(
                names = "--node-kills",
                paramLabel = "N",
                defaultValue = "10",
                description = "How often a node is killed. Default: ${DEFAULT-VALUE}.")
        private int nodeKills;

        @Option(
                names = "--broker-kills",
                paramLabel = "N",
                defaultValue = "2",
                description = "How often the broker is killed. Default: ${DEFAULT-VALUE}.")
        private int brokerKills;

        @Option(
                names = "--pauses",
                paramLabel = "N",
                defaultValue = "2",
                description = "How often a node is stopped for a while. Default: ${DEFAULT-VALUE}.")
        private int pauses;

        @Option(
                names = "--broker-pauses",
                paramLabel = "N",
                defaultValue = "0",
                description = "How often the broker is stopped for a while. Default: ${DEFAULT-VALUE}.")
        private int brokerPauses;

        @Option(
                names = "--leaves",
                paramLabel = "N",
                defaultValue = "0",
                description = "How often a node ends in good order and joins again. Default: ${DEFAULT-VALUE}.")
        private int leaves;

        @Option(
                names = "--starvations",
                paramLabel = "N",
                defaultValue = "0",
                description = "How often a node alone gets a half of its time, and a tenth. Default: ${DEFAULT-VALUE}.")
        private int starvations;

        @Option(
                names = "--deletions",
                paramLabel = "N",
                defaultValue = "0",
                description =
                        "How often a killed node finds a topic emptied; live mode only. Default: ${DEFAULT-VALUE}.")
        private int deletions;

        @Option(
                names = "--recreations",
                paramLabel = "N",
                defaultValue = "0",
                description =
                        "How often a topic is deleted and created again; live mode only. Default: ${DEFAULT-VALUE}.")
        private int recreations;

        Map<Disturbance, Integer> byKind() {
            return Map.of(
                    Disturbance.NODE_KILLED, nodeKills,
                    Disturbance.BROKER_KILLED, brokerKills,
                    Disturbance.NODE_PAUSED, pauses,
                    Disturbance.BROKER_PAUSED, brokerPauses,
                    Disturbance.NODE_LEFT, leaves,
                    Disturbance.NODE_HALVED, starvations,
                    Disturbance.NODE_TENTHED, starvations,
                    Disturbance.RECORDS_DELETED, deletions,
                    Disturbance.TOPIC_CREATED_AGAIN, recreations);
        }
    }
}
