package io.lynceus.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lynceus.proto.v1.ComparisonRequest;
import io.lynceus.rig.RigConfig;
import io.lynceus.wire.Topics;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes a page's wish for second masks, without a sensor, to the nodes of its rig.
 *
 * <p>Thread safety: any thread.
 */
final class ComparisonRequests {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** What a page sends. */
    record Request(@Nullable String rig, @Nullable String without) {}

    private final RigConfig config;
    private final LiveFeed feed;
    private final Outbox outbox;

    ComparisonRequests(RigConfig config, LiveFeed feed, Outbox outbox) {
        this.config = config;
        this.feed = feed;
        this.outbox = outbox;
    }

    /**
     * Sends a request on.
     *
     * @throws IllegalArgumentException if it is not a request, or there is no such rig or sensor, or no topic for it
     * @throws IllegalStateException if the broker does not take it
     */
    void ask(String json) {
        Request request = request(json);
        String rig = String.valueOf(request.rig());
        String without = String.valueOf(request.without());
        if (feed.rig(rig).isEmpty()) {
            throw new IllegalArgumentException("rig '" + rig + "' is not on this page, only " + feed.rigs());
        }
        if (!config.hasSensor(without) || !config.sensor(without).isSegmented()) {
            throw new IllegalArgumentException("sensor '" + without + "' takes no part in masks, only "
                    + config.sensors().stream()
                            .filter(RigConfig.Sensor::isSegmented)
                            .map(RigConfig.Sensor::name)
                            .toList());
        }
        if (!feed.hasComparisons()) {
            throw new IllegalArgumentException("there are no topics " + Topics.COMPARISON_REQUESTS + " and "
                    + Topics.COMPARISONS + "; create them, or start the node with --create-topics");
        }
        outbox.send(
                Topics.COMPARISON_REQUESTS,
                rig,
                ComparisonRequest.newBuilder().setRig(rig).setWithout(without).build());
    }

    /** Returns the sensors that masks can be compared without; none where nobody makes second masks. */
    List<String> sensors() {
        List<String> segmented = config.sensors().stream()
                .filter(RigConfig.Sensor::isSegmented)
                .map(RigConfig.Sensor::name)
                .toList();
        return feed.hasComparisons() && segmented.size() > 1 ? segmented : List.of();
    }

    private static Request request(String json) {
        try {
            Request request = JSON.readValue(json, Request.class);
            if (request != null) {
                return request;
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the request is not {rig, without}: " + e.getOriginalMessage(), e);
        }
        throw new IllegalArgumentException("the request is empty");
    }
}
