package io.pythoflow.job.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.contract.topic.Topics;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway of the original firmware with one node: it publishes arrays without time on the topic
 * that all gateways share, opens on whatever has its keys, is silent while it waters, and never
 * answers. What it reads is parsed as the firmware does it, by the keys alone.
 */
public final class OriginalTestDevice implements AutoCloseable {

    private static final long PERIOD_MILLIS = 500;
    private static final Pattern TIME = Pattern.compile("\"time\"\\s*:\\s*(\\d+)");

    private final String identifier;
    private final RawClient client;
    private final List<RawClient.Message> received = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

    private volatile long watersUntil;

    /** Belongs to the clock's thread once it runs. */
    private double soilHumidity;

    private OriginalTestDevice(
            String brokerUrl, String gatewayNumber, String identifier, double soilHumidity)
            throws IOException {
        this.identifier = identifier;
        this.soilHumidity = soilHumidity;
        client = RawClient.connect(brokerUrl, "original-" + gatewayNumber, this::receive);
        client.subscribe(Topics.command(gatewayNumber));
        ScheduledFuture<?> unused =
                clock.scheduleAtFixedRate(this::measure, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Connects it; its node measures from now on. */
    public static OriginalTestDevice start(
            String brokerUrl, String gatewayNumber, String identifier, double soilHumidity)
            throws IOException {
        return new OriginalTestDevice(brokerUrl, gatewayNumber, identifier, soilHumidity);
    }

    /** Every packet that came on its topic. */
    public List<RawClient.Message> received() {
        return List.copyOf(received);
    }

    private void receive(RawClient.Message message) {
        received.add(message);
        String text = message.text();
        Matcher time = TIME.matcher(text);
        if (text.contains("\"identifier\"") && text.contains("\"command\"") && time.find()) {
            watersUntil = message.arrivedAt() + Long.parseLong(time.group(1));
        }
    }

    /** A little drier each time, as soil is: equal payloads would be taken for copies. */
    private void measure() {
        if (System.currentTimeMillis() < watersUntil) {
            return;
        }
        soilHumidity -= 0.01;
        client.send(
                Topics.GATEWAY_STATUS,
                "[{\"identifier\":\"%s\",\"values\":{\"temperature\":28.3,\"soil_humidity\":%.2f}}]"
                        .formatted(identifier, soilHumidity)
                        .getBytes(UTF_8));
    }

    @Override
    public void close() throws IOException {
        clock.shutdownNow();
        client.close();
    }
}
