package io.lynceus.mcap;

import io.lynceus.mcap.file.McapChannel;
import io.lynceus.mcap.file.McapReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What stands on a topic of a file, played or not. */
public final class RecordedMessages {
    private RecordedMessages() {}

    /** The messages' bytes, by log time. */
    public static List<byte[]> on(String topic, Path file) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        try (McapReader reader = McapReader.open(file)) {
            Set<Integer> channels = reader.summary().channels.values().stream()
                    .filter(channel -> channel.topic().equals(topic))
                    .map(McapChannel::id)
                    .collect(Collectors.toSet());
            reader.messages(0, channels).forEachRemaining(message -> messages.add(message.data()));
        }
        return messages;
    }
}
