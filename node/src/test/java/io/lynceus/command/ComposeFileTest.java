package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.rig.RigConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** The compose file is YAML, and what it starts are commands that exist, with flags that exist. */
class ComposeFileTest {
    @Test
    void everyServiceOfOursRunsACommandThatParses() throws IOException {
        Path root = Path.of(System.getProperty("lynceus.root", ".."));
        Map<?, ?> compose = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(root.resolve("docker-compose.yml")));
        Map<?, ?> services = (Map<?, ?>) compose.get("services");
        assertThat(services.keySet().stream().map(String::valueOf))
                .contains("kafka", "street", "node", "node-gpu", "prometheus", "grafana");
        services.forEach((name, service) -> {
            Object command = ((Map<?, ?>) service).get("command");
            if (command == null) {
                command = ((Map<?, ?>) compose.get("x-node")).get("command");
            }
            if (!List.of("kafka", "prometheus", "grafana").contains(String.valueOf(name))) {
                String[] arguments =
                        ((List<?>) command).stream().map(String::valueOf).toArray(String[]::new);
                CommandLine.ParseResult parsed = Lynceus.commandLine().parseArgs(arguments);
                assertThat(parsed.hasSubcommand()).as(String.valueOf(name)).isTrue();
            }
            List<?> volumes = (List<?>) ((Map<?, ?>) service).get("volumes");
            if (volumes != null) {
                volumes.forEach(
                        volume -> assertThat(root.resolve(String.valueOf(volume).split(":")[0]))
                                .exists());
            }
        });
    }

    @Test
    void commandsOnThisMachineFindTheBrokerWhereTheyLookForIt() throws Exception {
        Path root = Path.of(System.getProperty("lynceus.root", ".."));
        Map<?, ?> compose = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(root.resolve("docker-compose.yml")));
        Map<?, ?> kafka = (Map<?, ?>) ((Map<?, ?>) compose.get("services")).get("kafka");
        Map<?, ?> environment = (Map<?, ?>) kafka.get("environment");
        String[] port = String.valueOf(((List<?>) kafka.get("ports")).get(0)).split(":");
        assertThat(port[0]).as("this machine alone").isEqualTo("127.0.0.1");
        assertThat(String.valueOf(environment.get("KAFKA_ADVERTISED_LISTENERS")))
                .contains("HOST://localhost:" + port[1]);
        assertThat(String.valueOf(environment.get("KAFKA_LISTENERS"))).contains("HOST://:" + port[2]);
        assertThat(RigConfig.DEFAULTS.kafka()).containsEntry("bootstrap.servers", "localhost:" + port[1]);
    }
}
