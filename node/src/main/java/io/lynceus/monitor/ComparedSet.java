package io.lynceus.monitor;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One set with its mask, and a second one that was made without a sensor, as the page shows them side by side.
 *
 * @param stampMs capture time of the set
 * @param without the sensor that was left out
 * @param used the sensors of the second mask
 * @param mask of the set, with its confidence
 * @param second the other mask, with its confidence
 * @param label true class ids, as large as the masks; null where there is no label
 * @param expectedMiou of the set's mask; NaN where unknown
 * @param secondMiou of the second mask, expected; NaN where unknown
 */
@JsonInclude(Include.ALWAYS)
record ComparedSet(
        String rig,
        long stampMs,
        String without,
        List<String> used,
        Update.Picture mask,
        Update.@Nullable Picture confidence,
        Update.Picture second,
        Update.@Nullable Picture secondConfidence,
        Update.@Nullable Picture label,
        double expectedMiou,
        double secondMiou) {}
