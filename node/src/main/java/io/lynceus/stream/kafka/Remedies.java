package io.lynceus.stream.kafka;

import java.util.Optional;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;

/** Says of faults of Kafka what they mean for a node and what to do, in one sentence that names the topic or the setting. */
public final class Remedies {
    private static final String INVALID_PARTITIONS = "invalid partitions";

    private Remedies() {}

    /** Returns the sentence about a fault, or about what caused it; the fault's own message where there is no such sentence. */
    public static String of(Throwable fault) {
        return sentence(fault).orElse(String.valueOf(fault.getMessage()));
    }

    /** Returns the sentence about a fault, or about what caused it; empty if the fault is none that a user could mend. */
    public static Optional<String> sentence(Throwable fault) {
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            Optional<String> sentence = known(cause);
            if (sentence.isPresent()) {
                return sentence;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> known(Throwable fault) {
        String message = String.valueOf(fault.getMessage());
        if (fault instanceof TopicAuthorizationException denied) {
            return Optional.of("this user may not use the topics " + denied.unauthorizedTopics()
                    + "; grant READ on the sensors' topics and WRITE on those of masks, health, dead letters and"
                    + " status, as with kafka-acls --add");
        }
        if (fault instanceof GroupAuthorizationException denied) {
            return Optional.of("this user may not use the consumer group " + denied.groupId()
                    + "; grant READ on it, or choose another one with --application");
        }
        if (fault instanceof AuthorizationException) {
            return Optional.of(
                    "this user may not do what is needed: " + message + "; grant it, as with kafka-acls --add");
        }
        if (fault instanceof AuthenticationException) {
            return Optional.of("the broker refuses to know this client: " + message
                    + "; correct kafka.sasl.jaas.config, kafka.sasl.mechanism and kafka.security.protocol in the rig"
                    + " file, or the variables LYNCEUS_KAFKA_SASL_JAAS_CONFIG, …");
        }
        if (fault instanceof MissingSourceTopicException || fault instanceof UnknownTopicOrPartitionException) {
            return Optional.of("a topic of the rig file does not exist any more (" + message
                    + "); create it again, or start with --create-topics");
        }
        if (fault instanceof ConfigException) {
            return Optional.of("no client of Kafka can be made: " + message
                    + "; correct kafka: in the rig file, or the variables LYNCEUS_KAFKA_…, and look whether the names"
                    + " of the brokers are known on this network");
        }
        if (message.contains(INVALID_PARTITIONS)) {
            return Optional.of("the sensors' topics have another number of partitions than the group's state topic ("
                    + message.lines().findFirst().orElse("") + "); " + StateTopic.REMEDY);
        }
        if (fault instanceof TimeoutException) {
            return Optional.of("the broker did not answer in time: " + message
                    + "; is the broker of kafka.bootstrap.servers up, and is kafka.security.protocol that of its"
                    + " listener? A secured listener does not answer a plaintext client");
        }
        return Optional.empty();
    }
}
