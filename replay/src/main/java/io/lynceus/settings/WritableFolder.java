package io.lynceus.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks places for results before anything starts. */
public final class WritableFolder {
    private WritableFolder() {}

    /**
     * Makes a folder where there is none, and refuses one that cannot be made or written.
     *
     * @param option by which the user gives another one, such as {@code --out}
     */
    public static void require(Path folder, String option) {
        @Nullable Path there = folder.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            throw new SettingsException(folder + " cannot be written: " + there
                    + " is not a folder that this user may write to; make it writable, or give another place by "
                    + option);
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) { // such as in /proc, which calls itself writable
            throw new SettingsException(
                    folder + " cannot be written: no folder can be made in " + there + "; give another place by "
                            + option,
                    e);
        }
    }
}
