package io.lynceus.command;

import io.lynceus.campaign.Campaign;
import io.lynceus.campaign.CampaignOptions;
import io.lynceus.campaign.CampaignReport;
import io.lynceus.segment.ShippedModels;
import io.lynceus.stream.RigConfig;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus campaign}: kills and pauses nodes and broker, and counts what was lost. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description = {
            "Runs a broker and nodes in processes of their own, kills and pauses them at random moments, and reports the sets that were"
                    + " lost, different or repeated, and the time to the next mask. Complete mode compares with an undisturbed run."
                    + " Exit code 1 if a promise was broken.",
            "",
            "Example: ./lynceus campaign --node-kills 100 --broker-kills 20 --seed 7"
        })
final class CampaignCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--mode", defaultValue = "complete", description = "complete or live. Default: ${DEFAULT-VALUE}.")
    private RigConfig.Mode mode = RigConfig.Mode.COMPLETE;

    @Option(names = "--seed", defaultValue = "1", description = "Seed of order and moments. Default: ${DEFAULT-VALUE}.")
    private long seed;

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
            description = "How often a node is stopped for up to 9 s. Default: ${DEFAULT-VALUE}.")
    private int pauses;

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

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        CampaignOptions options = new CampaignOptions(mode, seed, nodeKills, brokerKills, pauses, nodes, rate, model);
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
}
