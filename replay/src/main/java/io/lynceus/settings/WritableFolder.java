package io.lynceus.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks places for results before anything starts. */
public final class WritableFolder {
    private WritableFolder() {}

    /**
     * Refuses a folder that cannot be written, or created.
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
    }
}
