package io.pythoflow.job.mqtt;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One MQTT session of the source: the split. Its client id outlives restarts and changes of
 * parallelism, and so does the session at the broker.
 *
 * @param index 0 to the number of slots - 1
 * @param clientId stable; of no other client
 * @param sessionKnown the broker confirmed this session before, so finding none means that it, and
 *     what it held, is lost
 */
public record MqttSlot(int index, String clientId, boolean sessionKnown) implements SourceSplit {
    @Override
    public String splitId() {
        return clientId;
    }
}
