package io.lynceus.foxglove;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * What a client says when it connects; empty where it says nothing.
 *
 * @param resource path and query that it asks for
 * @param host under which name it knows this server
 * @param origin page that it is a part of; browsers send it and others usually do not
 */
public record Handshake(String resource, String host, String origin) {
    private static final String FOXGLOVE_APP = "app.foxglove.dev";
    /** The origin of desktop applications, which is no URI. Of an opaque one, "null", anything may be behind. */
    private static final String DESKTOP = "file://";

    /** Returns what follows the question mark of the resource. */
    public String query() {
        int mark = resource.indexOf('?');
        return mark < 0 ? "" : resource.substring(mark + 1);
    }

    /**
     * Returns true if no foreign web page can be behind it: it has no origin, is a desktop application, a page of this machine, or
     * Foxglove's own application in a browser. Browsers do not keep web pages from connecting anywhere; they only name them.
     */
    public boolean isOfAViewer() {
        if (origin.isEmpty() || origin.equals(DESKTOP)) {
            return true;
        }
        try {
            URI from = new URI(origin);
            String scheme = Optional.ofNullable(from.getScheme()).orElse("");
            String name = Optional.ofNullable(from.getHost()).orElse("").toLowerCase(Locale.ROOT);
            return name.equals("localhost")
                    || name.equals("127.0.0.1")
                    || name.equals("[::1]")
                    || (scheme.equals("https") && name.equals(FOXGLOVE_APP));
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
