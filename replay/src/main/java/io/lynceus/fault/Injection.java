package io.lynceus.fault;

import io.lynceus.dataset.Channel;
import io.lynceus.fault.content.Fault;
import io.lynceus.fault.content.PayloadKind;
import io.lynceus.play.Window;
import io.lynceus.wire.Modality;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fault of one sensor, for a while or always.
 *
 * @param text as the user wrote it
 */
record Injection(String text, Channel channel, Fault fault, Window window) {
    private static final Pattern FORM = Pattern.compile("([^:@()]+):([^@]+)(?:@(.*))?");
    private static final Pattern CALL = Pattern.compile("\\s*([a-z]+)\\s*(?:\\(([^()]*)\\))?\\s*");

    /**
     * Reads {@code sensor:fault}, {@code sensor:fault(arguments)} or {@code sensor:fault(arguments)@from..until}; it throws an
     * {@link IllegalArgumentException} that says what is wrong.
     */
    static Injection parse(String text, List<Channel> channels) {
        try {
            Matcher form = FORM.matcher(text.trim());
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "write sensor:fault(arguments)@from..until, such as lidar:jitter(2deg)@10s..20s or rgb:drop(p=0.1)");
            }
            Channel channel = channel(form.group(1).trim(), channels);
            Fault fault = fault(form.group(2), channel.modality());
            if (!fault.payloads().contains(PayloadKind.of(channel))) {
                throw new IllegalArgumentException("it is one of " + fault.payloads() + ", but sensor '"
                        + channel.sensor() + "' sends " + PayloadKind.of(channel));
            }
            Window window = form.group(3) == null ? Window.ALWAYS : Window.parse(form.group(3));
            return new Injection(text, channel, fault, window);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("fault '" + text + "': " + e.getMessage(), e);
        }
    }

    /** Reads {@code fault} or {@code fault(arguments)}. */
    static Fault fault(String text, Modality modality) {
        Matcher call = CALL.matcher(text);
        if (!call.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not written as fault or fault(arguments)");
        }
        return Catalogue.fault(call.group(1), call.group(2) == null ? "" : call.group(2), modality);
    }

    private static Channel channel(String sensor, List<Channel> channels) {
        return channels.stream()
                .filter(channel -> channel.sensor().equals(sensor))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the recording has no sensor '" + sensor + "', only "
                        + channels.stream().map(Channel::sensor).toList()));
    }
}
