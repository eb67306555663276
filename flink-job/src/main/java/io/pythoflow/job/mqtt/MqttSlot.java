package io.pythoflow.job.mqtt;

import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * One MQTT session of the source: the split. Its client id outlives restarts and changes of
 * parallelism, and so does the session at the broker.
 *
 * @param index 0 to the number of slots - 1, or more for a slot to drain
 * @param clientId stable; of no other client
 * @param purpose what is to be done with the session
 * @param sessionKnown the broker confirmed this session before, so finding none means that it, and
 *     what it held, is lost
 * @param live its newest messages before a restart were of the present
 * @param formerFilters subscriptions that the session may hold and shall not keep, as they were
 *     subscribed
 */
public record MqttSlot(
        int index,
        String clientId,
        Purpose purpose,
        boolean sessionKnown,
        boolean live,
        List<String> formerFilters)
        implements SourceSplit {

    /** What is to be done with a session. */
    public enum Purpose {
        /** Subscribe and receive. */
        READ,
        /**
         * The plan has no place for it any more: subscribe to nothing, receive what the broker
         * still keeps in it, then end it.
         */
        DRAIN
    }

    public MqttSlot {
        formerFilters = List.copyOf(formerFilters);
    }

    @Override
    public String splitId() {
        return clientId;
    }
}
