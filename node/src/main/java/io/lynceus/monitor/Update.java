package io.lynceus.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One set as the page shows it. Times in milliseconds, mIoU as fractions, NaN where unknown.
 *
 * @param stampMs capture time of the set
 * @param complete true if every configured sensor is in it
 * @param masksPerSecond over the last seconds
 * @param noMask why there is no mask; empty if there is one
 * @param unfit why the policy calls the mask unfit; empty if it does not
 * @param mask class ids; null where no sensor could be used
 * @param confidence largest class probability x 255
 * @param label true class ids, as large as the mask, 255 where nobody knows; null where there is no label
 * @param latencyMs by stage; endToEnd is from capture to this page's server
 * @param timeline a number that changes with the timeline
 * @param sets by outcome, where the node is in this process
 * @param player null if no player takes commands for this rig
 */
@JsonInclude(Include.ALWAYS)
record Update(
        String rig,
        long stampMs,
        boolean complete,
        String model,
        List<ShownSensor> sensors,
        double masksPerSecond,
        String noMask,
        String unfit,
        @Nullable Picture mask,
        @Nullable Picture confidence,
        @Nullable Picture label,
        Map<String, Double> latencyMs,
        double expectedMiou,
        double fullMiou,
        long timeline,
        Map<String, Long> sets,
        @Nullable ShownPlayer player) {
    /**
     * @param state in words
     * @param ageMs since its last frame in a set was captured; null before the first
     * @param skewMs its frame's stamp minus the set's; null if it is not in the set
     * @param rateHz frames in sets a second
     * @param routing weight at each pyramid level, finest first
     * @param quality how much the network believes its frame, in 0..1; null if the model does not say
     * @param picture base64 JPEG; null where it has not changed
     */
    record ShownSensor(
            String name,
            String modality,
            String state,
            String reason,
            boolean used,
            @Nullable Double ageMs,
            @Nullable Double skewMs,
            double rateHz,
            List<Float> routing,
            @Nullable Float quality,
            @Nullable String picture) {}

    /** @param data base64 of the bytes: a zlib stream of height x width bytes, or a PNG */
    record Picture(int width, int height, boolean png, String data) {}

    /**
     * @param faults of each sensor, as they were requested
     * @param weathers that may be chosen
     * @param refusal of the last command; empty if it was taken
     * @param story true if it can tell a story
     * @param scene of the story that is told; empty if none is
     */
    record ShownPlayer(
            Map<String, String> faults,
            String weather,
            List<String> weathers,
            String refusal,
            boolean story,
            String scene) {}
}
