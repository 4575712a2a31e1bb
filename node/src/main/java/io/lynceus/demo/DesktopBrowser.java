package io.lynceus.demo;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a page in the desktop's browser if there is a desktop and the page answers. */
public final class DesktopBrowser {
    private static final Logger LOG = LoggerFactory.getLogger(DesktopBrowser.class);
    private static final int PATIENCE_MILLIS = 2000;

    /** Starts a program. */
    public interface Launcher {
        void start(List<String> words) throws IOException;
    }

    private final Map<String, String> environment;
    private final Launcher launcher;

    /** @param environment of the process; a desktop sets {@code DISPLAY} or {@code WAYLAND_DISPLAY} */
    public DesktopBrowser(Map<String, String> environment, Launcher launcher) {
        this.environment = environment;
        this.launcher = launcher;
    }

    public static DesktopBrowser ofDesktop() {
        return new DesktopBrowser(System.getenv(), words -> new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Opens the page; if that cannot be done, the log gives its address. */
    public void open(URI page) {
        if (!hasDesktop() || !answers(page)) {
            return;
        }
        try {
            launcher.start(List.of("xdg-open", page.toString()));
        } catch (IOException e) {
            LOG.info("No browser could be opened ({}); the page is {}", e.getMessage(), page);
        }
    }

    private boolean hasDesktop() {
        return !environment.getOrDefault("DISPLAY", "").isEmpty()
                || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
    }

    private static boolean answers(URI page) {
        try {
            HttpURLConnection connection = (HttpURLConnection) page.toURL().openConnection();
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            LOG.debug("{} does not answer", page, e);
            return false;
        }
    }
}
