package io.lynceus.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Unpacks the native libraries of a folder of jars, once, where JavaCPP and ONNX Runtime look for them.
 *
 * <p>JavaCPP unpacks at the first use in each process: two processes that start at once overwrite each other's files, and a killed
 * one leaves half a library. This class unpacks in one process under a lock, each file under a temporary name until it is complete.
 */
public final class NativeLibraries {
    private static final String JAVACPP = "org/bytedeco/";
    private static final String ONNX_RUNTIME = "ai/onnxruntime/native/linux-x64/";

    private NativeLibraries() {}

    /**
     * Unpacks; keeps files that exist with the right size and time.
     *
     * @param arguments the folder of jars, and the folder to unpack to
     */
    public static void main(String[] arguments) throws IOException {
        Path jars = Path.of(arguments[0]);
        Path target = Path.of(arguments[1]);
        Files.createDirectories(target);
        try (FileChannel channel =
                        FileChannel.open(target.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock();
                Stream<Path> files = Files.list(jars)) {
            for (Path jar :
                    files.filter(file -> file.toString().endsWith(".jar")).toList()) {
                unpack(jar, target);
            }
        }
    }

    private static void unpack(Path path, Path target) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            List<JarEntry> entries = jar.stream()
                    .filter(entry -> entry.getName().contains(".so") && !entry.isDirectory())
                    .toList();
            for (JarEntry entry : entries) {
                if (entry.getName().startsWith(JAVACPP)) {
                    write(jar, entry, target.resolve(path.getFileName()).resolve(entry.getName()));
                } else if (entry.getName().startsWith(ONNX_RUNTIME)) {
                    write(
                            jar,
                            entry,
                            target.resolve("onnxruntime")
                                    .resolve(entry.getName().substring(ONNX_RUNTIME.length())));
                }
            }
        }
    }

    private static void write(JarFile jar, JarEntry entry, Path file) throws IOException {
        // JavaCPP recognises its own files by size and time.
        FileTime time = FileTime.fromMillis(entry.getTime());
        if (Files.exists(file)
                && Files.size(file) == entry.getSize()
                && Files.getLastModifiedTime(file).equals(time)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try (InputStream in = jar.getInputStream(entry)) {
            Files.copy(in, partial, StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.size(partial) != entry.getSize()) {
            throw new IOException(partial + " has " + Files.size(partial) + " bytes, " + entry.getSize()
                    + " are expected; is the disk full?");
        }
        Files.setLastModifiedTime(partial, time);
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
