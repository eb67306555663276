package io.pythoflow.sim.load;

import io.pythoflow.contract.topic.Topics;
import io.pythoflow.sim.mqtt.ReadingJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The messages of a run: a message is its number and the time of its sending, so the same two give
 * the same bytes and the same ledger lines. Not thread-safe.
 */
final class Messages {

    private final LoadPlan plan;
    private final boolean legacy;
    private final List<String> topics = new ArrayList<>();
    private final List<byte[]> sensorIds = new ArrayList<>();
    private final List<Template> templateByConnection = new ArrayList<>();
    private final Template ledgerTemplate;
    private final byte[] idPrefix;
    private final ByteWriter out = new ByteWriter();

    /**
     * The messages of a plan.
     *
     * @param gatewayIds one per connection
     */
    Messages(LoadPlan plan, List<String> gatewayIds) {
        this.plan = plan;
        this.legacy = plan.kind() == PayloadKind.LEGACY;
        this.idPrefix = (plan.run() + ":").getBytes(StandardCharsets.UTF_8);
        List<LoadMetric> metrics = LoadMetric.of(plan.kind());
        for (int i = 0; i < plan.sensors(); i++) {
            String id = legacy ? "L" + (i + 1) : "load-%04d".formatted(i + 1);
            sensorIds.add(id.getBytes(StandardCharsets.UTF_8));
            topics.add(legacy ? Topics.GATEWAY_STATUS : Topics.sensorData(id));
        }
        for (String gatewayId : gatewayIds) {
            templateByConnection.add(
                    legacy
                            ? new Template(
                                    metrics,
                                    null,
                                    reading -> inner(ReadingJson.legacy(List.of(reading))))
                            : new Template(
                                    metrics,
                                    gatewayId,
                                    reading -> ReadingJson.readings(List.of(reading))));
        }
        this.ledgerTemplate =
                new Template(
                        metrics,
                        null,
                        legacy ? ReadingJson::legacyLedgerLine : ReadingJson::ledgerLine);
    }

    private static byte[] inner(byte[] array) {
        return Arrays.copyOfRange(array, 1, array.length - 1);
    }

    String topic(long message) {
        return topics.get(sensorOf(message, 0));
    }

    /** A sensor's readings stay on one connection, as those of a gateway do. */
    int connectionOf(long message) {
        long dealt = legacy ? message : sensorOf(message, 0);
        return (int) (dealt % plan.connections());
    }

    /** A message holds readings of one sensor, the original firmware's one of several sensors. */
    private int sensorOf(long message, int index) {
        long dealt = legacy ? message * plan.readingsPerMessage() + index : message;
        return (int) (dealt % plan.sensors());
    }

    byte[] payload(long message, long timeMillis) {
        Template template = templateByConnection.get(connectionOf(message));
        boolean array = legacy || plan.readingsPerMessage() > 1;
        out.clear();
        for (int i = 0; i < plan.readingsPerMessage(); i++) {
            out.raw((byte) (i > 0 ? ',' : '['));
            append(template, message, i, timeMillis);
        }
        out.raw((byte) ']');
        byte[] bytes = out.copy();
        return array ? bytes : inner(bytes);
    }

    /** One line per reading of the message. */
    byte[] ledgerLines(long message, long timeMillis) {
        out.clear();
        for (int i = 0; i < plan.readingsPerMessage(); i++) {
            append(ledgerTemplate, message, i, timeMillis);
            out.raw((byte) '\n');
        }
        return out.copy();
    }

    private void append(Template template, long message, int index, long timeMillis) {
        int readings = plan.readingsPerMessage();
        // Several readings of a sensor in one message need a time each.
        long time = timeMillis - (readings - 1 - index);
        template.append(
                out,
                idPrefix,
                sensorIds.get(sensorOf(message, index)),
                plan.seed(),
                message * readings + index,
                message / plan.sensors() * readings + index,
                time);
    }
}
