package io.pythoflow.sim.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;

/** Stands between a client and a broker and can tear their connections. */
public final class CuttingProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int brokerPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesToBroker = new AtomicLong();
    private final AtomicInteger accepted = new AtomicInteger();
    private volatile boolean withholdsAnswers;

    public CuttingProxy(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("accept", this::acceptUntilClosed);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Bytes that clients have sent so far. */
    public long bytesToBroker() {
        return bytesToBroker.get();
    }

    /** Connections that clients have opened so far. */
    public int accepted() {
        return accepted.get();
    }

    /**
     * What the broker answers is lost from here to the next cut, so that what is sent is
     * unanswered.
     */
    public void withholdAnswers() {
        withholdsAnswers = true;
    }

    /** Tears what is connected now; new connections are accepted. */
    public void cut() {
        sockets.forEach(CuttingProxy::closeQuietly);
        sockets.clear();
        withholdsAnswers = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }

    private void acceptUntilClosed() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
                sockets.add(client);
                sockets.add(broker);
                accepted.incrementAndGet();
                start("to-broker", () -> pump(client, broker, this::count));
                start("to-client", () -> pump(broker, client, read -> !withholdsAnswers));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private boolean count(int bytes) {
        bytesToBroker.addAndGet(bytes);
        return true;
    }

    /**
     * @param passes told of so many bytes, says whether they go on
     */
    private static void pump(Socket from, Socket to, IntPredicate passes) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (passes.test(read)) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            // Cut, or one side is gone; the other goes too.
        } finally {
            closeQuietly(from);
            closeQuietly(to);
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, "proxy-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
