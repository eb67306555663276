package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds an {@link MqttSource}. Broker, filters, deserializer and either a client id prefix or an
 * exclusive client id are required.
 *
 * @param <T> what the deserializer makes of messages
 */
public final class MqttSourceBuilder<T> {
    private static final int MAXIMUM_UNSIGNED_SHORT = 0xffff;
    private static final long MAXIMUM_UNSIGNED_INT = 0xffff_ffffL;

    /** Below this, not even the protocol's own packets are sure to pass. */
    private static final int SMALLEST_PACKET_SIZE = 1024;

    private @Nullable BrokerAddress broker;
    private @Nullable String clientIdPrefix;
    private @Nullable String exclusiveClientId;
    private @Nullable String sharedGroup;
    private List<String> filters = List.of();
    private int slots = 1;
    private int receiveMaximum = 100;
    private Duration sessionExpiry = Duration.ofHours(1);
    private Duration keepAlive = Duration.ofSeconds(60);
    private int maximumPacketSize = 256 * 1024;
    private Acknowledge acknowledge = Acknowledge.CHECKPOINT;
    private Duration resendAfter = Duration.ofSeconds(20);
    private SessionLoss onSessionLoss = SessionLoss.REPORT;
    private @Nullable Duration endAfterIdle;
    private Duration outOfOrderness = Duration.ofSeconds(10);
    private Duration liveWithin = Duration.ofMinutes(1);
    private @Nullable MetricsExport metricsExport;
    private @Nullable MqttDeserializer<T> deserializer;

    MqttSourceBuilder() {}

    /** Where the broker is and how it is spoken to. */
    public MqttSourceBuilder<T> broker(BrokerAddress address) {
        broker = address;
        return this;
    }

    /** Slot {@code i} connects as {@code <prefix>-slot-<i>}. No other client may use these ids. */
    public MqttSourceBuilder<T> clientIdPrefix(String prefix) {
        clientIdPrefix = prefix;
        return this;
    }

    /**
     * In place of slots, one session of exactly this client id that no connection leaves behind:
     * each connection starts clean and subscribes anew, and so receives what the broker retains
     * under the filters, anew. For what is worth having only as it is now, such as settings. Then
     * messages are acknowledged on receipt, nothing is kept across a lost connection, nobody's
     * event time waits for this source, and what else this builder is told of slots, sessions and
     * acknowledgement does not count.
     */
    public MqttSourceBuilder<T> exclusiveClientId(String clientId) {
        exclusiveClientId = clientId;
        return this;
    }

    /**
     * The group that shares the messages, subscribed as {@code $share/<group>/<filter>}. Null, the
     * default, subscribes plainly, which only one slot can do.
     */
    public MqttSourceBuilder<T> sharedGroup(@Nullable String group) {
        sharedGroup = group;
        return this;
    }

    /** Topic filters, without {@code $share}. Subscribed with QoS 1. */
    public MqttSourceBuilder<T> filters(List<String> topicFilters) {
        filters = List.copyOf(topicFilters);
        return this;
    }

    /** Number of sessions, spread over the subtasks; 1 by default. */
    public MqttSourceBuilder<T> slots(int count) {
        slots = count;
        return this;
    }

    /** QoS 1 messages that a slot may have unacknowledged, 1 to 65,535; 100 by default. */
    public MqttSourceBuilder<T> receiveMaximum(int messages) {
        receiveMaximum = messages;
        return this;
    }

    /** How long the broker keeps the sessions of an absent source; 1 h by default. */
    public MqttSourceBuilder<T> sessionExpiry(Duration expiry) {
        sessionExpiry = expiry;
        return this;
    }

    /** Longest silence on a connection, whole seconds; 60 s by default, zero for no limit. */
    public MqttSourceBuilder<T> keepAlive(Duration interval) {
        keepAlive = interval;
        return this;
    }

    /**
     * Largest packet in bytes, header included, at least 1,024; 256 KiB by default. The broker is
     * told so; one that sends a larger packet all the same loses the connection.
     */
    public MqttSourceBuilder<T> maximumPacketSize(int bytes) {
        maximumPacketSize = bytes;
        return this;
    }

    /** When messages are acknowledged; when their checkpoint completes by default. */
    public MqttSourceBuilder<T> acknowledge(Acknowledge when) {
        acknowledge = when;
        return this;
    }

    /**
     * From which age of an unacknowledged message on an equal one under another packet id is taken
     * for its resend; 20 s by default. Keep it a little below the time after which the broker sends
     * again.
     */
    public MqttSourceBuilder<T> resendAfter(Duration age) {
        resendAfter = age;
        return this;
    }

    /** What follows the loss of a session; it is reported by default. */
    public MqttSourceBuilder<T> onSessionLoss(SessionLoss reaction) {
        onSessionLoss = reaction;
        return this;
    }

    /** Ends the source when all slots were idle for so long; null, the default, never ends it. */
    public MqttSourceBuilder<T> endAfterIdle(@Nullable Duration idle) {
        endAfterIdle = idle;
        return this;
    }

