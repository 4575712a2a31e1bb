package io.lynceus.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads damaged inputs. Each must end as a value or as an exception of the kinds that users see as a sentence, and without much
 * memory. Inputs that end in a new way join those that are damaged next, so that later ones reach deeper.
 */
public final class Fuzz {
    private static final String MINUTES = "lynceus.fuzz.minutes";
    private static final String SEED = "lynceus.fuzz.seed";
    /** In tests without a time of their own. */
    private static final int TRIES = 400;

    private static final int LARGEST_POOL = 600;
    private static final int LARGEST_INPUT = 1 << 20;
    private static final long FREE_BYTES = 64L << 20;
    private static final long BYTES_PER_BYTE = 400;

    /** What reads an input. */
    public interface Reader {
        void read(byte[] input) throws Exception;
    }

    /** What reads an input that is a file. */
    public interface FileReader {
        void read(Path file) throws Exception;
    }

    private final String name;
    private final Class<?> test;
    private final List<byte[]> pool = new ArrayList<>();
    private final Set<Class<? extends Throwable>> allowed;
    private final Set<String> endings = new HashSet<>();
    private boolean frugal = true;
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /**
     * Makes a fuzzer.
     *
     * @param test whose module holds the corpus, in {@code /fuzz/name}
     * @param name of the corpus
     * @param seeds valid inputs
     * @param allowed exceptions that reading may end in
     */
    @SafeVarargs
    public Fuzz(Class<?> test, String name, List<byte[]> seeds, Class<? extends Throwable>... allowed) {
        this.test = test;
        this.name = name;
        this.allowed = Set.of(allowed);
        pool.addAll(seeds);
    }

    /** Lets reading take any memory, where a library allocates what headers ask for. */
    public Fuzz withoutMemoryLimit() {
        frugal = false;
        return this;
    }

    /** Reads the corpus, then damaged inputs; throws an {@link AssertionError} that names the first one that ends otherwise. */
    public void run(Reader reader) {
        ending(pool.get(0), reader); // a first reading takes memory for classes
        for (byte[] seed : List.copyOf(pool)) {
            judge(seed, reader);
        }
        for (byte[] known : corpus()) {
            judge(known, reader);
            pool.add(known);
        }
        long seed = Long.getLong(SEED, 1);
        Damage damage = new Damage(new Random(seed), pool);
        long end =
                System.nanoTime() + Duration.ofMinutes(Long.getLong(MINUTES, 0)).toNanos();
        long tries = 0;
        while (tries < TRIES || System.nanoTime() < end) {
            byte[] input = damage.next();
            if (input.length <= LARGEST_INPUT) {
                judge(input, reader);
            }
            tries++;
        }
        System.out.println("fuzz " + name + ": " + tries + " inputs, " + endings.size() + " endings, seed " + seed);
    }

    /**
     * Runs with each input in a file.
     *
     * @param file to write it to
     */
    public void runInFile(Path file, FileReader reader) {
        run(input -> {
            Files.write(file, input);
            reader.read(file);
        });
    }

    private void judge(byte[] input, Reader reader) {
        long before = threads.getCurrentThreadAllocatedBytes();
        String ending = ending(input, reader);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (frugal && allocated > FREE_BYTES + BYTES_PER_BYTE * input.length) {
            throw new AssertionError("reading " + input.length + " bytes took " + allocated
                    + " bytes of memory; input kept in " + keep(input));
        }
        if (endings.add(ending) && pool.size() < LARGEST_POOL) {
            pool.add(input);
        }
    }

    /** Reads an input and tells how that ended. */
    private String ending(byte[] input, Reader reader) {
        try {
            reader.read(input);
            return "read";
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            if (allowed.stream().noneMatch(kind -> kind.isInstance(e))
                    || String.valueOf(e.getMessage()).isBlank()) {
                throw new AssertionError("reading ended in " + e + "; input kept in " + keep(input), e);
            }
            return e.getClass().getName()
                    + String.valueOf(e.getMessage()).replaceAll("[^A-Za-z ]+", "")
                    + e.getStackTrace()[0];
        }
    }

    private List<byte[]> corpus() {
        URL folder = test.getResource("/fuzz/" + name);
        if (folder == null) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(uri(folder)))) {
            return files.sorted().map(Fuzz::bytes).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URI uri(URL folder) {
        try {
            return folder.toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path keep(byte[] input) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "fuzz", name));
            String hash = String.format("%08x", Objects.hash(input.length, Arrays.hashCode(input)));
            return Files.write(folder.resolve(hash + ".bin"), input).toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
