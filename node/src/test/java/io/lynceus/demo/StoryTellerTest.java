package io.lynceus.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynceus.fault.LiveFaults;
import io.lynceus.street.StreetOptions;
import io.lynceus.street.StreetRecording;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StoryTellerTest {
    private static final long BEGAN = 5_000_000_000L;

    private final StreetRecording street = new StreetRecording(StreetOptions.defaults());
    private final LiveFaults faults = new LiveFaults(street.channels(), 1);
    private final StoryTeller teller = new StoryTeller(faults, new StreetWeather(street), faults.sensors());

    @AfterEach
    void close() {
        street.close();
    }

    private static long after(Duration time) {
        return BEGAN + time.toNanos();
    }

    @Test
    void everySceneOfTheStoryCanBePlayedInTheStreet() {
        teller.start(BEGAN);
        Set<String> captions = new HashSet<>();
        for (Story.Scene scene : Story.SCENES) {
            assertThat(teller.tell(after(scene.at()))).isTrue();
            assertThat(faults.faults()).isEqualTo(scene.faults());
            assertThat(street.weather()).hasToString(scene.weather());
            assertThat(teller.scene()).endsWith(scene.caption());
            captions.add(teller.scene());
            assertThat(teller.tell(after(scene.at().plusMillis(1))))
                    .as("nothing changes before the next scene")
                    .isFalse();
        }
        assertThat(captions).hasSize(Story.SCENES.size());
        assertThat(teller.tell(after(Story.LENGTH))).isTrue();
        assertThat(teller.scene()).isEmpty();
        assertThat(faults.faults()).as("all is well at the end").isEmpty();
    }

    @Test
    void aStoryThatIsEndedLeavesTheSensorsAsTheyAre() {
        teller.start(BEGAN);
        teller.tell(after(Story.SCENES.get(1).at()));
        teller.stop();
        assertThat(teller.tell(after(Story.SCENES.get(2).at()))).isFalse();
        assertThat(faults.faults()).isEqualTo(Map.of("rgb", "drop"));
        assertThat(teller.scene()).isEmpty();
        teller.start(BEGAN);
        teller.tell(BEGAN);
        assertThat(faults.faults()).as("it begins again from its beginning").isEmpty();
    }
}
