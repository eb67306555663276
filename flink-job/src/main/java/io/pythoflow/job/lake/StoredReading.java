package io.pythoflow.job.lake;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/**
 * The row that Parquet fills column by column, made into a reading. The mirror of {@link
 * ReadingRows}.
 */
final class StoredReading extends RecordMaterializer<Reading> {

    private static final Map<String, TimestampSource> SOURCES =
            Stream.of(TimestampSource.values())
                    .collect(Collectors.toUnmodifiableMap(TimestampSource::column, s -> s));

    private final GroupConverter row;

    private @Nullable String messageId;
    private @Nullable String sensorId;
    private @Nullable String gatewayId;
    private @Nullable String zoneId;
    private @Nullable Long timestamp;
    private @Nullable String timestampSource;
    private @Nullable Long receivedAt;
    private @Nullable Long sequence;
    private @Nullable Integer samplePeriodSeconds;
    private boolean historical;
    private List<Measurement> measurements = new ArrayList<>();
    private List<String> flags = new ArrayList<>();
    private @Nullable String topic;
    private @Nullable String firmware;

    StoredReading(MessageType schema) {
        Map<String, Converter> byColumn = columns();
        Converter[] converters =
                schema.getFields().stream()
                        .map(Type::getName)
                        .map(name -> Objects.requireNonNull(byColumn.get(name), name))
                        .toArray(Converter[]::new);
        row =
                new Group(converters) {
                    @Override
                    public void start() {
                        clear();
                    }
                };
    }

    private Map<String, Converter> columns() {
        Map<String, Converter> columns = new HashMap<>();
        columns.put("message_id", new Text(value -> messageId = value));
        columns.put("sensor_id", new Text(value -> sensorId = value));
        columns.put("gateway_id", new Text(value -> gatewayId = value));
        columns.put("zone_id", new Text(value -> zoneId = value));
        columns.put("ts", new Whole(value -> timestamp = value));
        columns.put("ts_source", new Text(value -> timestampSource = value));
        columns.put("received_at", new Whole(value -> receivedAt = value));
        columns.put("seq", new Whole(value -> sequence = value));
        columns.put(
                "sample_period_s",
                new Whole(value -> samplePeriodSeconds = Math.toIntExact(value)));
        columns.put("historical", new Truth());
        for (Metric metric : Metric.values()) {
            String name = metric.metricName();
            columns.put(name, new Real(value -> addMeasurement(name, value)));
        }
        columns.put("other_metrics", new Group(new Entry()));
        columns.put("flags", new Group(new Group(new Text(value -> flags.add(value)))));
        columns.put("topic", new Text(value -> topic = value));
        columns.put("firmware", new Text(value -> firmware = value));
        return columns;
    }

    @Override
    public GroupConverter getRootConverter() {
        return row;
    }

    /**
     * @throws IllegalStateException if the row is none that the job wrote
     */
    @Override
    public Reading getCurrentRecord() {
        return new Reading(
                messageId,
                present(sensorId, "sensor_id"),
                gatewayId,
                zoneId,
                present(timestamp, "ts"),
                Optional.ofNullable(SOURCES.get(present(timestampSource, "ts_source")))
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "A row has the ts_source " + timestampSource)),
                present(receivedAt, "received_at"),
                sequence,
                samplePeriodSeconds,
                historical,
                measurements,
                flags,
                topic == null ? "" : topic,
                firmware);
    }

    private static <T> T present(@Nullable T value, String column) {
        if (value == null) {
            throw new IllegalStateException("A row has no " + column);
        }
        return value;
    }

    private void addMeasurement(String metric, double value) {
        measurements.add(new Measurement(metric, value, null));
    }

    private void clear() {
        messageId = null;
        sensorId = null;
        gatewayId = null;
        zoneId = null;
        timestamp = null;
        timestampSource = null;
        receivedAt = null;
        sequence = null;
        samplePeriodSeconds = null;
        historical = false;
        measurements = new ArrayList<>();
        flags = new ArrayList<>();
        topic = null;
        firmware = null;
    }

    /** A group of the schema: a row, a list and its elements, a map. */
    private static class Group extends GroupConverter {
        private final Converter[] fields;

        Group(Converter... fields) {
            this.fields = fields;
        }

        @Override
        public Converter getConverter(int field) {
            return fields[field];
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
    }

    /** An entry of {@code other_metrics}; one without a value was NaN. */
    private final class Entry extends GroupConverter {
        private final Text keys = new Text(key -> this.key = key);
        private final Real values = new Real(value -> this.value = value);
        private @Nullable String key;
        private double value;

        @Override
        public Converter getConverter(int field) {
            return field == 0 ? keys : values;
        }

        @Override
        public void start() {
            key = null;
            value = Double.NaN;
        }

        @Override
        public void end() {
            if (key != null && !Double.isNaN(value)) {
                addMeasurement(key, value);
            }
        }
    }

    /** Texts, decoded once for each entry of a dictionary. */
    private static final class Text extends PrimitiveConverter {
        private final Consumer<String> out;
        private String[] dictionary = {};

        Text(Consumer<String> out) {
            this.out = out;
        }

        @Override
        public boolean hasDictionarySupport() {
            return true;
        }

        @Override
        public void setDictionary(Dictionary entries) {
            dictionary = new String[entries.getMaxId() + 1];
            for (int i = 0; i < dictionary.length; i++) {
                dictionary[i] = entries.decodeToBinary(i).toStringUsingUTF8();
            }
        }

        @Override
        public void addValueFromDictionary(int entry) {
            out.accept(dictionary[entry]);
        }

        @Override
        public void addBinary(Binary value) {
            out.accept(value.toStringUsingUTF8());
        }
    }

    private static final class Whole extends PrimitiveConverter {
        private final LongConsumer out;

        Whole(LongConsumer out) {
            this.out = out;
        }

        @Override
        public void addInt(int value) {
            out.accept(value);
        }

        @Override
        public void addLong(long value) {
            out.accept(value);
        }
    }

    private static final class Real extends PrimitiveConverter {
        private final DoubleConsumer out;

        Real(DoubleConsumer out) {
            this.out = out;
        }

        @Override
        public void addDouble(double value) {
            out.accept(value);
        }
    }

    private final class Truth extends PrimitiveConverter {
        @Override
        public void addBoolean(boolean value) {
            historical = value;
        }
    }
}
