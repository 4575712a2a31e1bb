package io.lynceus.mcap.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a file's channels and messages. It uses the summary at the file's end, or reads the whole file once if the summary is
 * missing or wrong.
 *
 * <p>Thread safety: one thread.
 */
public final class McapReader implements Closeable {
    private final McapFile file;
    private final Summary summary;

    private McapReader(McapFile file, Summary summary) {
        this.file = file;
        this.summary = summary;
    }

    public static McapReader open(Path path) throws IOException {
        McapFile file = McapFile.open(path);
        try {
            Optional<Summary> summary = SummaryReader.read(file);
            return new McapReader(file, summary.isPresent() ? summary.orElseThrow() : Scan.of(file));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    public Summary summary() {
        return summary;
    }

    /**
     * Returns messages of some channels by ascending log time, from a log time on; those of the same time in the order of the file.
     * Iterating throws {@link java.io.UncheckedIOException} if the file cannot be read.
     */
    public Iterator<McapMessage> messages(long from, Set<Integer> channels) {
        return new TimeOrdered(file, summary.blocks, from, channels);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
