package io.lynceus.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskPolicyTest {
    private static final String RIG =
            """
            rigs: [a]
            sensors:
              - {name: rgb, modality: rgb, topic: rgb, rate: 10}
              - {name: lidar, modality: lidar, topic: lidar, rate: 10, frame: top}
              - {name: sonar, modality: sonar, topic: sonar, rate: 10, use: watch}
            """;

    @TempDir
    private Path folder;

    private RigConfig read(String policy) throws IOException {
        return RigConfig.read(Files.writeString(folder.resolve("rig.yaml"), RIG + policy));
    }

    @Test
    void withoutAPolicyEveryMaskIsFit() throws IOException {
        assertThat(read("").policy().unfit(List.of(), Double.NaN)).isEmpty();
    }

    @Test
    void oneOfTheRequiredSetsMustBeWhollyInTheMask() throws IOException {
        MaskPolicy policy = read("policy: {require: [[lidar], [rgb]]}\n").policy();
        assertThat(policy.unfit(List.of("rgb"), 0.1)).isEmpty();
        assertThat(policy.unfit(List.of(), 0.1))
                .hasValueSatisfying(reason -> assertThat(reason).contains("[lidar] or [rgb]"));
    }

    @Test
    void theExpectedQualityHasAFloorAndAnUnknownOneIsBelowIt() throws IOException {
        MaskPolicy policy = read("policy: {expectedMiou: 0.4}\n").policy();
        assertThat(policy.unfit(List.of("rgb"), 0.4)).isEmpty();
        assertThat(policy.unfit(List.of("rgb"), 0.34))
                .hasValueSatisfying(reason -> assertThat(reason).contains("is 0.340", "requires 0.40"));
        assertThat(policy.unfit(List.of("rgb"), Double.NaN)).isPresent();
    }

    @Test
    void aPolicyThatNoMaskCouldMeetIsRefusedWithTheSensorsThatThereAre() {
        assertThatThrownBy(() -> read("policy: {require: [[radar]]}\n"))
                .hasMessageContainingAll("radar", "rgb", "lidar");
        assertThatThrownBy(() -> read("policy: {require: [[sonar]]}\n"))
                .as("a watched sensor is in no mask")
                .hasMessageContaining("sonar");
        assertThatThrownBy(() -> read("policy: {expectedMiou: 40}\n")).hasMessageContainingAll("40", "0 to 1");
    }

    @Test
    void aSensorCannotBeRequiredAndOnlyWatched() {
        assertThatThrownBy(() -> RigConfig.read(Files.writeString(
                        folder.resolve("both.yaml"), RIG.replace("use: watch", "use: watch, required: true"))))
                .hasMessageContaining("use: watch");
    }
}
