package io.lynceus.stream.kafka;

import io.lynceus.settings.Settings;
import io.lynceus.settings.SettingsException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Checks the properties that users give to Kafka's clients before one is made. A client takes an unknown property without a word, so
 * that a slip in {@code bootstrap.servers} would lead to another broker, and refuses a bad value with a stack trace.
 */
final class ClientProperties {
    private static final List<ConfigDef> CLIENTS = List.of(
            AdminClientConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            StreamsConfig.configDef());

    private static final Pattern PREFIX = Pattern.compile("^(((main|restore|global)\\.)?consumer|producer|admin)\\.");
    private static final String TOPIC = "topic."; // settings of topics, which the broker checks

    /** Plug-ins have properties of their own, so that only what looks like a slip of one of Kafka's is refused. */
    private static final int SLIPS = 3;

    private static final int LARGEST_PORT = 65_535;

    private ClientProperties() {}

    /**
     * Requires values that Kafka's clients will take.
     *
     * @throws SettingsException that names the property, what is wrong with it, and what to do
     */
    static void require(Map<String, String> given) {
        given.forEach((key, value) -> {
            if (!key.startsWith(TOPIC)) {
                String name = PREFIX.matcher(key).replaceFirst("");
                Optional<String> fault = fault(name, value);
                if (fault.isPresent()) {
                    // The value may be a secret; where Kafka refuses it, it is none, and is in the message.
                    throw new SettingsException("kafka." + key + ": " + fault.orElseThrow()
                            + "; correct it under kafka: in the rig file, or in the variable "
                            + KafkaSettings.variable(key));
                }
            }
        });
    }

    private static Optional<String> fault(String name, String value) {
        Set<String> known = new HashSet<>();
        for (ConfigDef client : CLIENTS) {
            known.addAll(client.names());
            ConfigDef.ConfigKey property = client.configKeys().get(name);
            try {
                if (property != null) {
                    Object parsed = ConfigDef.parseType(name, value, property.type);
                    if (property.validator != null) {
                        property.validator.ensureValid(name, parsed);
                    }
                }
            } catch (ConfigException e) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
        }
        if (name.equals(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            return addressFault(value);
        }
        String nearest = Settings.nearest(name, known);
        return known.contains(name) || Settings.editDistance(name, nearest) > SLIPS
                ? Optional.empty()
                : Optional.of("no client of Kafka has such a property; did you mean '" + nearest + "'?");
    }

    private static Optional<String> addressFault(String addresses) {
        for (String address : addresses.split(",", -1)) {
            Integer port = Utils.getPort(address.trim());
            if (Utils.getHost(address.trim()) == null || port == null || port < 1 || port > LARGEST_PORT) {
                return Optional.of("'" + address.trim() + "' is no address; write host:port, such as vehicle:9092");
            }
        }
        return Optional.empty();
    }
}
