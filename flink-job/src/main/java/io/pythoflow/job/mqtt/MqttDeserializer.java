package io.pythoflow.job.mqtt;

import java.io.Serializable;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.metrics.MetricGroup;

/**
 * Turns a message into records: none, one or many. Each reader has its own copy and calls it on the
 * task thread.
 *
 * @param <T> the records
 */
public interface MqttDeserializer<T> extends Serializable, ResultTypeQueryable<T> {

    /** Called once, before the first message. */
    default void open(MetricGroup metrics) {}

    /**
     * Must not throw because of what a payload holds: the message would come back after the
     * restart, and fail the job again. A message that cannot be read becomes a record that says so.
     */
    void deserialize(MqttMessage message, Output<T> out);

    /** Takes the records of one message. */
    interface Output<T> {

        /**
         * A record with its event time.
         *
         * @param eventTimestamp epoch milliseconds; moves the watermark, but never past the time at
         *     which the message was received
         */
        void collect(T record, long eventTimestamp);

        /** A record that carries no event time and leaves the watermark alone. */
        void collect(T record);
    }
}
