package io.lynceus.mcap;

import io.lynceus.dataset.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Opens what users have of a recording: an MCAP file, the files that it was split into, or the folder of a rosbag2 recording. */
public final class McapRecordings {
    private McapRecordings() {}

    /**
     * Opens one recording.
     *
     * @param given its files and folders, at least one
     * @param rig one of those in the files; may be empty if there is only one
     */
    public static Recording open(List<Path> given, Optional<String> rig) throws IOException {
        List<Path> files = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (Path path : given) {
            if (Files.isDirectory(path)) {
                BagFolder folder = BagFolder.read(path);
                files.addAll(folder.files());
                remarks.addAll(folder.remarks());
            } else {
                files.add(path);
            }
        }
        return files.size() == 1 && remarks.isEmpty()
                ? McapRecording.open(files.get(0), rig)
                : SplitRecording.open(String.valueOf(given.get(0).getFileName()), files, rig, remarks);
    }
}
