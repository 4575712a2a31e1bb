package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.stream.kafka.ChildProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that loses the folder of its data. */
class BrokerFolderTest {
    private static final Pattern ADDRESS = Pattern.compile("broker on (127\\.0\\.0\\.1:\\d+)");

    @TempDir
    private Path folder;

    @Test
    void itEndsInOneSentenceWithTheRemedyAndNoTraceOfAnyCall() throws Exception {
        Path data = folder.resolve("data");
        try (ChildProcess broker = new ChildProcess(
                folder.resolve("log"), Lynceus.class.getName(), "broker", "--port", "0", "--data", data.toString())) {
            Matcher address = ADDRESS.matcher(broker.log());
            while (!address.find()) {
                assertThat(broker.isAlive()).as(broker.log()).isTrue();
                Thread.sleep(100);
                address = ADDRESS.matcher(broker.log());
            }
            Files.move(data, folder.resolve("elsewhere"));
            Files.writeString(data, "a file where the folder was");
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", address.group(1)))) {
                var unused = admin.createTopics(List.of(new NewTopic("t", Optional.of(1), Optional.empty())));
                assertThat(broker.exitCode()).as(broker.log()).isEqualTo(1);
            }
            assertThat(broker.log())
                    .contains("lynceus: the embedded broker has stopped: the folder " + data
                            + " cannot be written; make it writable, or give another one")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aFolderThatCannotBeIsNamedWithTheRemedyAndNotCalledAPort() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        CommandRun run = CommandRun.of("broker", "--port", "0", "--data", file + "/data");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("the folder " + file + "/data cannot be written; make it writable, or give another one")
                .doesNotContain("choose another port")
                .hasLineCount(1);
    }
}
