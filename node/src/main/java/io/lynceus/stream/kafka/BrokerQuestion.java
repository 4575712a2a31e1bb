package io.lynceus.stream.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/** Asks whether a broker answers. While the broker is gone, Kafka Streams keeps trying and reports its state as running. */
final class BrokerQuestion implements Watch.Question {
    private static final int ANSWER_MILLIS = 1000;
    private static final int RECONNECT_MILLIS = 500;

    private final Admin admin;

    /** @param properties of an admin client */
    BrokerQuestion(Map<String, Object> properties) {
        Map<String, Object> eager = new HashMap<>(properties);
        eager.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        admin = Admin.create(eager);
    }

    @Override
    public String whom() {
        return "the broker";
    }

    @Override
    public String remedy() {
        return "is the broker of bootstrap.servers up?";
    }

    @Override
    public void ask() throws Exception {
        admin.describeCluster(new DescribeClusterOptions().timeoutMs(ANSWER_MILLIS))
                .nodes()
                .get();
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