    /** How far behind the highest event time the watermark stays; 10 s by default. */
    public MqttSourceBuilder<T> outOfOrderness(Duration bound) {
        outOfOrderness = bound;
        return this;
    }

    /**
     * How far event time may lie behind receipt, beyond the out-of-orderness, for a message to
     * count as live and not as historical; 1 min by default.
     */
    public MqttSourceBuilder<T> liveWithin(Duration bound) {
        liveWithin = bound;
        return this;
    }

    /** Registers what readers count under other names as well; null, the default, does not. */
    public MqttSourceBuilder<T> metricsExport(@Nullable MetricsExport export) {
        metricsExport = export;
        return this;
    }

    /** What turns messages into records. */
    public MqttSourceBuilder<T> deserializer(MqttDeserializer<T> messageDeserializer) {
        deserializer = messageDeserializer;
        return this;
    }

    /**
     * The source as described so far.
     *
     * @throws IllegalArgumentException if something is missing or out of range; the message lists
     *     every problem
     */
    public MqttSource<T> build() {
        List<String> problems = problems();
        boolean exclusive = exclusiveClientId != null;
        String clientIds = exclusive ? exclusiveClientId : clientIdPrefix;
        if (broker == null || clientIds == null || deserializer == null || !problems.isEmpty()) {
            throw new IllegalArgumentException(
                    "Cannot build the MQTT source: " + String.join("; ", problems));
        }

        return new MqttSource<>(
                new MqttSourceSettings(
                        broker,
                        clientIds,
                        sharedGroup,
                        filters,
                        slots,
                        receiveMaximum,
                        exclusive ? Duration.ZERO : sessionExpiry,
                        keepAlive,
                        maximumPacketSize,
                        exclusive ? Acknowledge.RECEIPT : acknowledge,
                        resendAfter,
                        exclusive ? SessionLoss.REPORT : onSessionLoss,
                        endAfterIdle,
                        outOfOrderness,
                        liveWithin,
                        metricsExport),
                deserializer);
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        expect(broker != null, "give the address of the broker", problems);
        if (exclusiveClientId == null) {
            expect(
                    clientIdPrefix != null && !clientIdPrefix.isBlank(),
                    "give a client id prefix",
                    problems);
        } else {
            expectExclusive(exclusiveClientId, problems);
        }

        expect(deserializer != null, "give a deserializer", problems);
        expect(!filters.isEmpty(), "give at least one topic filter", problems);
        for (String filter : filters) {
            expect(
                    !filter.isEmpty() && !filter.startsWith("$share/"),
                    "the filter \""
                            + filter
                            + "\" must be a topic filter without $share, which the shared group adds",
                    problems);
        }

        expect(
                sharedGroup == null || sharedGroup.matches("[^/+#]+"),
                "the shared group \"" + sharedGroup + "\" must be a name without /, + and #",
                problems);
        expect(slots >= 1, "slots is " + slots + " and must be at least 1", problems);
        expect(
                slots == 1 || sharedGroup != null,
                slots
                        + " slots without a shared group would each receive every message: set a"
                        + " shared group, or one slot",
                problems);
        expect(
                receiveMaximum >= 1 && receiveMaximum <= MAXIMUM_UNSIGNED_SHORT,
                "the receive maximum is " + receiveMaximum + " and must be 1 to 65535",
                problems);
        expect(
                sessionExpiry.toSeconds() >= 1 && sessionExpiry.toSeconds() <= MAXIMUM_UNSIGNED_INT,
                "the session expiry is " + sessionExpiry + " and must be 1 s to 4294967295 s",
                problems);
        expect(
                !keepAlive.isNegative() && keepAlive.toSeconds() <= MAXIMUM_UNSIGNED_SHORT,
                "the keep alive is " + keepAlive + " and must be 0 s to 65535 s",
                problems);
        expect(
                maximumPacketSize >= SMALLEST_PACKET_SIZE,
                "the maximum packet size is "
                        + maximumPacketSize
                        + " bytes and must be at least "
                        + SMALLEST_PACKET_SIZE,
                problems);
        expect(
                resendAfter.toMillis() > 0,
                "resendAfter is " + resendAfter + " and must be positive",
                problems);
        expect(
                endAfterIdle == null || endAfterIdle.toMillis() > 0,
                "endAfterIdle is " + endAfterIdle + " and must be positive, or null for never",
                problems);
        expect(
                !outOfOrderness.isNegative(),
                "the out-of-orderness is " + outOfOrderness + " and must not be negative",
                problems);
        expect(
                !liveWithin.isNegative(),
                "liveWithin is " + liveWithin + " and must not be negative",
                problems);
        return problems;
    }

    private void expectExclusive(String clientId, List<String> problems) {
        expect(!clientId.isBlank(), "give an exclusive client id that is not blank", problems);
        expect(
                clientIdPrefix == null && sharedGroup == null && slots == 1,
                "the exclusive client \""
                        + clientId
                        + "\" has no slots: leave client id prefix, shared group and slots out",
                problems);
    }

    private static void expect(boolean condition, String problem, List<String> problems) {
        if (!condition) {
            problems.add(problem);
        }
    }
}
