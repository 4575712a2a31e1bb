package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.lynceus.command.Lynceus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The command line knows every command that a page or a configuration tells users to type, and the files that it names are there. */
class DocumentedCommandsTest {
    private static final Path ROOT = Path.of(System.getProperty("lynceus.root"));
    /** A line of its own in a page, or in the comment at the head of a configuration; it may go on in the next line. */
    private static final Pattern COMMAND =
            Pattern.compile("^(?:    |# +)\\./lynceus ((?:.*\\\\\\n)*.*)$", Pattern.MULTILINE);

    private static final Pattern WORD = Pattern.compile("'[^']*'|\"[^\"]*\"|\\S+");

    private record Documented(Path page, String command) {
        List<String> words() {
            String line = command.replaceAll("\\\\\\n#? *", " ")
                    .replaceAll(" +#.*", "")
                    .replaceAll("<[^>]*>", "FOLDER");
            List<String> words = new ArrayList<>();
            for (Matcher word = WORD.matcher(line); word.find(); ) {
                words.add(word.group().replaceAll("^['\"]|['\"]$", ""));
            }
            return words;
        }
    }

    private static List<Documented> documented() throws IOException {
        List<Documented> all = new ArrayList<>();
        for (Path page : pages()) {
            for (Matcher command = COMMAND.matcher(Files.readString(page)); command.find(); ) {
                all.add(new Documented(ROOT.relativize(page), command.group(1)));
            }
        }
        return all;
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
                Stream<Path> configs = Files.walk(ROOT.resolve("configs"))) {
            return Stream.of(Stream.of(ROOT.resolve("README.md")), docs, configs)
                    .flatMap(all -> all)
                    .filter(file -> file.toString().matches(".*\\.(md|yaml)"))
                    .sorted()
                    .toList();
        }
    }

    @TestFactory
    Stream<DynamicTest> theyAreUnderstood() throws IOException {
        List<Documented> all = documented();
        assertThat(all).hasSizeGreaterThan(60);
        return all.stream()
                .map(one -> DynamicTest.dynamicTest(one.page() + ": " + String.join(" ", one.words()), () -> {
                    assertThatCode(() ->
                                    Lynceus.commandLine().parseArgs(one.words().toArray(String[]::new)))
                            .doesNotThrowAnyException();
                    for (String word : one.words()) {
                        if (word.matches("configs/[\\w./-]+")) {
                            assertThat(ROOT.resolve(word)).exists();
                        }
                    }
                }));
    }
}
