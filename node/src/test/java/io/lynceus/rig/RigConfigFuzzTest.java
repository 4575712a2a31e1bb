package io.lynceus.rig;

import io.lynceus.fuzz.Fuzz;
import io.lynceus.settings.SettingsException;
import io.lynceus.stream.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in a rig file, reading it ends as a rig or in a sentence that names the file. */
class RigConfigFuzzTest {
    private static final Path CONFIGS =
            Path.of(System.getProperty("lynceus.root", "..")).resolve("configs");
    private static final String EVERYTHING =
            """
            rigs: [a, b]
            model: street-nano
            sync: {mode: complete, tolerance: 45ms, deadline: 150ms, maxAge: 1s, futureLimit: 1s}
            sensors:
              - {name: rgb, modality: rgb, topic: camera.front.image, rate: 10, format: ros2, offset: -3ms, required: true}
              - {name: lidar, modality: lidar, topic: lidar.top.points, rate: 10, frame: lidar_top}
            accelerator: {providers: [cpu], threads: 2, maxSets: 4, decodeThreads: 2}
            output: {masks: m, health: h, deadLetters: d, encoding: png, pictures: p, diagnostics: g}
            maxFrameBytes: 1000000
            kafka: {bootstrap.servers: 'localhost:9092', max.poll.records: 10}
            """;

    @TempDir
    private Path folder;

    @Test
    void aDamagedRigFileIsReadOrRefused() throws IOException {
        List<byte[]> seeds = List.of(
                Files.readAllBytes(CONFIGS.resolve("street.rig.yaml")),
                Files.readAllBytes(CONFIGS.resolve("kitti.rig.yaml")),
                EVERYTHING.getBytes(StandardCharsets.UTF_8));
        new Fuzz(getClass(), "rig", seeds, SettingsException.class).runInFile(folder.resolve("a.yaml"), file -> {
            RigConfig config = RigConfig.read(file);
            new KafkaSettings(config, Map.of()).producer();
            config.sensors().forEach(RigConfig.Sensor::measures);
        });
    }
}
