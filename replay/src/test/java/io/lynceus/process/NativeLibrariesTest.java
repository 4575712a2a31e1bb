package io.lynceus.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native libraries are whole, whoever unpacks them at the same time and whenever that is ended. */
class NativeLibrariesTest {
    private static final int BYTES = 16 << 20;
    private static final String LIBRARY = "org/bytedeco/part/linux-x86_64/libpart.so.1";

    @TempDir
    Path folder;

    private final byte[] content = new byte[BYTES];
    private Path jars;
    private Path target;
    private Path library;

    @BeforeEach
    void pack() throws IOException {
        new Random(3).nextBytes(content);
        jars = Files.createDirectories(folder.resolve("lib"));
        target = folder.resolve("natives");
        library = target.resolve("part.jar").resolve(LIBRARY);
        try (OutputStream file = Files.newOutputStream(jars.resolve("part.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            for (String name :
                    List.of(LIBRARY, "org/bytedeco/part/Part.class", "ai/onnxruntime/native/linux-x64/o.so")) {
                jar.putNextEntry(new JarEntry(name));
                jar.write(content);
                jar.closeEntry();
            }
        }
    }

    private void unpack() throws IOException {
        NativeLibraries.main(new String[] {jars.toString(), target.toString()});
    }

    private Process unpackElsewhere() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        NativeLibraries.class.getName(),
                        jars.toString(),
                        target.toString())
                .inheritIO()
                .start();
    }

    private void assertWhole() throws IOException {
        assertThat(Arrays.equals(Files.readAllBytes(library), content)).isTrue();
        assertThat(Arrays.equals(Files.readAllBytes(target.resolve("onnxruntime/o.so")), content))
                .isTrue();
    }

    @Test
    void librariesLieWhereTheirLoadersLookAndNothingElseDoes() throws IOException {
        unpack();
        assertWhole();
        try (Stream<Path> all = Files.walk(target)) {
            assertThat(all.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "libpart.so.1", "o.so");
        }
    }

    @Test
    void aLibraryThatWasCutOffIsUnpackedAnewAndAWholeOneIsKept() throws IOException {
        unpack();
        Object kept = Files.readAttributes(target.resolve("onnxruntime/o.so"), "unix:ino")
                .get("ino");
        Files.write(library, Arrays.copyOf(content, BYTES / 3));
        unpack();
        assertWhole();
        assertThat(Files.readAttributes(target.resolve("onnxruntime/o.so"), "unix:ino")
                        .get("ino"))
                .isEqualTo(kept);
    }

    @Test
    void twoProcessesThatStartAtOnceDoNotUnpackOverEachOther() throws Exception {
        Process first = unpackElsewhere();
        Process second = unpackElsewhere();
        assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(second.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(List.of(first.exitValue(), second.exitValue())).containsOnly(0);
        assertWhole();
    }

    @Test
    void aKillWhileUnpackingLeavesNoLibraryThatIsNotWhole() throws Exception {
        Process killed = unpackElsewhere();
        while (killed.isAlive() && isEmpty(library.getParent())) {
            Thread.onSpinWait();
        }
        killed.destroyForcibly().waitFor();
        if (Files.exists(library)) {
            assertThat(Files.size(library)).isEqualTo(BYTES);
        }
        unpack();
        assertWhole();
    }

    private static boolean isEmpty(Path folder) {
        String[] names = folder.toFile().list();
        return names == null || names.length == 0;
    }
}
