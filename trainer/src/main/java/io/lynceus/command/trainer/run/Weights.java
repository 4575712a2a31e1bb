package io.lynceus.command.trainer.run;

import io.lynceus.checkpoint.Checkpoint;
import io.lynceus.checkpoint.CheckpointException;
import io.lynceus.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;

/** Reads the files of weights that a command names. */
public final class Weights {
    private Weights() {}

    /**
     * Reads a file.
     *
     * @throws SettingsException if the file holds no weights that can be used; the user can name another
     */
    public static Checkpoint read(Path file) throws IOException {
        try {
            return Checkpoint.read(file);
        } catch (CheckpointException e) {
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }
}
