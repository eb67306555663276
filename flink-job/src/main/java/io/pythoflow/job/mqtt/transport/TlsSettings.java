package io.pythoflow.job.mqtt.transport;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a connection is encrypted.
 *
 * @param credentials where certificate, key and trusted authorities come from
 * @param serverName the name asked for in SNI and expected in the broker's certificate; null to use
 *     the broker's host. It differs from the host behind private endpoints, tunnels and proxies.
 */
public record TlsSettings(TlsCredentials credentials, @Nullable String serverName)
        implements Serializable {}
