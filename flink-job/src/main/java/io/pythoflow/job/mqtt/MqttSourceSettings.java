package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.MqttSlot.Purpose;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.mqtt.transport.ConnectionSettings;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the builder of {@link MqttSource} was told; see there.
 *
 * @param clientIdPrefix of the slots; the client id itself where the source is exclusive
 * @param sessionExpiry zero where the source is exclusive: its session ends with each connection
 */
record MqttSourceSettings(
        BrokerAddress broker,
        String clientIdPrefix,
        @Nullable String sharedGroup,
        List<String> filters,
        int slots,
        int receiveMaximum,
        Duration sessionExpiry,
        Duration keepAlive,
        int maximumPacketSize,
        Acknowledge acknowledge,
        Duration resendAfter,
        SessionLoss onSessionLoss,
        @Nullable Duration endAfterIdle,
        Duration outOfOrderness,
        Duration liveWithin,
        @Nullable MetricsExport metricsExport)
        implements Serializable {
    MqttSourceSettings {
        filters = List.copyOf(filters);
    }

    /** Whether there is one session without a future in place of slots. */
    boolean isExclusive() {
        return sessionExpiry.isZero();
    }

    String clientId(int slot) {
        return isExclusive() ? clientIdPrefix : clientIdPrefix + "-slot-" + slot;
    }

    /** The filters as a slot subscribes to them. */
    List<String> subscriptions() {
        String share = sharedGroup == null ? "" : "$share/" + sharedGroup + "/";
        return filters.stream().map(filter -> share + filter).toList();
    }

    ConnectionSettings connection(MqttSlot slot) {
        return new ConnectionSettings(
                broker,
                slot.clientId(),
                slot.purpose() == Purpose.READ ? subscriptions() : List.of(),
                slot.formerFilters(),
                slot.sessionKnown(),
                onSessionLoss == SessionLoss.FAIL && slot.purpose() == Purpose.READ,
                receiveMaximum,
                sessionExpiry,
                keepAlive,
                maximumPacketSize);
    }
}
