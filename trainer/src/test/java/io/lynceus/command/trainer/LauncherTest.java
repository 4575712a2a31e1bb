package io.lynceus.command.trainer;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script {@code ./lynceus}, with a Java that prints what it is run with. */
class LauncherTest {
    private static final String JAVA =
            """
            #!/usr/bin/env bash
            if [ "$1" = -XshowSettings:properties ]; then
              echo "    java.specification.version = $FAKE_VERSION" >&2
            else
              echo "locale ${LC_ALL:-none}"
              echo "malloc ${GLIBC_TUNABLES:-as usual}"
              printf 'argument %s\\n' "$@"
            fi
            """;

    @TempDir
    Path folder;

    private Path launcher;

    /** Makes a folder as the Docker image has it: the script and jars, no sources. */
    @BeforeEach
    void install() throws IOException {
        Path home = Files.createDirectories(folder.resolve("a robot's folder"));
        launcher = Files.copy(Path.of(System.getProperty("lynceus.root"), "lynceus"), home.resolve("lynceus"));
        Files.setPosixFilePermissions(launcher, fromString("rwxr-xr-x"));
        Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
        Files.writeString(java, JAVA);
        Files.setPosixFilePermissions(java, fromString("rwxr-xr-x"));
    }

    private String run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
        builder.environment().put("FAKE_VERSION", "17");
        builder.environment().putAll(environment);
        Process process =
                builder.directory(folder.toFile()).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes()) + "exit code " + process.waitFor();
    }

    @Test
    void aLinkElsewhereRunsTheFolderItPointsInto() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("lynceus-here"), launcher);
        assertThat(run(link, Map.of(), "--version"))
                .contains("argument " + launcher.getParent() + "/trainer/target/lib/*\n")
                .endsWith("argument --version\nexit code 0");
    }

    @Test
    void argumentsWithSpacesArriveAsTheyWereGiven() throws Exception {
        assertThat(run(launcher, Map.of(), "score", "my drive", ""))
                .endsWith("argument score\nargument my drive\nargument \nexit code 0");
    }

    /** Otherwise Java finds no file whose path has a letter beyond ASCII. */
    @Test
    void aServiceWithoutALocaleGetsOneWithUtf8() throws Exception {
        assertThat(run(launcher, Map.of())).startsWith("locale C.UTF-8\n");
        assertThat(run(launcher, Map.of("LC_ALL", "C", "LANG", "en_US.UTF-8"))).startsWith("locale C.UTF-8\n");
        assertThat(run(launcher, Map.of("LANG", "tlh_QO.UTF-8"))).contains("locale C.UTF-8\n"); // not installed
    }

    @Test
    void aLocaleWithUtf8IsKept() throws Exception {
        assertThat(run(launcher, Map.of("LC_CTYPE", "C.UTF-8"))).startsWith("locale none\n");
        assertThat(run(launcher, Map.of("LC_ALL", "C.utf8"))).startsWith("locale C.utf8\n");
    }

    @Test
    void aTrainingKeepsItsMemoryUnlessTheUserHasSetMalloc() throws Exception {
        assertThat(run(launcher, Map.of(), "trainer", "fit")).contains("malloc glibc.malloc.mmap_max=0:");
        assertThat(run(launcher, Map.of("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"), "trainer", "fit"))
                .contains("malloc glibc.malloc.hugetlb=1\n");
        assertThat(run(launcher, Map.of(), "node")).contains("malloc as usual\n");
    }

    @Test
    void aJavaThatIsTooOldOrMissingIsNamed() throws Exception {
        assertThat(run(launcher, Map.of("FAKE_VERSION", "11")))
                .contains("Java 11 at '" + folder.resolve("jdk/bin/java") + "' is too old; install a JDK, version 17")
                .endsWith("exit code 1");
        assertThat(run(launcher, Map.of("JAVA_HOME", "/nowhere")))
                .contains("no Java at '/nowhere/bin/java'; install a JDK, version 17 or newer, and set JAVA_HOME")
                .endsWith("exit code 1");
    }
}
