package io.lynceus.stream.kafka;

import io.lynceus.broker.TestBroker;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract on the embedded broker. */
class EmbeddedNodeTest extends NodeContract {
    @RegisterExtension
    private static final TestBroker BROKER = new TestBroker();

    @Override
    String bootstrap() {
        return BROKER.bootstrap();
    }
}
