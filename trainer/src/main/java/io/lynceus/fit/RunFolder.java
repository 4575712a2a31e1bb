package io.lynceus.fit;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.Safetensors;
import io.lynceus.nn.ParameterSpec;
import io.lynceus.nn.torch.Parameters;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one run.
 *
 * <pre>
 * best.safetensors    weights of the best validation
 * last-STEP/          weights.safetensors, optimiser, progress.properties: the last save, and the one before it
 * log.csv, events.*   figures
 * </pre>
 *
 * <p>A save is one folder: written beside its place, forced to the disk, and renamed as a whole. So weights, optimiser and step are
 * always of one moment, whatever ends the program or the machine. A save that cannot be read is passed over for the one before.
 */
final class RunFolder {
    /**
     * Where a run stands.
     *
     * @param step steps done
     * @param bestMiou so far; NaN: none
     * @param subsets mIoU of the sensors' subsets in the last validation, where these are validated
     */
    record Progress(long step, double bestMiou, Map<String, Double> subsets) {
        static final Progress START = new Progress(0, Double.NaN, Map.of());
    }

    private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
    private static final String LAST = "last-";
    private static final Pattern SAVE = Pattern.compile("last-\\d{1,18}");
    private static final String WEIGHTS = "weights.safetensors";
    private static final String OPTIMISER = "optimiser";
    private static final String PROGRESS = "progress.properties";
    private static final String SUBSET = "subset.";
    /** AdamW keeps two numbers for each weight that learns; a little more is for names. */
    private static final double OPTIMISER_SIZE = 2.1;
    /** Saves that are kept: this one and the one before. */
    private static final int KEPT = 2;

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

    boolean hasProgress() throws IOException {
        return !saves().isEmpty();
    }

    /** The folders of whole saves, the latest first. */
    private List<Path> saves() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path ->
                            SAVE.matcher(String.valueOf(path.getFileName())).matches())
                    .sorted(Comparator.comparingLong(RunFolder::stepOf).reversed())
                    .toList();
        }
    }

    private static long stepOf(Path save) {
        return Long.parseLong(String.valueOf(save.getFileName()).substring(LAST.length()));
    }

    void saveBest(Parameters parameters) throws IOException {
        Path file = folder.resolve("best.safetensors.new");
        try {
            Safetensors.write(file, parameters.snapshot(Map.of()));
            Files.move(file, best(), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } catch (IOException e) {
            Files.deleteIfExists(file);
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".part"));
            throw unsaved(best(), parameters, e);
        }
    }

    /** Saves where the run stands. The save before this one stays, older ones go. */
    void saveProgress(Parameters parameters, Optimiser optimiser, Progress progress) throws IOException {
        Path place = folder.resolve(LAST + progress.step);
        if (Files.exists(place)) {
            return; // the same step is the same state
        }
        Path part = folder.resolve("last.new");
        try {
            delete(part);
            Files.createDirectory(part);
            Safetensors.write(part.resolve(WEIGHTS), parameters.snapshot(Map.of()));
            optimiser.save(part.resolve(OPTIMISER));
            Properties properties = new Properties();
            properties.setProperty("step", Long.toString(progress.step));
            properties.setProperty("bestMiou", Double.toString(progress.bestMiou));
            progress.subsets.forEach((names, miou) -> properties.setProperty(SUBSET + names, Double.toString(miou)));
            try (var writer = Files.newBufferedWriter(part.resolve(PROGRESS))) {
                properties.store(writer, null);
            }
            force(part.resolve(PROGRESS));
            force(part);
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
            force(folder);
        } catch (IOException e) {
            delete(part); // what is there of it takes the room that the next try needs
            throw unsaved(place, parameters, e);
        }
        for (Path old : saves().stream().skip(KEPT).toList()) {
            delete(old);
        }
    }

    /** The sentence for a save that failed, with the bytes that it needs. What was saved before stays. */
    private IOException unsaved(Path place, Parameters parameters, IOException cause) throws IOException {
        String before = saves().isEmpty() ? "No checkpoint was saved before" : "The checkpoint before is whole";
        return new IOException(
                "the checkpoint " + place + " could not be saved: " + cause.getMessage() + "; it needs up to "
                        + bytes(parameters) + " bytes, and the disk has "
                        + Files.getFileStore(folder).getUsableSpace() + " free. " + before
                        + ": make room and give the same command to go on",
                cause);
    }

    /** Returns the size of a save: float32 weights, and the optimiser's numbers for those that learn. */
    private static long bytes(Parameters parameters) {
        double bytes = 0;
        for (ParameterSpec spec : parameters.specs()) {
            bytes += Float.BYTES * spec.elements() * (spec.trainable() ? 1 + OPTIMISER_SIZE : 1);
        }
        return Math.round(bytes);
    }

    private static void force(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(Path save) throws IOException {
        if (!Files.isDirectory(save)) {
            return;
        }
        try (Stream<Path> files = Files.list(save)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(save);
    }

    /**
     * Fills parameters and optimiser from the last save that can be read.
     *
     * @throws IOException if none can
     */
    Progress resume(Parameters parameters, Optimiser optimiser) throws IOException {
        IOException last = new IOException(folder + " has no checkpoint");
        for (Path save : saves()) {
            try {
                return resume(save, parameters, optimiser);
            } catch (IOException e) {
                LOG.warn("The checkpoint {} cannot be read and is passed over: {}", save, e.getMessage());
                last = e;
            }
        }
        throw last;
    }

    private static Progress resume(Path save, Parameters parameters, Optimiser optimiser) throws IOException {
        Properties properties = new Properties();
        try (var reader = Files.newBufferedReader(save.resolve(PROGRESS))) {
            properties.load(reader);
        } catch (IllegalArgumentException e) { // half an escape
            throw new IOException(save.resolve(PROGRESS) + " is damaged: " + e.getMessage(), e);
        }
        Progress progress;
        try {
            Map<String, Double> subsets = new TreeMap<>();
            for (String key : properties.stringPropertyNames()) {
                if (key.startsWith(SUBSET)) {
                    subsets.put(key.substring(SUBSET.length()), Double.parseDouble(properties.getProperty(key)));
                }
            }
            progress = new Progress(
                    Long.parseLong(properties.getProperty("step", "")),
                    Double.parseDouble(properties.getProperty("bestMiou", "")),
                    subsets);
        } catch (NumberFormatException e) {
            throw new IOException(save.resolve(PROGRESS) + " lacks step or bestMiou, or they are no numbers", e);
        }
        if (progress.step != stepOf(save)) {
            throw new IOException(save.resolve(PROGRESS) + " is of step " + progress.step + ", not of its folder's");
        }
        Checkpoint weights = Safetensors.read(save.resolve(WEIGHTS));
        if (Files.size(save.resolve(OPTIMISER)) == 0) {
            throw new IOException(save.resolve(OPTIMISER) + " is empty");
        }
        optimiser.load(save.resolve(OPTIMISER));
        parameters.load(weights);
        return progress;
    }
}
