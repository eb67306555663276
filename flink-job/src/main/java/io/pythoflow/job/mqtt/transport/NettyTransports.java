package io.pythoflow.job.mqtt.transport;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * Makes the clients of one reader, which share its TLS credentials: fetched with the first client,
 * once. Called on the task thread only.
 */
public final class NettyTransports {
    private @Nullable TlsContext tls;

    /**
     * Reads the TLS credentials if no client did yet, which may block, and connects nowhere yet.
     *
     * @param loop runs every callback
     * @param settings of the same broker for every client
     * @throws MqttFatalException if the TLS credentials cannot be used
     */
    public MqttTransport create(EventLoop loop, ConnectionSettings settings) {
        BrokerAddress broker = settings.broker();
        if (tls == null && broker.tls() != null) {
            tls = TlsContext.of(broker, broker.tls());
        }

        return NettyMqttTransport.create(loop, settings, tls);
    }
}
