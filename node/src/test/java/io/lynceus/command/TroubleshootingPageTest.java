package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each text in {@code docs/troubleshooting.md} is one that the program prints. */
class TroubleshootingPageTest {
    private static final Path ROOT = Path.of(System.getProperty("lynceus.root", ".."));
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final String JOINT = "\"\\s*\\+\\s*\"";
    /** A message's fixed parts, between the values that differ. */
    private static final String VALUE = "…|frames were ";

    private static List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/troubleshooting.md"))) {
            Matcher quoted = QUOTED.matcher(line.startsWith("### ") ? line : "");
            while (quoted.find()) {
                texts.add(quoted.group(1));
            }
        }
        return texts;
    }

    private static String program() throws IOException {
        StringBuilder program = new StringBuilder();
        for (String module : List.of("proto", "replay", "node", "trainer")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module + "/src/main"))) {
                for (Path file : files.filter(file -> file.toString().matches(".*\\.(java|js)"))
                        .toList()) {
                    program.append(Files.readString(file));
                }
            }
        }
        return program.toString().replaceAll(JOINT, "");
    }

    @Test
    void everyTextOfThePageIsOneOfTheProgram() throws IOException {
        String program = program();
        List<String> texts = texts();
        assertThat(texts).hasSizeGreaterThan(25);
        assertThat(texts.stream()
                        .flatMap(text -> Stream.of(text.split(VALUE)))
                        .map(String::strip)
                        .filter(part -> !program.contains(part)))
                .as("texts that the program does not print")
                .isEmpty();
    }
}
