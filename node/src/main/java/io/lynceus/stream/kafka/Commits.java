package io.lynceus.stream.kafka;

import java.util.Map;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Counts the commits of a task. It is a store that holds nothing: Kafka Streams flushes its stores at a commit, then waits until
 * the broker has all that was sent before. So when the next record sees a new count, all results before it are published.
 *
 * <p>Thread safety: one stream thread.
 */
final class Commits implements StateStore {
    static final String NAME = "commits";

    private long count;
    private boolean open;

    /** Makes the store of a task. */
    static StoreBuilder<Commits> builder() {
        return new Builder();
    }

    /** Returns how many commits have begun. */
    long count() {
        return count;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void flush() {
        count++;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    private static final class Builder implements StoreBuilder<Commits> {
        @Override
        public StoreBuilder<Commits> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<Commits> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<Commits> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<Commits> withLoggingDisabled() {
            return this;
        }

        @Override
        public Commits build() {
            return new Commits();
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }

        @Override
        public String name() {
            return NAME;
        }
    }
}
