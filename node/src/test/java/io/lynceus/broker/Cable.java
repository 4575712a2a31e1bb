package io.lynceus.broker;

import io.lynceus.process.DaemonThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A cable between clients and a broker, which can be cut: connections then stay open and carry nothing, as where a modem has lost its
 * network. Those that were open when it was cut are never mended; new ones are.
 *
 * <p>Threads: one accepts; two carry the bytes of each connection.
 */
public final class Cable implements AutoCloseable {
    private static final int BYTES = 1 << 16;

    private final ServerSocket server;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(DaemonThreads.named("cable"));
    private volatile int brokerPort;
    /** Raised by each cut; a connection carries bytes only while it is what it was at its start. */
    private volatile int cuts;

    private volatile boolean isCut;

    public Cable() throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Returns the address at which clients find the broker. */
    public String address() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    /** Begins to carry what comes to that broker. */
    public void connect(String bootstrap) {
        brokerPort = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        threads.execute(this::accept);
    }

    public void cut() {
        isCut = true;
        cuts++;
    }

    public void mend() {
        isCut = false;
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket client = server.accept();
                open.add(client);
                if (!isCut) {
                    Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
                    open.add(broker);
                    int since = cuts;
                    threads.execute(() -> carry(client, broker, since));
                    threads.execute(() -> carry(broker, client, since));
                }
            }
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void carry(Socket from, Socket to, int since) {
        byte[] bytes = new byte[BYTES];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                if (cuts == since) {
                    out.write(bytes, 0, n);
                    out.flush();
                }
            }
            if (cuts == since) {
                to.close();
            }
        } catch (IOException e) {
            close(from); // one side has ended
            if (cuts == since) {
                close(to);
            }
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        open.forEach(Cable::close);
        threads.shutdown();
    }
}
