package io.lynceus.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for data that nobody needs once its owner has closed it, or the process has ended by a signal: a broker's topics, the
 * state of Kafka Streams.
 *
 * <p>Thread safety: one thread creates and closes.
 */
public final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);

    private final Path path;
    private final Thread hook = new Thread(this::deleteAtExit, "delete-temporary-folder");

    private TemporaryFolder(Path path) {
        this.path = path;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** @param prefix of its name */
    public static TemporaryFolder create(String prefix) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(prefix));
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary folder cannot be made: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Deletes the folder and what is in it. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the process is ending, and the hook at work", e);
        }
        try {
            Utils.delete(path.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be deleted", e);
        }
    }

    /** Files that are still open are deleted too; their owners end with the process. */
    private void deleteAtExit() {
        try {
            Utils.delete(path.toFile());
        } catch (IOException e) {
            LOG.warn("The temporary folder {} could not be deleted: {}", path, e.getMessage());
        }
    }
}
