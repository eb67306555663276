package io.pythoflow.bench.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.aggregate.SensorAggregate;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.assigners.TumblingEventTimeWindows;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/**
 * A plain job that does the middle of what ours does: readings and the simplest aggregates into
 * tables. It knows no duplicates, percentiles, late revisions nor rejects, and acknowledges on
 * receipt. Well made else: no object is copied within a chain, nothing is serialized generically,
 * the state is on the heap.
 *
 * <pre>
 * messages → parse ─┬─▶ readings
 *                   └─ by sensor and metric ─▶ windows ─▶ sensor_aggregates
 * </pre>
 *
 * <p>One connection feeds one subtask; windows have the parallelism of the environment.
 */
final class PlainJob {
    private PlainJob() {}

    static Configuration settings() {
        Configuration settings = new Configuration();
        settings.set(PipelineOptions.OBJECT_REUSE, true);
        settings.set(PipelineOptions.GENERIC_TYPES, false);
        return settings;
    }

    static void define(
            StreamExecutionEnvironment env,
            HiveMqSource messages,
            Duration window,
            LakeTables tables) {
        SingleOutputStreamOperator<PlainReading> readings =
                env.fromSource(messages, WatermarkStrategy.noWatermarks(), "Messages")
                        .setParallelism(1)
                        .flatMap(new Parse())
                        .setParallelism(1)
                        .assignTimestampsAndWatermarks(
                                WatermarkStrategy.<PlainReading>forBoundedOutOfOrderness(
                                                Workload.OUT_OF_ORDERNESS)
                                        .withTimestampAssigner(
                                                (reading, unknown) -> reading.timestamp))
                        .setParallelism(1);

        readings.map(PlainReading::toReading)
                .returns(Reading.class)
                .setParallelism(1)
                .sinkTo(tables.readings())
                .setParallelism(1)
                .uid("readings-table")
                .name("Table readings");

        readings.flatMap(new Split())
                .setParallelism(1)
                .keyBy(
                        value -> Tuple2.of(value.sensorId, value.metric),
                        Types.TUPLE(Types.STRING, Types.STRING))
                .window(TumblingEventTimeWindows.of(window))
                .aggregate(new Statistics(), new ToRow())
                .sinkTo(tables.sensorAggregates())
                .uid("sensor-aggregates-table")
                .name("Table sensor_aggregates");
    }

    /** Binds an object, or each of an array; what is no JSON is counted and dropped. */
    private static final class Parse extends RichFlatMapFunction<byte[], PlainReading> {
        private static final long serialVersionUID = 1L;

        private transient ObjectReader json;
        private transient Counter broken;

        @Override
        public void open(OpenContext context) {
            json =
                    new ObjectMapper()
                            .readerFor(PlainReading[].class)
                            .with(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
            broken = getRuntimeContext().getMetricGroup().counter("broken");
        }

        @Override
        public void flatMap(byte[] payload, Collector<PlainReading> out) throws IOException {
            PlainReading[] readings;
            try {
                readings = json.readValue(payload);
            } catch (JsonProcessingException e) {
                broken.inc();
                return;
            }
            for (PlainReading reading : readings) {
                out.collect(reading);
            }
        }
    }

    /** One record of its own for each metric. */
    private static final class Split extends RichFlatMapFunction<PlainReading, MetricValue> {
        private static final long serialVersionUID = 1L;

        /** Written into the network buffer before the next one comes. */
        private transient MetricValue value;

        @Override
        public void open(OpenContext context) {
            value = new MetricValue();
        }

        @Override
        public void flatMap(PlainReading reading, Collector<MetricValue> out) {
            value.sensorId = reading.sensorId;
            for (Map.Entry<String, Double> entry : reading.values.entrySet()) {
                value.metric = entry.getKey();
                value.value = entry.getValue();
                out.collect(value);
            }
        }
    }

    private static final class ToRow
            extends ProcessWindowFunction<
                    Statistics.Moments, SensorAggregate, Tuple2<String, String>, TimeWindow> {
        private static final long serialVersionUID = 1L;

        @Override
        public void process(
                Tuple2<String, String> key,
                Context context,
                Iterable<Statistics.Moments> moments,
                Collector<SensorAggregate> out) {
            TimeWindow window = context.window();
            out.collect(
                    AggregateRows.row(
                            key.f0,
                            key.f1,
                            window.getStart(),
                            window.getEnd(),
                            moments.iterator().next()));
        }
    }
}
