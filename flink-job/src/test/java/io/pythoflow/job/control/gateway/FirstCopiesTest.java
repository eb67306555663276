package io.pythoflow.job.control.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.contract.payload.CommandAck;
import io.pythoflow.contract.payload.Diagnostics;
import io.pythoflow.contract.payload.GatewayStatus.ValveState;
import io.pythoflow.contract.payload.ValveStatus;
import io.pythoflow.job.control.gateway.FirstCopies.Way;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FirstCopiesTest {

    private final FirstCopies copies = new FirstCopies();

    @Test
    void theSecondCopyIsNoNewsWhicheverWayItComes() {
        assertThat(copies.isFirst(status(1, 10), Way.EARLY)).isTrue();
        assertThat(copies.isFirst(status(1, 90), Way.SURELY)).isFalse();
        assertThat(copies.isFirst(ack(1, 10), Way.SURELY)).isTrue();
        assertThat(copies.isFirst(ack(1, 11), Way.EARLY)).isFalse();
    }

    @Test
    void whatIsSaidAgainIsNewsAgain() {
        assertThat(copies.isFirst(status(1, 10), Way.EARLY)).isTrue();
        assertThat(copies.isFirst(status(2, 20), Way.EARLY)).isTrue();
        assertThat(copies.isFirst(status(2, 90), Way.SURELY)).isFalse();
        assertThat(copies.isFirst(status(1, 91), Way.SURELY)).isFalse();
        assertThat(copies.isFirst(status(1, 92), Way.SURELY)).isTrue();
    }

    @Test
    void withoutATimeOfTheirOwnCopiesAreCounted() {
        assertThat(copies.isFirst(status(10, 10), Way.EARLY)).isTrue();
        assertThat(copies.isFirst(status(20, 20), Way.EARLY)).isTrue();
        assertThat(copies.isFirst(status(91, 91), Way.SURELY)).isFalse();
        assertThat(copies.isFirst(status(92, 92), Way.SURELY)).isFalse();
        assertThat(copies.isFirst(status(93, 93), Way.SURELY)).isTrue();
    }

    @Test
    void ofTooManyTheOldestIsForgotten() {
        for (int i = 0; i <= FirstCopies.MOST_REMEMBERED; i++) {
            copies.isFirst(status(i + 1, 0), Way.EARLY);
        }

        assertThat(copies.isFirst(status(2, 90), Way.SURELY)).isFalse();
        assertThat(copies.isFirst(status(1, 90), Way.SURELY)).isTrue();
    }

    @Test
    void whatComesOnOneWayHasNoCopies() {
        assertThatThrownBy(
                        () ->
                                copies.isFirst(
                                        new Diagnostics("gateway", 1, 1, Map.of(), null),
                                        Way.SURELY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("one way only");
    }

    private static ValveStatus status(long timestamp, long receivedAt) {
        return new ValveStatus(
                "device", null, timestamp, receivedAt, ValveState.CLOSED, 0.0, null, null);
    }

    private static CommandAck ack(long timestamp, long receivedAt) {
        return new CommandAck(
                "command",
                "device",
                null,
                timestamp,
                receivedAt,
                CommandAck.State.STARTED,
                null,
                null,
                null,
                null);
    }
}
