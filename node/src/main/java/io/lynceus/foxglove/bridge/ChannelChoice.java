package io.lynceus.foxglove.bridge;

import io.lynceus.foxglove.FoxgloveChannel;
import io.lynceus.raster.message.Ros2Calibrations;
import io.lynceus.wire.Topics;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Chooses channels by the user's wishes: those that are named, the calibrations of cameras beside them, and fixed transforms.
 * Immutable.
 */
final class ChannelChoice {
    private static final Set<String> CAMERAS = Set.of(Ros2Calibrations.CAMERA_INFO, "foxglove.CameraCalibration");
    private static final Set<String> FIXED = Set.of("/tf_static", Topics.TRANSFORMS, "/" + Topics.TRANSFORMS);
    private static final Set<String> LYNCEUS = Set.of(Topics.CALIBRATION, "/" + Topics.CALIBRATION);

    private final List<String> wishes;
    private final List<Pattern> patterns;

    ChannelChoice(List<String> wishes) {
        this.wishes = wishes;
        this.patterns = wishes.stream().map(ChannelChoice::pattern).toList();
    }

    private static Pattern pattern(String wish) {
        return Pattern.compile(
                List.of(wish.split("\\*", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** Returns the channel as a source; empty if nobody wishes it. */
    Optional<Source> of(FoxgloveChannel channel) {
        for (int rank = 0; rank < wishes.size(); rank++) {
            if (patterns.get(rank).matcher(channel.topic()).matches()
                    || (isCamera(channel) && isBeside(channel.topic(), wishes.get(rank)))) {
                return Optional.of(Source.of(channel, rank));
            }
        }
        return FIXED.contains(channel.topic()) || LYNCEUS.contains(channel.topic())
                ? Optional.of(Source.of(channel, 0))
                : Optional.empty();
    }

    static boolean isCamera(FoxgloveChannel channel) {
        return CAMERAS.contains(channel.schemaName());
    }

    /** Returns true if a calibration's topic lies in the folder of a wish, or above it: /front/camera_info and /front/image/raw. */
    private static boolean isBeside(String calibration, String wish) {
        int end = calibration.lastIndexOf('/');
        return end > 0 && wish.startsWith(calibration.substring(0, end + 1));
    }
}
