package io.lynceus.foxglove;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lynceus.settings.Json;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Writes the protocol's texts. Stateless. */
public final class Operations {
    /** What both sides speak; the newer name first, because bridges of 3.x know no other. */
    public static final List<String> SUBPROTOCOLS = List.of("foxglove.sdk.v1", "foxglove.websocket.v1");

    private static final int ERROR_LEVEL = 2;

    private Operations() {}

    /** Writes what a server says of itself; a new session makes clients forget the channels of an earlier one. */
    public static String serverInfo(String name, String session) {
        ObjectNode info = Json.object().put("op", "serverInfo").put("name", name);
        info.putArray("capabilities");
        info.putArray("supportedEncodings");
        return Json.text(info.put("sessionId", session));
    }

    /** Writes the offer of channels by id, of a server or of a client. */
    public static String advertise(Map<Long, FoxgloveChannel> channels) {
        ObjectNode offer = Json.object().put("op", "advertise");
        ArrayNode entries = offer.putArray("channels");
        channels.forEach((id, channel) -> entries.add(channel.entry(id)));
        return Json.text(offer);
    }

    /** Writes the end of a server's channels. */
    public static String unadvertise(Collection<Long> channels) {
        ObjectNode end = Json.object().put("op", "unadvertise");
        channels.forEach(end.putArray("channelIds")::add);
        return Json.text(end);
    }

    /** Writes a complaint, which viewers show to their users. */
    public static String complaint(String words) {
        return Json.text(
                Json.object().put("op", "status").put("level", ERROR_LEVEL).put("message", words));
    }

    /** Writes a client's wish for channels; keys are the ids of the subscriptions. */
    public static String subscribe(Map<Long, Long> channels) {
        ObjectNode wish = Json.object().put("op", "subscribe");
        ArrayNode subscriptions = wish.putArray("subscriptions");
        channels.forEach((subscription, channel) ->
                subscriptions.addObject().put("id", subscription).put("channelId", channel));
        return Json.text(wish);
    }
}
