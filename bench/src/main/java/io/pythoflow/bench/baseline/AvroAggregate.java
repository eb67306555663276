package io.pythoflow.bench.baseline;

import org.apache.avro.reflect.AvroName;
import org.apache.avro.reflect.AvroSchema;
import org.apache.avro.reflect.Nullable;

/**
 * A row of {@code sensor_aggregates} for Avro's reflection, with what the straightforward job
 * computes.
 */
public final class AvroAggregate {
    @AvroName("sensor_id")
    public String sensorId = "";

    public String metric = "";

    @AvroName("window_start")
    @AvroSchema(AvroReading.INSTANT)
    public long windowStart;

    @AvroName("window_end")
    @AvroSchema(AvroReading.INSTANT)
    public long windowEnd;

    public long count;
    public double min;
    public double max;
    public double mean;

    /** Null for a single value. */
    @AvroName("stddev")
    @Nullable public Double deviation;

    @AvroName("emitted_at")
    @AvroSchema(AvroReading.INSTANT)
    public long emittedAt;

    static AvroAggregate of(
            String sensorId, String metric, long start, long end, Statistics.Moments moments) {
        AvroAggregate row = new AvroAggregate();
        row.sensorId = sensorId;
        row.metric = metric;
        row.windowStart = start;
        row.windowEnd = end;
        row.count = moments.count;
        row.min = moments.min;
        row.max = moments.max;
        row.mean = moments.mean;
        row.deviation = moments.deviation();
        row.emittedAt = System.currentTimeMillis();
        return row;
    }
}
