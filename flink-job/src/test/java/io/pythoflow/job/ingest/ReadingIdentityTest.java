package io.pythoflow.job.ingest;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.job.ingest.ReadingIdentity.Kind;
import io.pythoflow.job.testing.ReadingBuilder;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingIdentityTest {

    @Test
    void aMessageIdAloneIdentifies() {
        Reading first = aReading().withId("m-1").with("rain", 1).build();
        Reading same = aReading().withId("m-1").with("rain", 2).at(NOON + 5).build();
        Reading other = aReading().withId("m-2").with("rain", 1).build();

        assertThat(ReadingIdentity.of(first).kind()).isEqualTo(Kind.MESSAGE_ID);
        assertThat(ReadingIdentity.of(same)).isEqualTo(ReadingIdentity.of(first));
        assertThat(ReadingIdentity.of(other)).isNotEqualTo(ReadingIdentity.of(first));
    }

    @Test
    void withoutAnIdTimeAndContentIdentify() {
        ReadingIdentity identity = ReadingIdentity.of(twoMetrics().build());

        assertThat(identity.kind()).isEqualTo(Kind.TIME_AND_CONTENT);
        assertThat(ReadingIdentity.of(twoMetrics().build())).isEqualTo(identity);
        assertThat(ReadingIdentity.of(twoMetrics().at(NOON + 1).build())).isNotEqualTo(identity);
        assertThat(ReadingIdentity.of(twoMetrics().sequence(7).build())).isNotEqualTo(identity);
        assertThat(ReadingIdentity.of(twoMetrics().with("rain", 0).build())).isNotEqualTo(identity);
        assertThat(
                        ReadingIdentity.of(
                                aReading().with("humidity", 60).with("temperature", 20.6).build()))
                .isNotEqualTo(identity);
        assertThat(
                        ReadingIdentity.of(
                                aReading().with("humidity", 20.5).with("temperature", 60).build()))
                .as("values swapped")
                .isNotEqualTo(identity);
    }

    @Test
    void whatTheWayAddsDoesNotCount() {
        assertThat(
                        ReadingIdentity.of(
                                twoMetrics()
                                        .receivedAt(NOON + 60_000)
                                        .flagged("clock_ahead")
                                        .through("irrigation-gateway-001")
                                        .inZone("field-01.A")
                                        .on("irrigation/gateway/status")
                                        .build()))
                .isEqualTo(ReadingIdentity.of(twoMetrics().build()));
    }

    @Test
    void aTimeCountedFromReceiptMovesWithIt() {
        Reading fiveBefore = aReading().timedByReceiptAt(NOON).at(NOON - 5_000).build();
        Reading again = aReading().timedByReceiptAt(NOON + 60_000).at(NOON + 55_000).build();
        Reading now = aReading().timedByReceiptAt(NOON).build();

        assertThat(ReadingIdentity.of(again)).isEqualTo(ReadingIdentity.of(fiveBefore));
        assertThat(ReadingIdentity.of(now)).isNotEqualTo(ReadingIdentity.of(fiveBefore));
    }

    @Test
    void theOrderOfMeasurementsDoesNotCount() {
        Reading reversed = aReading().with("temperature", 20.5).with("humidity", 60).build();

        assertThat(ReadingIdentity.of(reversed))
                .isEqualTo(ReadingIdentity.of(twoMetrics().build()));
    }

    @Test
    void bothZerosAreOne() {
        assertThat(ReadingIdentity.of(aReading().with("rain", -0.0).build()))
                .isEqualTo(ReadingIdentity.of(aReading().with("rain", 0.0).build()));
    }

    @Test
    void withNeitherIdNorTimeTopicAndContentIdentify() {
        ReadingIdentity identity = ReadingIdentity.of(aReading().timedByReceiptAt(NOON).build());

        assertThat(identity.kind()).isEqualTo(Kind.CONTENT);
        assertThat(ReadingIdentity.of(aReading().timedByReceiptAt(NOON + 9).build()))
                .isEqualTo(identity);
        assertThat(
                        ReadingIdentity.of(
                                aReading()
                                        .timedByReceiptAt(NOON)
                                        .on("irrigation/gateway/status")
                                        .build()))
                .isNotEqualTo(identity);
    }

    @Test
    void idsThatDifferLittleDoNotCollide() {
        Set<Long> hashes = new HashSet<>();
        for (int i = 0; i < 200_000; i++) {
            hashes.add(ReadingIdentity.of(aReading().withId("gw-000-7f3a:" + i).build()).hash());
            hashes.add(ReadingIdentity.of(aReading().at(NOON + i).build()).hash());
        }

        assertThat(hashes).hasSize(400_000).doesNotContain(0L);
    }

    /** Values of a second implementation of the same definition. */
    @Test
    void theHashNeverChangesSinceStateHoldsIt() {
        assertThat(ReadingIdentity.of(aReading().withId("gw-000-7f3a:184512").build()).hash())
                .isEqualTo(-7503142383804960926L);
        assertThat(ReadingIdentity.of(twoMetrics().sequence(7).build()).hash())
                .isEqualTo(-1083727521946936528L);
        assertThat(ReadingIdentity.of(twoMetrics().timedByReceiptAt(NOON).build()).hash())
                .isEqualTo(132574999424287200L);
    }

    private static ReadingBuilder twoMetrics() {
        return aReading().with("humidity", 60).with("temperature", 20.5);
    }
}
