package io.lynceus.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder for data that is not needed after its owner has closed it or the process has ended: a broker's topics, the state of
 * Kafka Streams, a model copied out of a jar. Its name holds the process id, so that the next start can delete the folders of a
 * killed process.
 *
 * <p>Thread safety: one thread creates and closes a folder; the static methods may be called from any thread.
 */
public final class TemporaryFolder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TemporaryFolder.class);
    private static final Path PARENT = Path.of(System.getProperty("java.io.tmpdir"));
    private static final Pattern NAME = Pattern.compile("lynceus-(\\d+)-.*");
    private static final long SELF = ProcessHandle.current().pid();

    /** How long folders are deleted again in which files are still made; a signal allows five seconds in all (R14). */
    private static final long PATIENCE_NANOS = 1_000_000_000;

    private static final int LOOKS = 10;
    private static final long PAUSE_NANOS = 5_000_000;

    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    static {
        // Some processes do not end through Ending: tests, and programs that embed a node.
        Runtime.getRuntime().addShutdownHook(new Thread(TemporaryFolder::deleteAll, "delete-temporary-folders"));
    }

    private final Path path;

    private TemporaryFolder(Path path) {
        this.path = path;
        OPEN.add(path);
    }

    /**
     * Creates an empty folder.
     *
     * @param purpose part of its name
     * @throws UncheckedIOException naming the parent folder if it cannot be written
     */
    public static TemporaryFolder create(String purpose) {
        try {
            return new TemporaryFolder(Files.createTempDirectory(PARENT, "lynceus-" + SELF + "-" + purpose + "-"));
        } catch (IOException e) {
            throw cannotCreate(e);
        }
    }

    private static UncheckedIOException cannotCreate(IOException e) {
        String reason = e instanceof FileSystemException file ? FileFaults.of(file) : e.getMessage();
        return new UncheckedIOException(
                "no folder can be created in " + PARENT + " (" + reason
                        + "); free some space there, or name another folder with LYNCEUS_JAVA_OPTS=-Djava.io.tmpdir=…",
                e);
    }

    public Path path() {
        return path;
    }

    /** Returns the folder for temporary files of this machine. */
    public static Path parent() {
        return PARENT;
    }

    /**
     * Gives libraries that unpack themselves into the temporary folder one of this process, because they delete their files in
     * shutdown hooks only, which {@link Ending} does not run. Called before the first of them is loaded.
     */
    static void takeInLibraries() {
        // Not by createTempDirectory, which would keep the folder that is the usual one now for all that follow.
        Path own = PARENT.resolve("lynceus-" + SELF + "-libraries-" + System.nanoTime());
        try {
            Files.createDirectory(
                    own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw cannotCreate(e);
        }
        System.setProperty("java.io.tmpdir", new TemporaryFolder(own).path().toString());
    }

    /**
     * Loads a library that makes a temporary folder and means to delete it in a shutdown hook, which {@link Ending} does not run. An
     * empty folder is deleted at once. One with libraries that this process has loaded is deleted at its end.
     *
     * @param prefix of the folder's name
     */
    public static <T> T clearedAfter(String prefix, Supplier<T> library) {
        Set<Path> before = foldersOf(prefix);
        T loaded = library.get();
        Set<Path> made = foldersOf(prefix);
        made.removeAll(before);
        made.forEach(TemporaryFolder::deleteIfEmptyOrOwn);
        return loaded;
    }

    private static Set<Path> foldersOf(String prefix) {
        File[] all = PARENT.toFile().listFiles((parent, name) -> name.startsWith(prefix));
        return Arrays.stream(all == null ? new File[0] : all).map(File::toPath).collect(Collectors.toSet());
    }

    /** Another process may have made it at the same moment; of this one's libraries the memory map knows. */
    private static void deleteIfEmptyOrOwn(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            if (isMapped(path)) {
                OPEN.add(path);
            }
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", path, e.getMessage());
        }
    }

    private static boolean isMapped(Path folder) {
        // A signal interrupts the thread that loads; a channel, as Files.lines has one, would then read nothing.
        try (BufferedReader maps = new BufferedReader(new FileReader("/proc/self/maps", StandardCharsets.UTF_8))) {
            return maps.lines().anyMatch(line -> line.contains(folder + "/"));
        } catch (IOException e) {
            LOG.debug("The memory map cannot be read", e);
            return false;
        }
    }

    /** Deletes the folder and its content. */
    @Override
    public void close() {
        try {
            delete(path, System.nanoTime() + PATIENCE_NANOS);
            OPEN.remove(path); // a folder that stays is tried again at the end of the process
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + path + " cannot be deleted", e);
        }
    }

    /** Deletes all folders of this process; files that are still open are deleted too. */
    static void deleteAll() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        OPEN.forEach(path -> deleteOrWarn(path, end));
        for (int looks = 0; looks < LOOKS && !OPEN.isEmpty(); looks++) {
            LockSupport.parkNanos(PAUSE_NANOS); // a broker that is still starting makes its folder anew
            OPEN.forEach(path -> deleteOrWarn(path, end));
        }
        deleteOrWarn(telemetry(Long.toString(SELF)), end);
    }

    /** Deletes folders of processes that no longer run, such as those of one that was killed. */
    static void deleteThoseOfDeadProcesses() {
        long end = System.nanoTime() + PATIENCE_NANOS;
        File[] left = PARENT.toFile().listFiles();
        for (File folder : left == null ? new File[0] : left) {
            Matcher matcher = NAME.matcher(folder.getName());
            if (matcher.matches() && isDead(matcher.group(1))) {
                deleteOrWarn(folder.toPath(), end);
                deleteOrWarn(telemetry(matcher.group(1)), end);
            }
        }
    }

    private static boolean isDead(String process) {
        return process.length() < 10
                && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    }

    /** ONNX Runtime writes a log of its telemetry there, and does not delete it. */
    private static Path telemetry(String process) {
        return PARENT.resolve("mat-debug-" + process + ".log");
    }

    private static void deleteOrWarn(Path path, long end) {
        try {
            delete(path, end);
        } catch (IOException e) {
            LOG.warn("{} could not be deleted: {}", path, e.getMessage());
        }
    }

    /**
     * Deletes again what a thread of this process, which is not ended yet, writes meanwhile.
     *
     * @param end on the clock of {@link System#nanoTime}; one more try is made if it has passed
     */
    private static void delete(Path path, long end) throws IOException {
        IOException failure = new IOException("files are made in it as fast as they are deleted");
        boolean inTime = true;
        while (inTime && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            inTime = System.nanoTime() < end;
            try {
                deleteOnce(path);
            } catch (NoSuchFileException | DirectoryNotEmptyException e) {
                failure = e;
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw failure;
        }
    }

    private static void deleteOnce(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
