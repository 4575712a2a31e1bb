package io.lynceus.fit;

import io.lynceus.checkpoint.Safetensors;
import io.lynceus.nn.torch.Parameters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;

/**
 * The folder of one run.
 *
 * <pre>
 * best.safetensors    weights of the best validation
 * last.safetensors    weights at the last save        last.optimiser    state of AdamW
 * last.properties     step, best mIoU                 log.csv, events.* figures
 * </pre>
 *
 * <p>Files are written beside their place and moved there, so that an interruption leaves the earlier ones whole.
 */
final class RunFolder {
    /** Where a run stands: steps done, and the best mIoU so far (NaN: none). */
    record Progress(long step, double bestMiou) {}

    private final Path folder;

    RunFolder(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
    }

    Path path() {
        return folder;
    }

    Path best() {
        return folder.resolve("best.safetensors");
    }

    boolean hasProgress() {
        return Files.exists(folder.resolve("last.properties"));
    }

    void saveBest(Parameters parameters) throws IOException {
        save(parameters, "best.safetensors");
    }

    void saveProgress(Parameters parameters, Optimiser optimiser, Progress progress) throws IOException {
        save(parameters, "last.safetensors");
        Path state = folder.resolve("last.optimiser.new");
        optimiser.save(state);
        move(state, "last.optimiser");
        Properties properties = new Properties();
        properties.setProperty("step", Long.toString(progress.step));
        properties.setProperty("bestMiou", Double.toString(progress.bestMiou));
        Path file = folder.resolve("last.properties.new");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        move(file, "last.properties");
    }

    Progress resume(Parameters parameters, Optimiser optimiser) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(folder.resolve("last.properties"))) {
            properties.load(reader);
        }
        parameters.load(Safetensors.read(folder.resolve("last.safetensors")));
        optimiser.load(folder.resolve("last.optimiser"));
        return new Progress(
                Long.parseLong(properties.getProperty("step")), Double.parseDouble(properties.getProperty("bestMiou")));
    }

    private void save(Parameters parameters, String name) throws IOException {
        Path file = folder.resolve(name + ".new");
        Safetensors.write(file, parameters.snapshot(Map.of()));
        move(file, name);
    }

    private void move(Path file, String name) throws IOException {
        Files.move(file, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
