package io.lynceus.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Says what keeps a broker from its data folder. Stateless. */
final class FolderFaults {
    /** Kafka gives each log's indexes 20 MiB before it has a record. */
    private static final long LITTLE_BYTES = 32L << 20;

    private FolderFaults() {}

    /** Returns what is wrong with a folder and what to do; empty if it can be written, and the disk has some space. */
    static Optional<String> of(Path folder) {
        Path there = folder;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
            return Optional.of("the folder " + folder + " cannot be written; make it writable, or give another one"
                    + " (--data, or for temporary files LYNCEUS_JAVA_OPTS=-Djava.io.tmpdir=…)");
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            return free >= LITTLE_BYTES
                    ? Optional.empty()
                    : Optional.of("the disk of " + folder + " is full (" + (free >> 20)
                            + " MiB are free); free some space there, or give another folder (--data, or for temporary"
                            + " files LYNCEUS_JAVA_OPTS=-Djava.io.tmpdir=…)");
        } catch (IOException e) {
            return Optional.of("the folder " + folder + " cannot be used: " + e.getMessage() + "; give another one");
        }
    }
}
