package io.lynceus.command.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a fleet takes, computed from what one set takes. */
class FleetPlanTest {
    private static final MeasuredSet SET =
            new MeasuredSet(Map.of("event", 4_000_000.0, "rgb", 3_000_000.0), 14_000, 0.05, 2, 256, 256);

    private static String printed(FleetPlan plan) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        plan.print(out);
        out.flush();
        return text.toString();
    }

    @Test
    void aThousandVehiclesSendSeventyGigabytesASecondUnlessTheNodesRide() {
        FleetPlan plan = new FleetPlan(Fleet.parse("1000 vehicles, 10 Hz, 1024x1024"), SET);
        assertThat(plan.frameBytesPerSecond()).isCloseTo(70e9, within(1.0));
        assertThat(plan.maskBytesPerSecond()).isCloseTo(140e6, within(1.0));
        assertThat(plan.brokers()).isEqualTo(700);
        assertThat(plan.brokersForMasks()).isEqualTo(2);
        assertThat(plan.secondsPerSet()).as("16 times the pixels of the model").isCloseTo(0.8, within(1e-9));
        assertThat(plan.nodes()).isEqualTo(11_429);
        assertThat(plan.partitions())
                .as("a partition without a vehicle serves nobody")
                .isEqualTo(1000);
        assertThat(printed(plan))
                .contains(
                        "7.00 MB a set (event 57 %, rgb 43 %)",
                        "500 times fewer bytes", "would need to be 11.4 times as fast");
    }

    @Test
    void oneSlowVehicleNeedsOneOfEach() {
        FleetPlan plan = new FleetPlan(Fleet.parse("1 vehicle, 2.5 Hz, 256 x 128"), SET);
        assertThat(plan.brokers()).isEqualTo(1);
        assertThat(plan.nodes()).isEqualTo(1);
        assertThat(plan.partitions()).isEqualTo(1);
        assertThat(plan.secondsPerSet()).as("the model's size is the smallest").isEqualTo(0.05);
        assertThat(printed(plan)).contains("busy for 13 % of the time");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "many vehicles, 10 Hz, 64x64",
                "1 vehicle, 10 Hz",
                "0 vehicles, 10 Hz, 64x64",
                "1 vehicle, 0 Hz, 64x64",
                "1 vehicle, 10 Hz, 100x64"
            })
    void aTextThatIsNoFleetIsRefusedWithWhatIsAllowed(String text) {
        assertThatThrownBy(() -> Fleet.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--plan")
                .hasMessageContaining("allowed is");
    }

    @Test
    void theDoctorMeasuresASetAndPlansWithoutARigFile() {
        StringWriter text = new StringWriter();
        int code = new CommandLine(new DoctorCommand())
                .setOut(new PrintWriter(text))
                .execute("--plan", "20 vehicles, 10 Hz, 64x64");
        assertThat(code).isZero();
        assertThat(text.toString())
                .contains("20 vehicles at 10.0 Hz, 64 x 64 pixels: 200 sets a second")
                .contains("rgb", "depth", "lidar", "event")
                .contains("let the node ride on the vehicle");
    }
}
