package io.lynceus.broker;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs an embedded broker for tests. In a static field it serves all tests of the class, in an instance field each test has a
 * broker of its own. It starts before the class's own set-up methods.
 */
public final class TestBroker implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private @Nullable EmbeddedBroker broker;
    private boolean isShared;
    private final Map<String, String> settings;

    public TestBroker() {
        this(Map.of());
    }

    /** @param settings of the broker, in place of the usual ones */
    public TestBroker(Map<String, String> settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        isShared = true;
        broker = EmbeddedBroker.start(0, Optional.empty(), settings);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!isShared) {
            broker = EmbeddedBroker.start(0, Optional.empty(), settings);
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (!isShared) {
            stop();
        }
    }

    /** Returns {@code host:port} for {@code bootstrap.servers}. */
    public String bootstrap() {
        if (broker == null) {
            throw new IllegalStateException("the broker runs during tests only; register it with @RegisterExtension");
        }
        return broker.bootstrap();
    }

    private void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }
}
