package io.lynceus.stream;

import io.lynceus.health.HealthSnapshot;
import java.util.List;
import java.util.SortedMap;

/**
 * What a rig's next owner goes on from, so that it decides as this one would: the state after everything that has settled, and
 * before anything that has not.
 *
 * @param health of the rig's sensors
 * @param qualities that the network gave to the frames of the last sets, at most two, by sensor, the older set first; they have not
 *     reached the health yet
 */
public record RigSnapshot(HealthSnapshot health, List<SortedMap<String, Float>> qualities) {}
