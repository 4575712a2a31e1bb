package io.lynceus.demo;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The scripted drive that a newcomer watches: what fails when, and what to look at. Pure. */
final class Story {
    /**
     * What is so from a time on, until the next scene.
     *
     * @param at since the story began
     * @param caption for the page
     * @param weather of the street
     * @param faults by sensor; all others are well
     */
    record Scene(Duration at, String caption, String weather, Map<String, String> faults) {}

    static final List<Scene> SCENES = List.of(
            scene(
                    0,
                    "All sensors work. The mask has the legend's colours; the camera gives most of it.",
                    "cloud",
                    Map.of()),
            scene(
                    10,
                    "The camera dies. Masks go on from depth, LiDAR and events, and the expected mIoU tells what that costs.",
                    "cloud",
                    Map.of("rgb", "drop")),
            scene(
                    20,
                    "Night falls while the camera is dead. The other three sensors do not need light.",
                    "night",
                    Map.of("rgb", "drop")),
            scene(
                    30,
                    "The camera is mended, but sees little in the dark: look at its routing weight and quality.",
                    "night",
                    Map.of()),
            scene(
                    40,
                    "By day the LiDAR freezes: it sends the same scan again and again. The node notices that and leaves it out.",
                    "sun",
                    Map.of("lidar", "freeze")),
            scene(
                    50,
                    "Fog, a black camera and a dead LiDAR at once: two sensors are left, and the mask is as good as they are.",
                    "fog",
                    Map.of("rgb", "black", "lidar", "drop")),
            scene(60, "All is mended. Three good frames, and each sensor is trusted again.", "cloud", Map.of()));

    /** The story is over after that time; its last scene stays as it is. */
    static final Duration LENGTH = Duration.ofSeconds(70);

    private Story() {}

    private static Scene scene(int second, String caption, String weather, Map<String, String> faults) {
        return new Scene(Duration.ofSeconds(second), caption, weather, faults);
    }
}
