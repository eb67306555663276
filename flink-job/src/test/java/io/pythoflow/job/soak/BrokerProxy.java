package io.pythoflow.job.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between clients and a broker, tears their connections on demand and counts the messages
 * that the broker sends. Two daemon threads carry the bytes of each connection, one per direction;
 * the rest may be called from any thread.
 */
final class BrokerProxy implements AutoCloseable {

    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;

    private record Link(Socket client, Socket broker) {
        void tear() {
            closeQuietly(client);
            closeQuietly(broker);
        }
    }

    private final ServerSocket server;
    private final InetSocketAddress broker;
    private final AtomicLong delivered = new AtomicLong();

    /** Guarded by itself; whoever waits for a connection waits on it. */
    private final List<Link> links = new ArrayList<>();

    /** Listens on a free port of this machine. */
    BrokerProxy(String host, int port) {
        broker = new InetSocketAddress(host, port);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on a free port", e);
        }
        start("accept", this::acceptUntilClosed);
    }

    /** Where clients connect instead of the broker. */
    String url() {
        return "mqtt://localhost:" + server.getLocalPort();
    }

    /** Messages that the broker has sent to clients so far. */
    long delivered() {
        return delivered.get();
    }

    /** Waits until so many clients are connected; false if they were not in time. */
    boolean awaitClients(int count, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (links) {
            while (links.size() < count) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return false;
                }
                TimeUnit.NANOSECONDS.timedWait(links, Math.max(left, 1_000_000));
            }
            return true;
        }
    }

    /** Tears what is connected now, and says how many clients that were; new ones may come. */
    int cut() {
        List<Link> torn;
        synchronized (links) {
            torn = List.copyOf(links);
            links.clear();
        }
        torn.forEach(Link::tear);
        return torn.size();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close the proxy's port", e);
        }
        cut();
    }

    private void acceptUntilClosed() {
        while (!server.isClosed()) {
            try {
                link(server.accept());
            } catch (IOException e) {
                // Closed, or the client has gone before it was taken.
            }
        }
    }

    private void link(Socket client) {
        Socket upstream = new Socket();
        try {
            upstream.connect(broker, CONNECT_TIMEOUT_MILLIS);
            upstream.setTcpNoDelay(true);
            client.setTcpNoDelay(true);
        } catch (IOException e) {
            // The client sees a broker that hangs up, and comes again.
            closeQuietly(client);
            closeQuietly(upstream);
            return;
        }
        Link link = new Link(client, upstream);
        synchronized (links) {
            links.add(link);
            links.notifyAll();
        }
        start("to-broker", () -> carry(link, client, upstream, new PublishCounter(), 0));
        start("to-client", () -> carry(link, upstream, client, new PublishCounter(), 1));
    }

    /**
     * @param weight of a message: 1 in the direction that counts, 0 in the other
     */
    private void carry(Link link, Socket from, Socket to, PublishCounter counter, int weight) {
        byte[] buffer = new byte[8192];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                long before = counter.packets();
                counter.passed(buffer, read);
                delivered.addAndGet((counter.packets() - before) * weight);
            }
        } catch (IOException e) {
            // Torn, or one side has gone; the other goes too.
        } finally {
            link.tear();
            synchronized (links) {
                links.remove(link);
            }
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
            // Gone is what it should be.
        }
    }
}
