package io.pythoflow.bench.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.bench.memory.MemorySource;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.datastream.WindowedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * The job that the first pages of Flink's documentation lead to: a tree of each message, a record
 * of each value, a text as key, and every setting at its default. It writes the tables of {@link
 * PlainJob} and knows as little.
 */
record StraightforwardJob(TableWriter writer) {
    void define(
            StreamExecutionEnvironment env, MemorySource.Plan plan, Duration window, Path lake) {
        SingleOutputStreamOperator<PlainReading> readings =
                env.fromSource(
                                new MemorySource<>(plan, new Payloads()),
                                WatermarkStrategy.noWatermarks(),
                                "Messages")
                        .flatMap(new Parse())
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<PlainReading>forBoundedOutOfOrderness(
                                                plan.outOfOrderness())
                                        .withTimestampAssigner(
                                                (reading, unknown) -> reading.timestamp));

        WindowedStream<MetricValue, String, TimeWindow> windows =
                readings.flatMap(new Split())
                        .keyBy(value -> value.sensorId + "|" + value.metric)
                        .window(TumblingEventTimeWindows.of(window));
        switch (writer) {
            case FLINK -> {
                FlinkTables tables = new FlinkTables(lake);
                write(readings, AvroReading::of, AvroReading.class, tables.readings());
                write(windows, AvroAggregate::of, AvroAggregate.class, tables.sensorAggregates());
            }
            case OURS -> {
                LakeTables tables = new LakeTables(lake);
                write(readings, PlainReading::toReading, Reading.class, tables.readings());
                write(
                        windows,
                        AggregateRows::row,
                        SensorAggregate.class,
                        tables.sensorAggregates());
            }
        }
    }

    private static <T> void write(
            DataStream<PlainReading> readings,
            MapFunction<PlainReading, T> toRow,
            Class<T> row,
            Sink<T> table) {
        readings.map(toRow).returns(row).sinkTo(table).uid("readings-table").name("Table readings");
    }

    private static <T> void write(
            WindowedStream<MetricValue, String, TimeWindow> windows,
            RowOfWindow<T> toRow,
            Class<T> row,
            Sink<T> table) {
        windows.aggregate(
                        new Statistics(),
                        new ToRow<>(toRow),
                        TypeInformation.of(Statistics.Moments.class),
                        TypeInformation.of(Statistics.Moments.class),
                        TypeInformation.of(row))
                .sinkTo(table)
                .uid("sensor-aggregates-table")
                .name("Table sensor_aggregates");
    }

    /** Makes the row of a window that has ended. */
    private interface RowOfWindow<T> extends Serializable {
        T row(String sensorId, String metric, long start, long end, Statistics.Moments moments);
    }

    /** Messages as they come; what they say is read further on. */
    private static final class Payloads implements MqttDeserializer<PlainMessage> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(MqttMessage message, Output<PlainMessage> out) {
            out.collect(new PlainMessage(message.topic(), message.payload()));
        }

        @Override
        public TypeInformation<PlainMessage> getProducedType() {
            return TypeInformation.of(PlainMessage.class);
        }
    }

    /** What is no JSON is dropped. */
    private static final class Parse extends RichFlatMapFunction<PlainMessage, PlainReading> {
        private static final long serialVersionUID = 1L;

        private transient ObjectMapper json;

        @Override
        public void open(OpenContext context) {
            json = new ObjectMapper();
        }

        @Override
        public void flatMap(PlainMessage received, Collector<PlainReading> out) throws IOException {
            JsonNode message;
            try {
                message = json.readTree(received.payload);
            } catch (JsonProcessingException e) {
                return;
            }
            if (message.isArray()) {
                message.forEach(element -> out.collect(reading(element, received.topic)));
            } else {
                out.collect(reading(message, received.topic));
            }
        }

        private static PlainReading reading(JsonNode node, String topic) {
            PlainReading reading = new PlainReading();
            reading.messageId = node.get("message_id").asText();
            reading.sensorId = node.get("sensor_id").asText();
            reading.timestamp = node.get("ts").asLong();
            reading.topic = topic;
            reading.values = new HashMap<>();
            node.get("values")
                    .properties()
                    .forEach(
                            value ->
                                    reading.values.put(
                                            value.getKey(), value.getValue().asDouble()));
            return reading;
        }
    }

    private static final class Split implements FlatMapFunction<PlainReading, MetricValue> {
        private static final long serialVersionUID = 1L;

        @Override
        public void flatMap(PlainReading reading, Collector<MetricValue> out) {
            for (Map.Entry<String, Double> value : reading.values.entrySet()) {
                out.collect(new MetricValue(reading.sensorId, value.getKey(), value.getValue()));
            }
        }
    }

    private static final class ToRow<T>
            extends ProcessWindowFunction<Statistics.Moments, T, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        private final RowOfWindow<T> toRow;

        ToRow(RowOfWindow<T> toRow) {
            this.toRow = toRow;
        }

        @Override
        public void process(
                String key,
                Context context,
                Iterable<Statistics.Moments> moments,
                Collector<T> out) {
            int bar = key.indexOf('|');
            TimeWindow window = context.window();
            out.collect(
                    toRow.row(
                            key.substring(0, bar),
                            key.substring(bar + 1),
                            window.getStart(),
                            window.getEnd(),
                            moments.iterator().next()));
        }
    }
}
