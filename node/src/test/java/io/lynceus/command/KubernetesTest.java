package io.lynceus.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.monitor.Monitor;
import io.lynceus.rig.RigConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** The manifests for Kubernetes name flags, ports, paths and topics that a node really has. */
class KubernetesTest {
    private static final Path OPS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("ops/kubernetes");

    private final Yaml node = Yaml.of("base/node.yaml");
    private final Yaml container =
            node.at("spec", "template", "spec").items("containers").get(0);

    /** A place in a YAML document. */
    private record Yaml(Object value) {
        static Yaml of(String file) {
            try {
                return new Yaml(
                        new Load(LoadSettings.builder().build()).loadFromString(Files.readString(OPS.resolve(file))));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        Yaml at(String... keys) {
            Object place = value;
            for (String key : keys) {
                assertThat(place).as("%s of %s", key, value).isInstanceOf(Map.class);
                place = ((Map<?, ?>) place).get(key);
                assertThat(place).as("%s of %s", key, value).isNotNull();
            }
            return new Yaml(place);
        }

        boolean has(String key) {
            return ((Map<?, ?>) value).containsKey(key);
        }

        List<Yaml> items(String key) {
            return ((List<?>) at(key).value).stream().map(Yaml::new).toList();
        }

        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    private List<String> arguments() {
        return container.items("args").stream().map(Yaml::toString).toList();
    }

    private String argument(String flag) {
        return arguments().get(arguments().indexOf(flag) + 1);
    }

    @Test
    void theNodeTakesTheArguments() {
        assertThat(arguments().get(0)).isEqualTo("node");
        new CommandLine(new NodeCommand())
                .parseArgs(arguments().stream().skip(1).toArray(String[]::new));
    }

    @Test
    void thePortsOfContainerAndServiceAreTheNodes() {
        Yaml port = container.items("ports").get(0);
        assertThat(port.at("containerPort")).hasToString(argument("--port"));
        Yaml service = Yaml.of("base/service.yaml");
        assertThat(service.at("spec").items("ports").get(0).at("targetPort"))
                .hasToString(port.at("name").toString());
        assertThat(service.at("spec").items("ports").get(0).at("port")).hasToString(argument("--port"));
        assertThat(service.at("metadata", "name"))
                .hasToString(node.at("spec", "serviceName").toString());
        assertThat(argument("--bind")).as("probes come from outside").isEqualTo("0.0.0.0");
    }

    @Test
    void theMonitorAnswersWhereProbesAndPrometheusAsk() throws Exception {
        List<String> paths = new ArrayList<>();
        for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
            paths.add(container.at(probe, "httpGet", "path").toString());
            assertThat(container.at(probe, "httpGet", "port"))
                    .hasToString(container.items("ports").get(0).at("name").toString());
        }
        paths.add(Yaml.of("base/service.yaml")
                .at("metadata", "annotations", "prometheus.io/path")
                .toString());
        HttpClient client = HttpClient.newHttpClient();
        try (Monitor monitor = Monitor.start("127.0.0.1", 0)) {
            assertThat(answer(client, monitor, "/nowhere")).isEqualTo(404);
            for (String path : paths) {
                // A node that starts is not ready and says so, which is an answer too.
                assertThat(answer(client, monitor, path)).as(path).isIn(200, 503);
            }
        }
    }

    private static int answer(HttpClient client, Monitor monitor, String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + monitor.port() + path);
        return client.send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theRigFileIsMountedWhereTheNodeReadsItAndIsOne() throws IOException {
        RigConfig rig = RigConfig.read(OPS.resolve("base/rig.yaml"));
        assertThat(rig.sensors()).isNotEmpty();
        assertThat(argument("--rig")).isEqualTo(mount("rig") + "/rig.yaml");
        assertThat(argument("--state")).startsWith(mount("state") + "/");
        assertThat(Yaml.of("base/kustomization.yaml")
                        .items("configMapGenerator")
                        .get(0)
                        .items("files")
                        .get(0))
                .hasToString("rig.yaml");
    }

    private String mount(String volume) {
        return container.items("volumeMounts").stream()
                .filter(mount -> mount.at("name").toString().equals(volume))
                .findFirst()
                .orElseThrow()
                .at("mountPath")
                .toString();
    }

    @Test
    void theEnvironmentIsWhatTheNodeReads() {
        Set<String> names = new TreeSet<>();
        container.items("env").forEach(variable -> names.add(variable.at("name").toString()));
        assertThat(names).containsExactly("LYNCEUS_KAFKA_BOOTSTRAP_SERVERS", "LYNCEUS_TOKEN");
        String help = new CommandLine(new NodeCommand()).getUsageMessage();
        assertThat(help).contains("LYNCEUS_KAFKA_BOOTSTRAP_SERVERS").contains("LYNCEUS_TOKEN");
    }

    @Test
    void theAutoscalerAsksForTheNodesOwnGroupAndTopic() throws IOException {
        Yaml scaling = Yaml.of("autoscaled/scaling.yaml").at("spec");
        assertThat(scaling.at("scaleTargetRef", "name"))
                .hasToString(node.at("metadata", "name").toString());
        assertThat(scaling.at("scaleTargetRef", "kind"))
                .hasToString(node.at("kind").toString());
        Yaml lag = scaling.items("triggers").get(0).at("metadata");
        assertThat(lag.at("consumerGroup")).hasToString(argument("--application"));
        assertThat(RigConfig.read(OPS.resolve("base/rig.yaml")).sensors())
                .anyMatch(sensor -> sensor.topic().equals(lag.at("topic").toString()));
        assertThat(lag.at("bootstrapServers"))
                .hasToString(container.items("env").get(0).at("value").toString());
    }

    @Test
    void thePatchForGpusChangesTheNodeThatThereIs() {
        Yaml patch = Yaml.of("gpu/gpu.yaml");
        assertThat(patch.at("kind")).hasToString(node.at("kind").toString());
        assertThat(patch.at("metadata", "name"))
                .hasToString(node.at("metadata", "name").toString());
        Yaml patched = patch.at("spec", "template", "spec").items("containers").get(0);
        assertThat(patched.at("name")).hasToString(container.at("name").toString());
        assertThat(patched.at("resources", "limits", "nvidia.com/gpu")).hasToString("1");
    }

    @Test
    void everyFileThatAKustomizationNamesIsThereAndNoOtherIs() throws IOException {
        Set<Path> named = new TreeSet<>();
        try (Stream<Path> files = Files.walk(OPS)) {
            for (Path file :
                    files.filter(path -> path.endsWith("kustomization.yaml")).toList()) {
                named.add(file);
                Yaml kustomization = Yaml.of(OPS.relativize(file).toString());
                for (Yaml resource : kustomization.items("resources")) {
                    Path path = file.resolveSibling(resource.toString()).normalize();
                    assertThat(path).exists();
                    named.add(path);
                }
                if (kustomization.has("patches")) {
                    kustomization
                            .items("patches")
                            .forEach(patch -> named.add(
                                    file.resolveSibling(patch.at("path").toString())));
                }
                if (kustomization.has("configMapGenerator")) {
                    kustomization.items("configMapGenerator").forEach(map -> map.items("files")
                            .forEach(data -> named.add(file.resolveSibling(data.toString()))));
                }
            }
        }
        try (Stream<Path> files = Files.walk(OPS)) {
            assertThat(files.filter(Files::isRegularFile)).allMatch(named::contains);
        }
    }
}
