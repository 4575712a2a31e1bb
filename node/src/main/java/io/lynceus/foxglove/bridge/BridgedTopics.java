package io.lynceus.foxglove.bridge;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.KafkaSettings;
import io.lynceus.stream.kafka.TopicPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;

/**
 * Creates the topics that a bridge fills, each when its first record comes.
 *
 * <p>Thread safety: one thread.
 */
public final class BridgedTopics {
    private final RigConfig config;
    private final KafkaSettings kafka;
    private final boolean creates;
    private final Set<String> known = new HashSet<>();

    /** @param creates whether to create what is missing */
    public BridgedTopics(RigConfig config, KafkaSettings kafka, boolean creates) {
        this.config = config;
        this.kafka = kafka;
        this.creates = creates;
    }

    /** Creates a topic, and those that every rig needs, if they are missing and should be. */
    public void require(String topic) {
        if (!creates || known.contains(topic)) {
            return;
        }
        try (Admin admin = Admin.create(kafka.admin())) {
            new TopicPlan(config.withSensors(
                            List.of(new RigConfig.Sensor(topic, "any", topic, null, 1, null, false, null, null))))
                    .create(admin, 1);
            known.add(topic);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while topic " + topic + " was created", e);
        }
    }
}
