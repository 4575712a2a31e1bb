package io.lynceus.bench;

import io.lynceus.process.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Live pages as their server sees them: connections that ask for a rig's updates. All but the last read what comes; the last
 * never does, like a browser that hangs.
 *
 * <p>Thread safety: one thread opens and closes; a daemon thread reads for each page.
 */
public final class OpenPages implements AutoCloseable {
    private static final int SMALL_WINDOW = 4096;
    private static final int CHUNK = 1 << 16;

    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicLong read = new AtomicLong();

    /**
     * Opens the pages.
     *
     * @param count 2 or more
     */
    public OpenPages(int port, String rig, int count) throws IOException {
        for (int page = 0; page < count; page++) {
            boolean hangs = page == count - 1;
            Socket socket = new Socket();
            sockets.add(socket);
            if (hangs) {
                socket.setReceiveBufferSize(SMALL_WINDOW);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String request = "GET /api/live?rig=" + rig + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            if (!hangs) {
                DaemonThreads.of("page-" + page, () -> read(socket)).start();
            }
        }
    }

    private void read(Socket socket) {
        byte[] chunk = new byte[CHUNK];
        try (InputStream updates = socket.getInputStream()) {
            for (int bytes = updates.read(chunk); bytes >= 0; bytes = updates.read(chunk)) {
                read.addAndGet(bytes);
            }
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new IllegalStateException("a page lost its server: " + e.getMessage(), e);
            }
        }
    }

    /** Returns the number of bytes that all pages together have read. */
    public long bytes() {
        return read.get();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
