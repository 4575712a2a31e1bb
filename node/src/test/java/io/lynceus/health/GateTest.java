package io.lynceus.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tuple;

class GateTest {
    private static final Set<SensorState> TRUSTED = EnumSet.of(SensorState.OK, SensorState.DEGRADED);
    private static final Set<SensorState> AWAY = EnumSet.of(SensorState.SILENT, SensorState.RECOVERING);

    @Property
    void exactlyTheTrustedTakePartOneOfThemIsEnoughAndWithoutThemThoseThatWereAway(
            @ForAll SensorState rgb, @ForAll SensorState depth, @ForAll SensorState lidar) {
        Map<String, SensorState> states = new TreeMap<>(Map.of("rgb", rgb, "depth", depth, "lidar", lidar));
        List<String> trusted = of(states, TRUSTED);
        List<String> usable = trusted.isEmpty() ? of(states, AWAY) : trusted;
        var seen = Gate.admit(List.copyOf(states.keySet()), states::get, Map.of())
                .match(
                        admitted -> Tuple.of(admitted.sensors(), ""),
                        refused -> Tuple.of(List.<String>of(), refused.reason()));
        assertThat(seen.get1()).isEqualTo(usable);
        if (usable.isEmpty()) {
            assertThat(seen.get2()).contains("rgb is " + rgb.name().toLowerCase());
        }
    }

    private static List<String> of(Map<String, SensorState> states, Set<SensorState> allowed) {
        return states.keySet().stream()
                .filter(sensor -> allowed.contains(states.get(sensor)))
                .toList();
    }

    @Example
    void afterAPauseOfTheWholeRigTheFirstSetHasAMask() {
        Map<String, SensorState> states = Map.of("rgb", SensorState.SILENT, "depth", SensorState.RECOVERING);
        assertThat(Gate.admit(List.of("rgb", "depth"), states::get, Map.of())
                        .match(Admission.Admitted::sensors, refused -> List.of(refused.reason())))
                .containsExactly("rgb", "depth");
        assertThat(Gate.admit(List.of("rgb", "depth"), states::get, Map.of("rgb", "black", "depth", "empty"))
                        .match(admitted -> "admitted", Admission.AllRefused::reason))
                .isEqualTo("rgb's frame shows nothing (black), depth's frame shows nothing (empty)");
    }

    @Example
    void aFrameThatShowsNothingIsLeftOutOfItsOwnSetWhateverTheSensorsState() {
        List<String> sensors = List.of("rgb", "depth");
        assertThat(Gate.admit(sensors, sensor -> SensorState.OK, Map.of("rgb", "black"))
                        .match(Admission.Admitted::sensors, refused -> List.of(refused.reason())))
                .containsExactly("depth");
        assertThat(Gate.admit(sensors, sensor -> SensorState.OK, Map.of("rgb", "black", "depth", "empty"))
                        .match(admitted -> "admitted", Admission.AllRefused::reason))
                .isEqualTo("rgb's frame shows nothing (black), depth's frame shows nothing (empty)");
    }

    @Example
    void aSetWithoutAnyDecodedFrameIsRefused() {
        assertThat(Gate.admit(List.of(), sensor -> SensorState.OK, Map.of())
                        .match(admitted -> "admitted", Admission.AllRefused::reason))
                .isEqualTo("no frame of the set could be decoded");
    }
}
