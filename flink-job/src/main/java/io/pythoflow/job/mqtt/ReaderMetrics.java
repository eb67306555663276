package io.pythoflow.job.mqtt;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SourceReaderMetricGroup;

/**
 * What a reader counts, over all its slots. Written on the task thread; gauges are read by the
 * metric reporters, hence the volatile fields behind them.
 */
final class ReaderMetrics implements MetricsExport.Counts {
    private static final String EXCLUSIVE_GROUP = "exclusive";

    private final Counter numRecordsIn;
    private final Counter numBytesIn;

    /** Messages received, resends included. */
    private final Counter messages;

    /** Payload bytes received. */
    private final Counter bytes;

    /** Messages marked by the broker as delivered before, or recognised as resent. */
    final Counter redelivered;

    /** Copies on one connection that were recognised, and not emitted again. */
    final Counter resendsDropped;

    /** Packet ids that came back with other content while unacknowledged. */
    final Counter packetIdsReused;

    /** Connections after the first of each slot. */
    final Counter reconnects;

    /** Sessions that the broker should have kept and had not. */
    final Counter sessionsLost;

    /** Packets that could not be decoded, each of which cost a connection. */
    final Counter undecodablePackets;

    /** Acknowledgements written. */
    final Counter acknowledged;

    /** Time during which a slot could receive nothing before an acknowledgement; all slots. */
    final Counter windowFullMs;

    private volatile long unacknowledged;
    private volatile long oldestUnackedAgeMs;
    private volatile long ackLatencyMs;

    /** An exclusive source is told apart, since its messages are not those of the slots. */
    static ReaderMetrics of(SourceReaderMetricGroup metrics, MqttSourceSettings settings) {
        MetricGroup group = metrics.addGroup("mqtt");
        ReaderMetrics counts =
                new ReaderMetrics(
                        metrics, settings.isExclusive() ? group.addGroup(EXCLUSIVE_GROUP) : group);
        if (settings.metricsExport() != null) {
            settings.metricsExport().register(metrics, counts);
        }

        return counts;
    }

    private ReaderMetrics(SourceReaderMetricGroup metrics, MetricGroup group) {
        numRecordsIn = metrics.getIOMetricGroup().getNumRecordsInCounter();
        numBytesIn = metrics.getIOMetricGroup().getNumBytesInCounter();
        messages = group.counter("messages");
        bytes = group.counter("bytes");
        redelivered = group.counter("redelivered");
        resendsDropped = group.counter("resendsDropped");
        packetIdsReused = group.counter("packetIdsReused");
        reconnects = group.counter("reconnects");
        sessionsLost = group.counter("sessionsLost");
        undecodablePackets = group.counter("undecodablePackets");
        acknowledged = group.counter("acknowledged");
        windowFullMs = group.counter("windowFullMs");
        group.<Long, Gauge<Long>>gauge("unacknowledged", () -> unacknowledged);
        group.<Long, Gauge<Long>>gauge("oldestUnackedAgeMs", () -> oldestUnackedAgeMs);
        group.<Long, Gauge<Long>>gauge("ackLatencyMs", () -> ackLatencyMs);
    }

    void received(int payloadBytes) {
        numRecordsIn.inc();
        numBytesIn.inc(payloadBytes);
        messages.inc();
        bytes.inc(payloadBytes);
    }

    @Override
    public Counter messages() {
        return messages;
    }

    @Override
    public Counter sessionsLost() {
        return sessionsLost;
    }

    @Override
    public Counter windowFullMs() {
        return windowFullMs;
    }

    @Override
    public long oldestUnackedAgeMs() {
        return oldestUnackedAgeMs;
    }

    /** QoS 1 messages of all slots that were received and not acknowledged. */
    void unacknowledged(long count, long oldestAgeMs) {
        unacknowledged = count;
        oldestUnackedAgeMs = oldestAgeMs;
    }

    /** From the receipt of the oldest message of a batch to its acknowledgement. */
    void acknowledgedAfter(long milliseconds) {
        ackLatencyMs = milliseconds;
    }
}
