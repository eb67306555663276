package io.pythoflow.sim.load;

import io.pythoflow.sim.mqtt.OutgoingReading;
import io.pythoflow.sim.mqtt.OutgoingReading.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A reading's JSON with holes. It is cut from what the JSON writer makes of a reading full of
 * markers, so load and writer cannot differ in shape; filling a hole is a copy of digits.
 */
final class Template {

    /** Numbers that no shape holds by itself, as their place may allow only a number. */
    private static final long FIRST_MARKER = 9_100_000_000_000_000_000L;

    private static final int ID = 0;
    private static final int SENSOR = 1;
    private static final int SEQUENCE = 2;
    private static final int TIME = 3;
    private static final int FIRST_VALUE = 4;
    private static final Pattern MARKER = Pattern.compile("91000000000000000(\\d\\d)");

    private final List<byte[]> literals = new ArrayList<>();
    private final List<Integer> holes = new ArrayList<>();
    private final List<LoadMetric> metrics;

    /**
     * A template.
     *
     * @param gatewayId null for shapes without
     * @param json writes a reading
     */
    Template(
            List<LoadMetric> metrics,
            @Nullable String gatewayId,
            Function<OutgoingReading, byte[]> json) {
        this.metrics = metrics;
        List<Value> values = new ArrayList<>();
        for (int i = 0; i < metrics.size(); i++) {
            LoadMetric metric = metrics.get(i);
            values.add(new Value(metric.name(), marker(FIRST_VALUE + i), metric.unit()));
        }
        String text =
                new String(
                        json.apply(
                                new OutgoingReading(
                                        marker(ID),
                                        gatewayId,
                                        marker(SENSOR),
                                        FIRST_MARKER + SEQUENCE,
                                        marker(TIME),
                                        values)),
                        StandardCharsets.UTF_8);
        cut(text);
    }

    private static String marker(int hole) {
        return Long.toString(FIRST_MARKER + hole);
    }

    private void cut(String text) {
        Matcher matcher = MARKER.matcher(text);
        int from = 0;
        while (matcher.find()) {
            literals.add(text.substring(from, matcher.start()).getBytes(StandardCharsets.UTF_8));
            holes.add(Integer.valueOf(matcher.group(1)));
            from = matcher.end();
        }
        literals.add(text.substring(from).getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Appends one reading.
     *
     * @param idPrefix the message id is this and the reading's number
     * @param sensorId as published
     * @param reading number of the reading in the run, from 0
     * @param sequence of the sensor
     * @param timeMillis epoch milliseconds
     */
    void append(
            ByteWriter out,
            byte[] idPrefix,
            byte[] sensorId,
            long seed,
            long reading,
            long sequence,
            long timeMillis) {
        for (int i = 0; i < holes.size(); i++) {
            out.raw(literals.get(i));
            int hole = holes.get(i);
            switch (hole) {
                case ID -> {
                    out.raw(idPrefix);
                    out.digits(reading);
                }
                case SENSOR -> out.raw(sensorId);
                case SEQUENCE -> out.digits(sequence);
                case TIME -> out.digits(timeMillis);
                default ->
                        out.thousandths(metrics.get(hole - FIRST_VALUE).thousandths(seed, reading));
            }
        }
        out.raw(literals.get(holes.size()));
    }
}
