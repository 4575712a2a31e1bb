package io.lynceus.command.doctor;

import io.lynceus.rig.RigConfig;
import io.lynceus.stream.kafka.Remedies;
import io.lynceus.stream.kafka.StateTopic;
import io.lynceus.wire.Topics;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the broker for the rights that a node needs, with the same user as the node. Nothing is written. */
final class RightsCheck {
    private final RigConfig config;
    private final String application;
    private final Findings findings;

    RightsCheck(RigConfig config, String application, Findings findings) {
        this.config = config;
        this.application = application;
        this.findings = findings;
    }

    /**
     * Reports every right that is missing, and how it is granted.
     *
     * @return whether nothing is missing
     */
    boolean check(Admin admin) throws InterruptedException {
        List<String> missing = new ArrayList<>();
        Map<String, Set<AclOperation>> needed = needed();
        Map<String, TopicDescription> topics = describe(admin, needed.keySet(), missing);
        needed.forEach((topic, rights) -> {
            TopicDescription description = topics.get(topic);
            Set<AclOperation> allowed = description == null ? null : description.authorizedOperations();
            if (allowed != null) {
                rights.stream()
                        .filter(right -> !allowed.contains(right))
                        .forEach(right -> missing.add(right + " on topic " + topic));
            }
        });
        checkGroup(admin, missing);
        for (String right : missing) {
            findings.fail(
                    "rights",
                    "this user lacks " + right,
                    "grant it: kafka-acls --add --allow-principal User:NAME --operation "
                            + right.replace(" on ", " --"));
        }
        if (missing.isEmpty()) {
            findings.ok("rights", "to read sensors, to write results, and to use group " + application);
        }
        return missing.isEmpty();
    }

    /** Returns the rights by topic. The group's state topic counts if it is there; the node makes it otherwise. */
    private Map<String, Set<AclOperation>> needed() {
        Map<String, Set<AclOperation>> needed = new LinkedHashMap<>();
        config.sensors().forEach(sensor -> needed.put(sensor.topic(), EnumSet.of(AclOperation.READ)));
        List<String> results = new ArrayList<>(List.of(
                config.output().masks(),
                config.output().health(),
                config.output().deadLetters(),
                Topics.STATUS));
        if (config.output().diagnostics() != null) {
            results.add(config.output().diagnostics());
        }
        if (config.output().pictures() != null) {
            results.add(config.output().pictures());
        }
        results.forEach(topic -> needed.put(topic, EnumSet.of(AclOperation.WRITE)));
        List.of(Topics.CALIBRATION, Topics.TRANSFORMS)
                .forEach(topic -> needed.put(topic, EnumSet.of(AclOperation.READ)));
        needed.put(new StateTopic(config, application).name(), EnumSet.of(AclOperation.READ, AclOperation.WRITE));
        return needed;
    }

    private static Map<String, TopicDescription> describe(Admin admin, Set<String> topics, List<String> missing)
            throws InterruptedException {
        Map<String, TopicDescription> described = new LinkedHashMap<>();
        var futures = admin.describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        for (String topic : new TreeSet<>(topics)) {
            try {
                described.put(topic, Objects.requireNonNull(futures.get(topic)).get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    missing.add(AclOperation.DESCRIBE + " on topic " + topic);
                } else if (!(e.getCause()
                        instanceof UnknownTopicOrPartitionException)) { // others say what is not there
                    throw new IllegalStateException("could not describe topic " + topic + ": " + Remedies.of(e), e);
                }
            }
        }
        return described;
    }

    /** The offsets of a group can be asked for before it exists. */
    private void checkGroup(Admin admin, List<String> missing) throws InterruptedException {
        try {
            admin.listConsumerGroupOffsets(application)
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof AuthorizationException)) {
                throw new IllegalStateException("could not ask for group " + application + ": " + Remedies.of(e), e);
            }
            missing.add(AclOperation.READ + " on group " + application);
        }
    }
}
