package io.pythoflow.job.mqtt.transport;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Where the broker listens, and how it is spoken to.
 *
 * @param host name or address to connect to
 * @param port TCP port, 1 to 65535
 * @param tls null for a plain connection
 */
public record BrokerAddress(String host, int port, @Nullable TlsSettings tls)
        implements Serializable {
    public BrokerAddress {
        if (host.isBlank()) {
            throw new IllegalArgumentException("Broker host is blank: name the host of the broker");
        }

        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "Broker port " + port + " is out of range: use 1 to 65535");
        }
    }

    /** A connection without encryption. */
    public static BrokerAddress plain(String host, int port) {
        return new BrokerAddress(host, port, null);
    }

    /** A TLS connection that expects the broker to prove the name in {@code tls}, or the host. */
    public static BrokerAddress secured(String host, int port, TlsSettings tls) {
        return new BrokerAddress(host, port, tls);
    }

    @Override
    public String toString() {
        return (tls == null ? "mqtt://" : "mqtts://") + host + ":" + port;
    }
}
