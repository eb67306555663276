package io.pythoflow.bench.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.TimestampSource;
import org.junit.jupiter.api.Test;

class SendersTest {
    private static final long NOON = 1_748_779_200_000L;

    @Test
    void aSensorSendsOncePerPeriod() {
        Senders senders = new Senders(100, 60, IdentityKind.MESSAGE_ID);

        Reading first = senders.reading(17, NOON);
        Reading next = senders.reading(17 + senders.sensors(), NOON);

        assertThat(senders.sensors()).isEqualTo(6_000);
        assertThat(next.sensorId()).isEqualTo(first.sensorId());
        assertThat(next.timestamp() - first.timestamp()).isEqualTo(60_000);
        assertThat(next.messageId()).isNotEqualTo(first.messageId());
    }

    @Test
    void aReadingIsKnownByWhatItsKindSays() {
        assertThat(new Senders(1, 1, IdentityKind.TIME).reading(0, NOON).messageId()).isNull();
        assertThat(new Senders(1, 1, IdentityKind.TIME).reading(0, NOON).timestampSource())
                .isEqualTo(TimestampSource.DEVICE);
        assertThat(new Senders(1, 1, IdentityKind.CONTENT).reading(0, NOON).timestampSource())
                .isEqualTo(TimestampSource.INGEST);
    }
}
