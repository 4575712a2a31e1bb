package io.lynceus.stream.kafka;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** A task's store whose changelog is a list, so that a test can cut it off anywhere, as a kill does. */
final class LoggedStore {
    /** @param value null where the key was deleted */
    record Entry(String key, byte @Nullable [] value) {}

    private final List<Entry> changelog = new ArrayList<>();
    private final KeyValueStore<String, byte[]> store =
            WaitingFrameStore.builder().withLoggingDisabled().build();
    private final KeyValueStore<String, byte[]> recording = recording();

    /** Returns the store; call {@link #restore} when it is open. */
    KeyValueStore<String, byte[]> open() {
        return recording;
    }

    void restore(List<Entry> entries) {
        entries.forEach(entry -> {
            if (entry.value == null) {
                recording.delete(entry.key);
            } else {
                recording.put(entry.key, entry.value);
            }
        });
    }

    /** Returns all that was written so far. */
    List<Entry> changelog() {
        return List.copyOf(changelog);
    }

    @SuppressWarnings("unchecked")
    private KeyValueStore<String, byte[]> recording() {
        return (KeyValueStore<String, byte[]>) Proxy.newProxyInstance(
                KeyValueStore.class.getClassLoader(), new Class<?>[] {KeyValueStore.class}, (proxy, method, args) -> {
                    if (method.getName().equals("put")) {
                        changelog.add(new Entry((String) args[0], (byte[]) args[1]));
                    } else if (method.getName().equals("delete")) {
                        changelog.add(new Entry((String) args[0], null));
                    }
                    try {
                        return method.invoke(store, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
