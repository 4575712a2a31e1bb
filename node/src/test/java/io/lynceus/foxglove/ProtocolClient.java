package io.lynceus.foxglove;

import com.fasterxml.jackson.databind.JsonNode;
import io.lynceus.npm.NpmScript;
import io.lynceus.settings.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The protocol's own client and server, which run in Node; where Node or the registry is missing, a test that asks is skipped. */
public final class ProtocolClient {
    private static final Path FOLDER = Path.of("node", "target", "foxglove-npm");
    private static final List<String> PACKAGES =
            List.of("@foxglove/ws-protocol@0.8.0", "ws@8.18.3", "protobufjs@7.5.4");
    private static final NpmScript CLIENT = new NpmScript("/foxglove/client.mjs", FOLDER, PACKAGES);
    private static final NpmScript SERVER = new NpmScript("/foxglove/server.mjs", FOLDER, PACKAGES);

    private ProtocolClient() {}

    /** What a client is told until it has so many messages of each channel; see {@code client.mjs}. */
    public static JsonNode told(String address, String subprotocol, int messages)
            throws IOException, InterruptedException {
        return Json.parse(CLIENT.run(90, address, subprotocol, Integer.toString(messages)));
    }

    /** Starts a server that sends messages by itself; see {@code server.mjs}. */
    public static Process serve(String... arguments) throws IOException, InterruptedException {
        return SERVER.start(arguments);
    }
}
