package io.lynceus.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before a node is there; with one, see the stream's node contract. */
class MonitorTest {
    private Monitor monitor;

    @BeforeEach
    void start() {
        monitor = Monitor.start("127.0.0.1", 0);
    }

    @AfterEach
    void stop() {
        monitor.close();
    }

    @Test
    void aProcessWithoutNodeIsAliveButNeitherStartedNorReady() throws Exception {
        assertThat(send("GET", "/livez").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/startupz").statusCode()).isEqualTo(503);
        HttpResponse<String> ready = send("GET", "/readyz");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("\"ready\":false").contains("the node is starting");
    }

    @Test
    void thePageAnswersFromTheFirstSecondWithWhatIsWaitedFor() throws Exception {
        monitor.startUp().begin("broker", "an embedded broker starts");
        monitor.startUp().done("model", "street-nano on CPU");
        HttpResponse<String> page = send("GET", "/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
        assertThat(send("GET", "/monitor.js").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/api/start").body())
                .contains("\"open\":false")
                .contains("{\"name\":\"broker\",\"words\":\"an embedded broker starts\",\"done\":false}")
                .contains("{\"name\":\"model\",\"words\":\"street-nano on CPU\",\"done\":true}");
        assertThat(send("GET", "/api/rigs").statusCode()).isEqualTo(503);
        assertThat(send("POST", "/").statusCode()).isEqualTo(405);
    }

    @Test
    void onlyItsOwnPagesAreServedAndOnlyToReaders() throws Exception {
        assertThat(send("GET", "/readyz/more").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/elsewhere").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/readyz").statusCode()).isEqualTo(405);
        assertThat(send("HEAD", "/livez").body()).isEmpty();
    }

    @Test
    void requestsThatDoNotComeWholeAreGivenUp() throws Exception {
        List<Socket> halves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Socket socket = new Socket("127.0.0.1", monitor.port());
            socket.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(60_000);
            halves.add(socket);
        }
        assertThat(send("GET", "/livez").statusCode())
                .as("others are served meanwhile")
                .isEqualTo(200);
        for (Socket half : halves) {
            assertThat(isClosed(half))
                    .as("the server has closed it, and its thread is free")
                    .isTrue();
        }
    }

    private static boolean isClosed(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (SocketException e) {
            return true; // reset
        }
    }

    @Test
    void aTakenPortIsToldOfWithWhatToDo() {
        assertThatThrownBy(() -> Monitor.start("127.0.0.1", monitor.port()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(":" + monitor.port())
                .hasMessageContaining("--port");
    }

    private HttpResponse<String> send(String method, String path) throws Exception {
        URI page = URI.create("http://127.0.0.1:" + monitor.port() + path);
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(page)
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());
    }
}
