package io.lynceus.command.bench;

import io.lynceus.bench.Median;
import io.lynceus.bench.ReadingBench;
import io.lynceus.bench.Rounds;
import io.lynceus.command.Checks;
import io.lynceus.command.LabelledDataset;
import io.lynceus.dataset.Recording;
import io.lynceus.settings.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lynceus bench reading}: measures what the node's decoding costs beyond that of the image library. */
@Command(
        name = "reading",
        modelTransformer = LabelledDataset.OptionsOfAllDatasets.class,
        mixinStandardHelpOptions = true,
        description = {
            "Compares reading a dataset's images with imdecode of the same files on as many threads, in images a second.",
            "Reading takes file, frame message, raster of the image's own size and content statistics. The two take turns, round",
            "by round.",
            "",
            "Example: ./lynceus bench reading --dataset deliver /data/DELIVER --json"
        })
final class ReadingCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final LabelledDataset dataset = new LabelledDataset();

    @Option(
            names = "--images",
            defaultValue = "32",
            description = "Number of images: the first ones, of all sensors. Default: ${DEFAULT-VALUE}.")
    private int images;

    @Option(
            names = "--rounds",
            defaultValue = "9",
            description = "Rounds of each, in turns; the medians are printed. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--threads", defaultValue = "2", description = "Threads of each. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        Checks.atLeast("--images", images, 1);
        Checks.atLeast("--rounds", rounds, 1);
        Checks.atLeast("--threads", threads, 1);
        try (Recording recording = dataset.open(false);
                ReadingBench bench = new ReadingBench(recording, images, threads)) {
            bench.run();
            bench.runBare();
            double count = bench.images() * 1e9;
            Rounds rates = Rounds.inTurns(rounds, round -> count / bench.runBare(), round -> count / bench.run());
            print(rates, bench.images());
        }
        return 0;
    }

    private void print(Rounds rates, int read) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        double own = Median.of(rates.rates());
        double bare = Median.of(rates.bare());
        if (json) {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("images", read);
            values.put("rounds", rounds);
            values.put("threads", threads);
            values.put("imagesPerSecond", own);
            values.put("bareImagesPerSecond", bare);
            values.put("ratio", rates.ratio());
            values.put("ratios", rates.ratios());
            out.println(Json.text(values));
        } else {
            out.printf(Locale.ROOT, "reading    %8.1f images a second, %d threads, %d images%n", own, threads, read);
            out.printf(Locale.ROOT, "imdecode   %8.1f images a second%n", bare);
            out.printf(Locale.ROOT, "ratio      %8.2f, median of %d rounds%n", rates.ratio(), rounds);
        }
        out.flush();
    }
}
