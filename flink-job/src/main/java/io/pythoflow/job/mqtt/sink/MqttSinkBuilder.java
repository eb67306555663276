package io.pythoflow.job.mqtt.sink;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link MqttSink}. Broker, client id prefix, serializer and when to publish are
 * required.
 *
 * @param <T> what the serializer makes publications of
 */
public final class MqttSinkBuilder<T> {
    private static final int MAXIMUM_UNSIGNED_SHORT = 0xffff;

    private @Nullable BrokerAddress broker;
    private @Nullable String clientIdPrefix;
    private @Nullable MqttSerializer<T> serializer;
    private @Nullable Publish publish;
    private int maximumInFlight = 90;
    private int maximumRatePerSecond = 90;
    private Duration flushTimeout = Duration.ofMinutes(1);
    private Duration keepAlive = Duration.ofSeconds(60);

    MqttSinkBuilder() {}

    /** Where the broker is and how it is spoken to. */
    public MqttSinkBuilder<T> broker(BrokerAddress address) {
        broker = address;
        return this;
    }

    /** Subtask {@code i} connects as {@code <prefix>-<i>}. No other client may use these ids. */
    public MqttSinkBuilder<T> clientIdPrefix(String prefix) {
        clientIdPrefix = prefix;
        return this;
    }

    /** What turns records into publications. */
    public MqttSinkBuilder<T> serializer(MqttSerializer<T> recordSerializer) {
        serializer = recordSerializer;
        return this;
    }

    /** When to publish. */
    public MqttSinkBuilder<T> publish(Publish when) {
        publish = when;
        return this;
    }

    /**
     * Publications that a connection may have unanswered, 1 to 65,535; 90 by default. Fewer if the
     * broker's receive maximum is lower.
     */
    public MqttSinkBuilder<T> maximumInFlight(int publications) {
        maximumInFlight = publications;
        return this;
    }

    /**
     * Publications that a connection may send per second, with bursts of a tenth of that; 90 by
     * default, at most 99 in any one second.
     */
    public MqttSinkBuilder<T> maximumRatePerSecond(int publications) {
        maximumRatePerSecond = publications;
        return this;
    }

    /**
     * How long a write, a flush or a commit waits without a single publication being settled before
     * the task fails; 1 min by default. Longer than a restart of the broker takes, and than the
     * longest pause between attempts to connect, 45 s.
     */
    public MqttSinkBuilder<T> flushTimeout(Duration timeout) {
        flushTimeout = timeout;
        return this;
    }

    /** Longest silence on a connection, whole seconds; 60 s by default, zero for no limit. */
    public MqttSinkBuilder<T> keepAlive(Duration interval) {
        keepAlive = interval;
        return this;
    }

    /**
     * The sink as described so far.
     *
     * @throws IllegalArgumentException if something is missing or out of range; the message lists
     *     every problem
     */
    public MqttSink<T> build() {
        List<String> problems = problems();
        if (broker == null
                || clientIdPrefix == null
                || serializer == null
                || publish == null
                || !problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot build the MQTT sink: " + String.join("; ", problems));
        }

        MqttSinkSettings settings =
                new MqttSinkSettings(
                        broker,
                        clientIdPrefix,
                        maximumInFlight,
                        maximumRatePerSecond,
                        flushTimeout,
                        keepAlive);
        return switch (publish) {
            case ON_WRITE -> new OnWriteSink<>(settings, serializer);
            case ON_COMMIT -> new OnCommitSink<>(settings, serializer);
        };
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        expect(broker != null, "give the address of the broker", problems);
        expect(
                clientIdPrefix != null && !clientIdPrefix.isBlank(),
                "give a client id prefix",
                problems);
        expect(serializer != null, "give a serializer", problems);
        expect(publish != null, "say when to publish", problems);
        expect(
                maximumInFlight >= 1 && maximumInFlight <= MAXIMUM_UNSIGNED_SHORT,
                "the maximum in flight is " + maximumInFlight + " and must be 1 to 65535",
                problems);
        expect(
                maximumRatePerSecond >= 1,
                "the maximum rate is " + maximumRatePerSecond + "/s and must be at least 1/s",
                problems);
        expect(
                flushTimeout.toMillis() > 0,
                "the flush timeout is " + flushTimeout + " and must be positive",
                problems);
        expect(
                !keepAlive.isNegative() && keepAlive.toSeconds() <= MAXIMUM_UNSIGNED_SHORT,
                "the keep alive is " + keepAlive + " and must be 0 s to 65535 s",
                problems);
        return problems;
    }

    private static void expect(boolean condition, String problem, List<String> problems) {
        if (!condition) {
            problems.add(problem);
        }
    }
}
