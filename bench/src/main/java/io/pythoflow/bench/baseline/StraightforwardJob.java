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
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
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
final class StraightforwardJob {
    private StraightforwardJob() {}

    static void define(
            StreamExecutionEnvironment env, MemorySource.Plan plan, Duration window, Path lake) {
        LakeTables tables = new LakeTables(lake);
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

        readings.map(PlainReading::toReading)
                .returns(Reading.class)
                .sinkTo(tables.readings())
                .uid("readings-table")
                .name("Table readings");

        readings.flatMap(new Split())
                .keyBy(value -> value.sensorId + "|" + value.metric)
                .window(TumblingEventTimeWindows.of(window))
                .aggregate(new Statistics(), new ToRow())
                .sinkTo(tables.sensorAggregates())
                .uid("sensor-aggregates-table")
                .name("Table sensor_aggregates");
    }

    /** Messages as they come; what they say is read further on. */
    private static final class Payloads implements MqttDeserializer<byte[]> {
        private static final long serialVersionUID = 1L;

        @Override
        public void deserialize(MqttMessage message, Output<byte[]> out) {
            out.collect(message.payload());
        }

        @Override
        public TypeInformation<byte[]> getProducedType() {
            return PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO;
        }
    }

    /** What is no JSON is dropped. */
    private static final class Parse extends RichFlatMapFunction<byte[], PlainReading> {
        private static final long serialVersionUID = 1L;

        private transient ObjectMapper json;

        @Override
        public void open(OpenContext context) {
            json = new ObjectMapper();
        }

        @Override
        public void flatMap(byte[] payload, Collector<PlainReading> out) throws IOException {
            JsonNode message;
            try {
                message = json.readTree(payload);
            } catch (JsonProcessingException e) {
                return;
            }
            if (message.isArray()) {
                message.forEach(element -> out.collect(reading(element)));
            } else {
                out.collect(reading(message));
            }
        }

        private static PlainReading reading(JsonNode node) {
            PlainReading reading = new PlainReading();
            reading.messageId = node.get("message_id").asText();
            reading.sensorId = node.get("sensor_id").asText();
            reading.timestamp = node.get("ts").asLong();
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

    private static final class ToRow
            extends ProcessWindowFunction<Statistics.Moments, SensorAggregate, String, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(
                String key,
                Context context,
                Iterable<Statistics.Moments> moments,
                Collector<SensorAggregate> out) {
            int bar = key.indexOf('|');
            TimeWindow window = context.window();
            out.collect(
                    AggregateRows.row(
                            key.substring(0, bar),
                            key.substring(bar + 1),
                            window.getStart(),
                            window.getEnd(),
                            moments.iterator().next()));
        }
    }
}
