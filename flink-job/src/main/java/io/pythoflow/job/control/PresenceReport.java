package io.pythoflow.job.control;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.GatewayError.Severity;
import io.pythoflow.job.control.AlertBook.Subject;
import io.pythoflow.job.control.gateway.GatewayEvents;
import io.pythoflow.job.control.gateway.PresenceEvents;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who comes and goes: a row of every gateway, and an alert of those that zones hang on. */
final class PresenceReport implements PresenceEvents {

    private final Farm farm;
    private Set<String> awaited = Set.of();
    private long now;

    PresenceReport(Farm farm) {
        this.farm = farm;
    }

    /** The gateways that zones hang on. */
    void await(Set<String> gatewayIds) {
        awaited = Set.copyOf(gatewayIds);
    }

    /** What time it is, epoch milliseconds. */
    void at(long time) {
        now = time;
    }

    @Override
    public void lost(String gatewayId, @Nullable Long lastHeardAt, Why why) {
        farm.out().event(GatewayEvents.lost(gatewayId, lastHeardAt, why, now));
        if (awaited.contains(gatewayId)) {
            farm.raise(
                    Alert.Code.GATEWAY_OFFLINE,
                    Severity.ERROR,
                    Subject.gateway(gatewayId),
                    "Gateway %s is offline (%s); its zones stay shut"
                            .formatted(gatewayId, why.word()),
                    now);
        }
    }

    @Override
    public void back(String gatewayId, long offlineSinceAt) {
        farm.out().event(GatewayEvents.back(gatewayId, offlineSinceAt, now));
        over(gatewayId, "is back");
    }

    @Override
    public void forgotten(String gatewayId, long offlineSinceAt) {
        farm.out().event(GatewayEvents.forgotten(gatewayId, offlineSinceAt, now));
        over(gatewayId, "is not waited for any more");
    }

    private void over(String gatewayId, String how) {
        farm.clear(
                Alert.Code.GATEWAY_OFFLINE,
                Subject.gateway(gatewayId),
                "Gateway %s %s".formatted(gatewayId, how),
                now);
    }
}
