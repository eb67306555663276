package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import io.pythoflow.job.mqtt.transport.NettyMqttTransport;
import org.apache.flink.metrics.MetricGroup;

/** Makes the publisher of one subtask, on the task thread. */
@FunctionalInterface
interface PublisherFactory {

    /**
     * Reads the TLS credentials, which may block, and starts nothing yet.
     *
     * @param progress see {@link Publisher}
     */
    Publisher create(MetricGroup metrics, Runnable progress);

    /** Publishers over the network. */
    static PublisherFactory overNetwork(MqttSinkSettings settings, int subtask) {
        return (metrics, progress) -> {
            ConnectionSettings connection = settings.connection(subtask);
            EventLoopThread loop = new EventLoopThread(connection.clientId() + "-mqtt");
            try {
                return new Publisher(
                        settings,
                        connection,
                        NettyMqttTransport.create(loop.eventLoop(), connection),
                        loop,
                        new PublisherMetrics(metrics),
                        progress);
            } catch (RuntimeException e) {
                loop.close();
                throw e;
            }
        };
    }
}
