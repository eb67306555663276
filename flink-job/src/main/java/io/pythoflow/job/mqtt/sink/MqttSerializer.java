package io.pythoflow.job.mqtt.sink;

import java.io.Serializable;
import org.apache.flink.metrics.MetricGroup;

/**
 * Turns a record into what is published of it. Each writer has its own copy and calls it on the
 * task thread.
 *
 * @param <T> the records
 */
public interface MqttSerializer<T> extends Serializable {

    /** Called once, before the first record. */
    default void open(MetricGroup metrics) {}

    /**
     * With {@link Publish#ON_COMMIT} the result is kept in state and published unchanged, however
     * often that is tried. What it throws fails the job.
     */
    MqttPublication serialize(T record);
}
