package io.pythoflow.job.lake;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.aggregate.SensorAggregate;

/** One row of {@code sensor_aggregates} per sensor, metric, window and revision. */
public final class SensorAggregateRows implements TableRows<SensorAggregate> {

    private static final long serialVersionUID = 1L;

    private static final int SENSOR_ID = column("sensor_id");
    private static final int GATEWAY_ID = column("gateway_id");
    private static final int ZONE_ID = column("zone_id");
    private static final int METRIC = column("metric");
    private static final int UNIT = column("unit");
    private static final int WINDOW_START = column("window_start");
    private static final int WINDOW_END = column("window_end");
    private static final int WINDOW_LENGTH_S = column("window_length_s");
    private static final int COUNT = column("count");
    private static final int EXPECTED_COUNT = column("expected_count");
    private static final int COMPLETENESS = column("completeness");
    private static final int MIN = column("min");
    private static final int MAX = column("max");
    private static final int MEAN = column("mean");
    private static final int STDDEV = column("stddev");
    private static final int P05 = column("p05");
    private static final int P25 = column("p25");
    private static final int P50 = column("p50");
    private static final int P75 = column("p75");
    private static final int P95 = column("p95");
    private static final int SUM = column("sum");
    private static final int TIME_WEIGHTED_MEAN = column("time_weighted_mean");
    private static final int FIRST_VALUE = column("first_value");
    private static final int FIRST_AT = column("first_at");
    private static final int LAST_VALUE = column("last_value");
    private static final int LAST_AT = column("last_at");
    private static final int MAX_GAP_S = column("max_gap_s");
    private static final int SLOPE_PER_H = column("slope_per_h");
    private static final int OUT_OF_RANGE_COUNT = column("out_of_range_count");
    private static final int SPIKE_COUNT = column("spike_count");
    private static final int LATE_COUNT = column("late_count");
    private static final int DUPLICATE_COUNT = column("duplicate_count");
    private static final int HISTORICAL_COUNT = column("historical_count");
    private static final int FLATLINE = column("flatline");
    private static final int QUALITY = column("quality");
    private static final int REVISION = column("revision");
    private static final int EMITTED_AT = column("emitted_at");
    private static final int ORIGIN = column("origin");
    private static final int READING_COUNT = column("reading_count");
    private static final int RECEIVED_AT_MEAN_MS = column("received_at_mean_ms");

    private static int column(String name) {
        return Tables.SENSOR_AGGREGATES.indexOf(name);
    }

    @Override
    public long partitionTime(SensorAggregate aggregate) {
        return aggregate.windowStart();
    }

    @Override
    public void write(SensorAggregate aggregate, RowConsumer columns) {
        columns.repeatingString(SENSOR_ID, aggregate.sensorId());
        columns.repeatingString(GATEWAY_ID, aggregate.gatewayId());
        columns.repeatingString(ZONE_ID, aggregate.zoneId());
        columns.repeatingString(METRIC, aggregate.metric());
        columns.repeatingString(UNIT, aggregate.unit());
        columns.timestamp(WINDOW_START, aggregate.windowStart());
        columns.timestamp(WINDOW_END, aggregate.windowEnd());
        columns.integer(WINDOW_LENGTH_S, windowLengthSeconds(aggregate));
        columns.bigint(COUNT, aggregate.count());
        columns.bigint(EXPECTED_COUNT, aggregate.expectedCount());
        columns.real(COMPLETENESS, aggregate.completeness());
        columns.real(MIN, aggregate.min());
        columns.real(MAX, aggregate.max());
        columns.real(MEAN, aggregate.mean());
        columns.real(STDDEV, aggregate.stddev());
        columns.real(P05, aggregate.p05());
        columns.real(P25, aggregate.p25());
        columns.real(P50, aggregate.p50());
        columns.real(P75, aggregate.p75());
        columns.real(P95, aggregate.p95());
        columns.real(SUM, aggregate.sum());
        columns.real(TIME_WEIGHTED_MEAN, aggregate.timeWeightedMean());
        columns.real(FIRST_VALUE, aggregate.firstValue());
        columns.timestamp(FIRST_AT, aggregate.firstAt());
        columns.real(LAST_VALUE, aggregate.lastValue());
        columns.timestamp(LAST_AT, aggregate.lastAt());
        columns.real(MAX_GAP_S, aggregate.maxGapSeconds());
        columns.real(SLOPE_PER_H, aggregate.slopePerHour());
        columns.bigint(OUT_OF_RANGE_COUNT, aggregate.outOfRangeCount());
        columns.bigint(SPIKE_COUNT, aggregate.spikeCount());
        columns.bigint(LATE_COUNT, aggregate.lateCount());
        columns.bigint(DUPLICATE_COUNT, aggregate.duplicateCount());
        columns.bigint(HISTORICAL_COUNT, aggregate.historicalCount());
        columns.bool(FLATLINE, aggregate.flatline());
        columns.repeatingString(QUALITY, aggregate.quality().name());
        columns.integer(REVISION, aggregate.revision());
        columns.timestamp(EMITTED_AT, aggregate.emittedAt());
        columns.repeatingString(ORIGIN, aggregate.origin().column());
        columns.bigint(READING_COUNT, aggregate.readingCount());
        columns.real(RECEIVED_AT_MEAN_MS, aggregate.receivedAtMean());
    }

    private static int windowLengthSeconds(SensorAggregate aggregate) {
        return Math.toIntExact((aggregate.windowEnd() - aggregate.windowStart()) / 1000);
    }
}
