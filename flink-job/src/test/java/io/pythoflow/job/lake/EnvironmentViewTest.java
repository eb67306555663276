package io.pythoflow.job.lake;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.table.LakeScript;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.aggregate.SensorAggregate;
import io.pythoflow.job.aggregate.SensorAggregate.Origin;
import io.pythoflow.job.aggregate.WindowFunction;
import io.pythoflow.job.aggregate.WindowSettings;
import io.pythoflow.job.ingest.CheckedReading;
import io.pythoflow.job.testing.FunctionHarness;
import io.pythoflow.job.testing.FunctionHarness.Backend;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The view beside what the original Lambda computes of the same payloads: {@code
 * groupby("identifier")}, the number of rows, and the mean of each column without what is missing.
 */
class EnvironmentViewTest {

    private static final long NOON = Instant.parse("2024-12-01T12:00:00Z").toEpochMilli();
    private static final Duration HALF_HOUR = Duration.ofMinutes(30);

    /** The original's word for a value, and the column of its mean. */
    private static final Map<String, String> MEANS =
            Map.of(
                    "temperature", "temperature_mean",
                    "humidity", "humidity_mean",
                    "soil_humidity", "soil_humidity_mean",
                    "uv_intensity", "uv_intensity_mean",
                    "soil_temperature", "soil_temperature_mean",
                    "light", "light_mean");

    @TempDir Path lake;

    @Test
    void everyMeanOfTheOriginalPayloadsIsTheLambdas() throws Exception {
        Random random = new Random(7);
        List<Envelope> envelopes = new ArrayList<>();
        for (int i = 0; i < 15; i++) {
            envelopes.add(randomEnvelope(random, NOON + i * 120_000L + random.nextInt(1_000)));
        }

        AggregatesFile.write(lake, windowsOf(envelopes));
        List<Map<String, @Nullable Object>> rows =
                DuckDb.query(LakeScript.of(lake), "SELECT * FROM environment ORDER BY identifier");

        assertThat(rows).extracting(row -> row.get("identifier")).containsExactly("A1", "A2", "B1");
        for (Map<String, @Nullable Object> row : rows) {
            List<Node> nodes = nodesOf(envelopes, row.get("identifier"));
            assertThat(row).containsEntry("nodes_count", (long) nodes.size());
            MEANS.forEach(
                    (value, column) ->
                            assertMean(
                                    row.get(column),
                                    nodes.stream().map(node -> node.values().get(value)).toList()));
            assertMean(
                    row.get("ingestion_timestamp_mean"),
                    nodes.stream().map(node -> (Double) (double) node.receivedAt()).toList());
        }
        assertThat(rows.get(2))
                .as("B1 has no such probe")
                .containsEntry("soil_humidity_mean", null);
    }

    private static void assertMean(@Nullable Object mean, List<@Nullable Double> values) {
        double[] valid =
                values.stream()
                        .filter(value -> value != null && !value.isNaN())
                        .mapToDouble(Double::doubleValue)
                        .toArray();
        if (valid.length == 0) {
            assertThat(mean).isNull();
            return;
        }
        double expected = Arrays.stream(valid).sum() / valid.length;
        assertThat((Double) mean).isCloseTo(expected, within(Math.abs(expected) * 1e-14));
    }

    private static List<SensorAggregate> windowsOf(List<Envelope> envelopes) throws Exception {
        WindowSettings settings =
                new WindowSettings(
                        HALF_HOUR, Duration.ofHours(24), Duration.ofSeconds(1), 1_024, Origin.LIVE);
        try (FunctionHarness<CheckedReading, SensorAggregate> windows =
                FunctionHarness.open(
                        new WindowFunction(settings),
                        checked -> checked.reading().sensorId(),
                        Backend.HEAP)) {
            List<SensorAggregate> rows = new ArrayList<>();
            for (Envelope envelope : envelopes.subList(0, 10)) {
                windows.send(decoded(envelope));
            }
            windows.watermark(NOON + HALF_HOUR.toMillis());
            rows.addAll(windows.output());
            // Each of the others is late and corrects the window.
            for (Envelope envelope : envelopes.subList(10, envelopes.size())) {
                windows.send(decoded(envelope));
                windows.clock(envelope.receivedAt());
                rows.addAll(windows.output());
            }
            windows.endInput();
            rows.addAll(windows.output());
            Collections.shuffle(rows, new Random(1));
            return rows;
        }
    }

    private static List<CheckedReading> decoded(Envelope envelope) {
        List<CheckedReading> readings = new ArrayList<>();
        new MessageDecoder(DecodeLimits.defaults())
                .decode(
                        Topics.GATEWAY_STATUS,
                        envelope.json().getBytes(StandardCharsets.UTF_8),
                        envelope.receivedAt(),
                        new MessageHandler() {
                            @Override
                            public void onReading(Reading reading, ElementBytes origin) {
                                readings.add(new CheckedReading(reading, false));
                            }

                            @Override
                            public void onGatewayMessage(GatewayMessage message) {
                                throw new AssertionError("Not a reading: " + message);
                            }

                            @Override
                            public void onRejected(RejectedMessage rejected) {
                                throw new AssertionError("Rejected: " + rejected.detail());
                            }
                        });
        return readings;
    }

    private static Envelope randomEnvelope(Random random, long receivedAt) {
        List<Node> nodes = new ArrayList<>();
        for (String identifier : List.of("A1", "A2", "B1")) {
            // Nodes that do not answer in time are not in the array.
            if (random.nextInt(4) > 0) {
                nodes.add(new Node(identifier, receivedAt, randomValues(random, identifier)));
            }
        }
        return new Envelope(receivedAt, nodes);
    }

    private static Map<String, Double> randomValues(Random random, String identifier) {
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("temperature", random.nextInt(5) == 0 ? Double.NaN : random.nextInt(400) / 10.0);
        values.put("humidity", random.nextInt(1_000) / 10.0);
        if (!identifier.equals("B1")) {
            values.put("soil_humidity", random.nextInt(1_000) / 10.0);
        }
        values.put("light", (double) random.nextInt(1_024));
        values.put("uv_intensity", (double) random.nextInt(12));
        if (random.nextBoolean()) {
            values.put("soil_temperature", random.nextInt(300) / 10.0);
        }
        return values;
    }

    private static List<Node> nodesOf(List<Envelope> envelopes, @Nullable Object identifier) {
        return envelopes.stream()
                .flatMap(envelope -> envelope.nodes().stream())
                .filter(node -> node.identifier().equals(identifier))
                .toList();
    }

    /** What AWS IoT stored of one publication of the original gateway. */
    private record Envelope(long receivedAt, List<Node> nodes) {

        String json() {
            return nodes.stream()
                    .map(Node::json)
                    .collect(
                            joining(
                                    ",",
                                    "{\"$unknown\":[",
                                    "],\"ingestion_timestamp\":" + receivedAt + "}"));
        }
    }

    private record Node(String identifier, long receivedAt, Map<String, Double> values) {

        String json() {
            return values.entrySet().stream()
                    .map(value -> "\"" + value.getKey() + "\":" + value.getValue())
                    .collect(
                            joining(
                                    ",",
                                    "{\"identifier\":\"" + identifier + "\",\"values\":{",
                                    "}}"));
        }
    }
}
