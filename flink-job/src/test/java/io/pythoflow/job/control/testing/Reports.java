package io.pythoflow.job.control.testing;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Channel;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A sensor's report, on its own topic, received as it is measured, without doubt. */
public final class Reports {
    private final String sensorId;
    private final long timestamp;
    private String gatewayId = "irrigation-gateway-000";
    private long receivedAt;
    private Channel channel = Channel.SENSOR_TOPIC;
    private Doubt doubt = Doubt.NONE;
    private @Nullable Integer samplePeriodSeconds;
    private final List<Measurement> measurements = new ArrayList<>();

    private Reports(String sensorId, long timestamp) {
        this.sensorId = sensorId;
        this.timestamp = timestamp;
        this.receivedAt = timestamp;
    }

    public static Reports from(String sensorId, long timestamp) {
        return new Reports(sensorId, timestamp);
    }

    public Reports with(Metric metric, double value) {
        measurements.add(new Measurement(metric.metricName(), value, null));
        return this;
    }

    public Reports by(String gateway) {
        gatewayId = gateway;
        return this;
    }

    public Reports receivedAt(long value) {
        receivedAt = value;
        return this;
    }

    public Reports on(Channel value) {
        channel = value;
        return this;
    }

    public Reports doubted(Doubt value) {
        doubt = value;
        return this;
    }

    public Reports every(int seconds) {
        samplePeriodSeconds = seconds;
        return this;
    }

    public SensorReport build() {
        return new SensorReport(
                sensorId,
                gatewayId,
                timestamp,
                receivedAt,
                channel,
                doubt,
                samplePeriodSeconds,
                measurements);
    }
}
