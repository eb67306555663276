package io.pythoflow.job.lake;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One row of {@code readings} per reading; metrics without a column go to {@code other_metrics}.
 */
public final class ReadingRows implements TableRows<Reading> {

    private static final long serialVersionUID = 1L;

    private static final int MESSAGE_ID = column("message_id");
    private static final int SENSOR_ID = column("sensor_id");
    private static final int GATEWAY_ID = column("gateway_id");
    private static final int ZONE_ID = column("zone_id");
    private static final int TS = column("ts");
    private static final int TS_SOURCE = column("ts_source");
    private static final int RECEIVED_AT = column("received_at");
    private static final int SEQ = column("seq");
    private static final int SAMPLE_PERIOD_S = column("sample_period_s");
    private static final int HISTORICAL = column("historical");
    private static final int OTHER_METRICS = column("other_metrics");
    private static final int FLAGS = column("flags");
    private static final int TOPIC = column("topic");
    private static final int FIRMWARE = column("firmware");

    private static final Map<String, Integer> COLUMN_BY_METRIC =
            Stream.of(Metric.values())
                    .map(Metric::metricName)
                    .collect(Collectors.toMap(Function.identity(), ReadingRows::column));

    private static int column(String name) {
        return Tables.READINGS.indexOf(name);
    }

    @Override
    public long partitionTime(Reading reading) {
        return reading.timestamp();
    }

    @Override
    public void write(Reading reading, RowConsumer columns) {
        columns.string(MESSAGE_ID, reading.messageId());
        columns.repeatingString(SENSOR_ID, reading.sensorId());
        columns.repeatingString(GATEWAY_ID, reading.gatewayId());
        columns.repeatingString(ZONE_ID, reading.zoneId());
        columns.timestamp(TS, reading.timestamp());
        columns.repeatingString(TS_SOURCE, reading.timestampSource().column());
        columns.timestamp(RECEIVED_AT, reading.receivedAt());
        columns.bigint(SEQ, reading.sequence());
        columns.integer(SAMPLE_PERIOD_S, reading.samplePeriodSeconds());
        columns.bool(HISTORICAL, reading.historical());
        writeMetrics(reading.measurements(), columns);
        columns.strings(FLAGS, reading.flags());
        columns.repeatingString(TOPIC, reading.topic());
        columns.repeatingString(FIRMWARE, reading.firmware());
    }

    private static void writeMetrics(List<Measurement> measurements, RowConsumer columns) {
        int others = 0;
        for (Measurement measurement : measurements) {
            Integer column = COLUMN_BY_METRIC.get(measurement.metric());
            if (column == null) {
                others++;
            } else {
                columns.real(column.intValue(), measurement.value());
            }
        }
        columns.openMap(OTHER_METRICS);
        if (others > 0) {
            writeOtherMetrics(measurements, columns);
        }
        columns.closeMap();
    }

    private static void writeOtherMetrics(List<Measurement> measurements, RowConsumer columns) {
        for (Measurement measurement : measurements) {
            if (!COLUMN_BY_METRIC.containsKey(measurement.metric())) {
                columns.entry(measurement.metric(), measurement.value());
            }
        }
    }
}
