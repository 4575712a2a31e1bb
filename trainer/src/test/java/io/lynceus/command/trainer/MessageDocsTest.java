package io.lynceus.command.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import io.lynceus.proto.v1.Contribution;
import io.lynceus.proto.v1.DeadLetter;
import io.lynceus.proto.v1.Label;
import io.lynceus.proto.v1.NodeStatus;
import io.lynceus.proto.v1.ReasonCode;
import io.lynceus.proto.v1.Segmentation;
import io.lynceus.proto.v1.SensorHealth;
import io.lynceus.proto.v1.SensorState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/messages.md} says what the {@code .proto} files say; {@code -Dlynceus.docs=write} writes it anew. */
class MessageDocsTest {
    private static final Pattern TYPE = Pattern.compile("(message|enum) (\\w+) \\{");
    private static final Pattern FIELD =
            Pattern.compile("\\s+((?:optional |repeated )?[\\w.]+|map<[^>]+>) (\\w+) = (\\d+);");
    private static final Pattern VALUE = Pattern.compile("\\s+(\\w+) = (\\d+);");

    private static String page() throws IOException {
        StringBuilder page = new StringBuilder(
                """
                # Messages

                The messages of Lynceus, package `lynceus.v1`, on the topics that the README and `configuration.md` name. The files are in
                `proto/src/main/protobuf/lynceus/v1`; those of Foxglove, which sensors use, are described by
                [Foxglove](https://docs.foxglove.dev/docs/visualization/message-schemas/introduction). `MessageDocsTest` makes this page from
                the files and fails where the two differ.

                """);
        try (Stream<Path> files = Files.list(GeneratedPage.ROOT.resolve("proto/src/main/protobuf/lynceus/v1"))) {
            for (Path file : files.sorted().toList()) {
                add(Files.readAllLines(file), page);
            }
        }
        return page.toString().strip() + "\n\n" + elsewhere();
    }

    /** Returns the section that says how health is told in other vocabularies. */
    private static String elsewhere() throws IOException {
        try (InputStream section = MessageDocsTest.class.getResourceAsStream("/docs/health-elsewhere.md")) {
            return new String(section.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void add(List<String> lines, StringBuilder page) {
        List<String> comment = new ArrayList<>();
        for (String line : lines) {
            Matcher type = TYPE.matcher(line);
            Matcher field = FIELD.matcher(line);
            Matcher value = VALUE.matcher(line);
            if (line.strip().startsWith("//")) {
                comment.add(line.strip().substring(2).strip());
                continue;
            } else if (type.matches()) {
                page.append("## ").append(type.group(2)).append("\n\n");
                page.append(comment.isEmpty() ? "" : String.join(" ", comment) + "\n\n");
                page.append(
                        type.group(1).equals("enum")
                                ? "| value | number | meaning |\n|---|---|---|\n"
                                : "| field | type | number | meaning |\n|---|---|---|---|\n");
            } else if (value.matches()) {
                row(page, comment, "`" + value.group(1) + "`", value.group(2));
            } else if (field.matches()) {
                row(page, comment, "`" + field.group(2) + "`", "`" + field.group(1) + "`", field.group(3));
            } else if (line.equals("}")) {
                page.append('\n');
            }
            comment.clear();
        }
    }

    private static void row(StringBuilder page, List<String> comment, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" | ");
        page.append(String.join(" ", comment).replace("|", "\\|")).append(" |\n");
    }

    @Test
    void thePageSaysWhatTheFilesSay() throws IOException {
        GeneratedPage.check("messages.md", page());
    }

    @Test
    void everyStateAndReasonIsToldInTheOtherVocabulariesOnce() throws IOException {
        assertThat(codes(SensorState.getDescriptor())).containsExactlyElementsOf(firstCells("SENSOR_STATE_"));
        assertThat(codes(ReasonCode.getDescriptor())).containsExactlyElementsOf(firstCells("REASON_CODE_"));
    }

    private static List<String> codes(EnumDescriptor type) {
        return type.getValues().stream().map(EnumValueDescriptor::getName).toList();
    }

    /** Returns the codes of the tables' first columns, in the order of the lines. */
    private static List<String> firstCells(String prefix) throws IOException {
        return Pattern.compile("(?m)^\\| `(" + prefix + "\\w+)` \\|")
                .matcher(elsewhere())
                .results()
                .map(line -> line.group(1))
                .toList();
    }

    @Test
    void noMessageAndNoFieldIsLeftOut() throws IOException {
        for (Descriptor type : List.of(
                Segmentation.getDescriptor(),
                Contribution.getDescriptor(),
                SensorHealth.getDescriptor(),
                NodeStatus.getDescriptor(),
                DeadLetter.getDescriptor(),
                Label.getDescriptor())) {
            String section = page().split("## " + type.getName() + "\n", 2)[1].split("\n## ", 2)[0];
            assertThat(type.getFields())
                    .allSatisfy(field -> assertThat(section).contains("| `" + field.getName() + "` |"));
        }
    }
}
