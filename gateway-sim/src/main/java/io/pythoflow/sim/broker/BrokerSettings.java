package io.pythoflow.sim.broker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How the broker listens and how much it keeps.
 *
 * @param host address to listen on; {@code localhost} for this machine alone
 * @param port of the plain listener, 0 for any free one
 * @param tls null for no TLS listener
 * @param inflightWindow unacknowledged messages per subscriber, 1 to 65,535; holds for the whole
 *     process
 * @param maxQueuedMessages kept per offline session and per share group, 1 or more; beyond it new
 *     messages are discarded
 */
public record BrokerSettings(
        String host, int port, @Nullable Tls tls, int inflightWindow, long maxQueuedMessages) {

    /** What AWS IoT Core allows, and enough messages for the longest test. */
    public static final int DEFAULT_INFLIGHT_WINDOW = 100;

    public static final long DEFAULT_MAX_QUEUED_MESSAGES = 10_000_000;

    /**
     * The mutual-TLS listener.
     *
     * @param port 0 for any free one
     * @param folder with {@code certificate.pem}, {@code private.key} and, for the clients'
     *     certificates, {@code AmazonRootCA1.pem}
     */
    public record Tls(int port, Path folder) {}

    /** This machine alone, plain, on a port; the defaults otherwise. */
    public static BrokerSettings onPort(int port) {
        return new BrokerSettings(
                "localhost", port, null, DEFAULT_INFLIGHT_WINDOW, DEFAULT_MAX_QUEUED_MESSAGES);
    }

    /** The same with a mutual-TLS listener. */
    public BrokerSettings withTls(int tlsPort, Path folder) {
        return new BrokerSettings(
                host, port, new Tls(tlsPort, folder), inflightWindow, maxQueuedMessages);
    }

    /** The same with another window. */
    public BrokerSettings withInflightWindow(int messages) {
        return new BrokerSettings(host, port, tls, messages, maxQueuedMessages);
    }
}
