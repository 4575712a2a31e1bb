package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of {@code docs} that is made from the program; {@code -Dlynceus.docs=write} writes it anew. */
final class GeneratedPage {
    static final Path ROOT = Path.of(System.getProperty("lynceus.root", ".."));

    private GeneratedPage() {}

    /** Fails if the page differs from what the program says now. */
    static void check(String name, String text) throws IOException {
        Path file = ROOT.resolve("docs").resolve(name);
        if ("write".equals(System.getProperty("lynceus.docs"))) {
            Files.writeString(file, text);
        }
        assertThat(file)
                .as("the page is old: run this test with -Dlynceus.docs=write")
                .exists()
                .hasContent(text);
    }
}
