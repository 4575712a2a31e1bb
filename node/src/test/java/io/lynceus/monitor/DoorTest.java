package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynceus.foxglove.Handshake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who may see the page: requests written by hand, since clients do not let one choose the Host header. */
class DoorTest {
    private static final String TOKEN = "0123456789abcdef";

    @Test
    void onLoopbackOnlyLoopbacksOwnNamesAreAnswered() throws Exception {
        try (Monitor monitor = Monitor.start("127.0.0.1", 0, Optional.empty())) {
            assertThat(status(monitor, "GET / HTTP/1.1\r\nHost: localhost:1\r\n"))
                    .isEqualTo(200);
            assertThat(status(monitor, "GET / HTTP/1.1\r\nHost: evil.example\r\n"))
                    .isEqualTo(403);
            assertThat(status(monitor, "GET /livez HTTP/1.1\r\nHost: node-7.cluster\r\n"))
                    .isEqualTo(200);
        }
    }

    @Test
    void elsewhereATokenIsNeededForThePageButNotForProbes() throws Exception {
        try (Monitor monitor = Monitor.start("0.0.0.0", 0, Optional.of(TOKEN))) {
            assertThat(status(monitor, "GET / HTTP/1.1\r\nHost: a\r\n")).isEqualTo(403);
            assertThat(status(monitor, "GET /?token=0123456789abcdeX HTTP/1.1\r\nHost: a\r\n"))
                    .isEqualTo(403);
            assertThat(status(monitor, "GET /?token=" + TOKEN + " HTTP/1.1\r\nHost: a\r\n"))
                    .isEqualTo(200);
            assertThat(status(monitor, "GET / HTTP/1.1\r\nHost: a\r\nCookie: x=1; lynceus-token=" + TOKEN + "\r\n"))
                    .isEqualTo(200);
            assertThat(status(monitor, "GET /metrics HTTP/1.1\r\nHost: a\r\n")).isEqualTo(200);
        }
        try (Monitor monitor = Monitor.start("0.0.0.0", 0, Optional.empty())) {
            assertThat(status(monitor, "GET / HTTP/1.1\r\nHost: localhost\r\n")).isEqualTo(403);
            assertThat(status(monitor, "GET /?token= HTTP/1.1\r\nHost: localhost\r\n"))
                    .isEqualTo(403);
        }
    }

    @Test
    void viewersPassTheSameDoorButAForeignPageDoesNotAndACookieIsNotEnough() {
        AccessRule here = AccessRule.at(InetAddress.getLoopbackAddress(), Optional.empty());
        assertThat(here.refusal(new Handshake("/", "localhost:8765", ""))).isEmpty();
        assertThat(here.refusal(new Handshake("/", "evil.example", "")))
                .hasValueSatisfying(why -> assertThat(why).contains("localhost only"));
        assertThat(here.refusal(new Handshake("/", "localhost:8765", "https://evil.example")))
                .hasValueSatisfying(why -> assertThat(why).contains("--token"));
        AccessRule locked = AccessRule.at(InetAddress.getLoopbackAddress(), Optional.of(TOKEN));
        assertThat(locked.refusal(new Handshake("/?token=" + TOKEN, "robot", "https://any.example")))
                .isEmpty();
        assertThat(locked.refusal(new Handshake("/", "localhost", ""))).isPresent();
        assertThat(locked.refusal(new Handshake("/?token=0123456789abcdeX", "localhost", "")))
                .isPresent();
    }

    @Test
    void aShortTokenIsRefused() {
        assertThatThrownBy(() -> AccessRule.at(InetAddress.getLoopbackAddress(), Optional.of("short")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("5 characters")
                .hasMessageContaining("16");
    }

    private static int status(Monitor monitor, String head) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), monitor.port());
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write((head + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            return Integer.parseInt(reader.readLine().split(" ")[1]);
        }
    }
}
