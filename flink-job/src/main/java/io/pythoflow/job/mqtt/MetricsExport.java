package io.pythoflow.job.mqtt;

import java.io.Serializable;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Registers what a reader counts under the names that whoever runs the job expects. Sent to the
 * tasks with the source, and called once by each reader, on the task thread.
 */
@FunctionalInterface
public interface MetricsExport extends Serializable {

    /** What a reader counts over all its slots; may be read by any thread. */
    interface Counts {

        /** Messages received, resends included. */
        Counter messages();

        /** Sessions that the broker should have kept and had not. */
        Counter sessionsLost();

        /** Milliseconds in which a slot could receive nothing before an acknowledgement. */
        Counter windowFullMs();

        /** Age of the oldest message that is not acknowledged; zero where there is none. */
        long oldestUnackedAgeMs();
    }

    /**
     * Registers them.
     *
     * @param reader group of the reader's operator
     */
    void register(MetricGroup reader, Counts counts);
}
