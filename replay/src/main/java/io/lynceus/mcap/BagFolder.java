package io.lynceus.mcap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A folder of MCAP files: one that rosbag2 wrote, whose {@code metadata.yaml} names its files, or any other, whose files are taken
 * by name. Source: the format of {@code metadata.yaml} in rosbag2, {@code rosbag2_storage}.
 *
 * @param files that are there, at least one
 * @param remarks for users, a sentence each
 */
record BagFolder(List<Path> files, List<String> remarks) {
    private static final String METADATA = "metadata.yaml";
    private static final String BAG = "rosbag2_bagfile_information";

    static BagFolder read(Path folder) throws IOException {
        Path metadata = folder.resolve(METADATA);
        return Files.exists(metadata) ? ofBag(folder, bag(metadata)) : ofFiles(folder);
    }

    private static BagFolder ofFiles(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.filter(path -> isMcap(path.toString())).sorted().toList();
        }
        if (files.isEmpty()) {
            throw new IOException(folder + " holds no .mcap file and no " + METADATA
                    + "; give the recording's files, or the folder that 'ros2 bag record' wrote");
        }
        return new BagFolder(files, List.of());
    }

    private static boolean isMcap(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".mcap");
    }

    private static Map<?, ?> bag(Path metadata) throws IOException {
        try {
            Object tree = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(metadata));
            if (tree instanceof Map<?, ?> map && map.get(BAG) instanceof Map<?, ?> bag) {
                return bag;
            }
        } catch (YamlEngineException | IllegalArgumentException e) { // the second where a tag is damaged
            throw new IOException(metadata + " is no YAML file: " + e.getMessage(), e);
        }
        throw new IOException(metadata + " has no section '" + BAG + "'; 'ros2 bag reindex' writes the file anew");
    }

    private static BagFolder ofBag(Path folder, Map<?, ?> bag) throws IOException {
        Object storage = bag.get("storage_identifier");
        if (!"mcap".equals(storage)) {
            throw new IOException(folder + " is a rosbag2 recording in '" + storage
                    + "', read is 'mcap': convert it with 'ros2 bag convert' (storage_id: mcap), or each file with"
                    + " 'mcap convert recording.db3 recording.mcap'");
        }
        List<Path> files = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        if (bag.get("relative_file_paths") instanceof List<?> names) {
            for (Object name : names) {
                add(folder, String.valueOf(name), files, remarks);
            }
        }
        if (files.isEmpty()) {
            throw new IOException(folder.resolve(METADATA) + " names no file that is there: " + remarks
                    + "; 'ros2 bag reindex' writes it anew");
        }
        return new BagFolder(files, remarks);
    }

    private static void add(Path folder, String name, List<Path> files, List<String> remarks) throws IOException {
        if (!isMcap(name)) {
            throw new IOException(folder.resolve(name)
                    + " is packed as a whole (compression_mode: FILE): unpack it with 'zstd -d', and name the .mcap file in "
                    + METADATA);
        }
        // Older versions of rosbag2 put the folder's name before that of the file.
        Path here = folder.resolve(Path.of(name).getFileName());
        Path file = Files.exists(folder.resolve(name)) ? folder.resolve(name) : here;
        if (Files.exists(file)) {
            files.add(file);
        } else {
            remarks.add(METADATA + " names " + name + ", which is not in " + folder + ": its messages are missing");
        }
    }
}
