package io.pythoflow.bench.baseline;

/** One value on its way to its window. */
public final class MetricValue {
    public String sensorId = "";
    public String metric = "";
    public double value;

    @SuppressWarnings("unused") // Flink makes them so.
    public MetricValue() {}

    MetricValue(String sensorId, String metric, double value) {
        this.sensorId = sensorId;
        this.metric = metric;
        this.value = value;
    }
}
