package io.pythoflow.job.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.job.control.sense.SensorReport;
import io.pythoflow.job.control.sense.SensorReport.Doubt;
import io.pythoflow.job.control.testing.Reports;
import io.pythoflow.job.testing.ReadingBuilder;
import org.junit.jupiter.api.Test;

class ReplayOrderTest {

    private static final long NOON = ReadingBuilder.NOON;
    private static final long A_WEEK_LATER = NOON + 7 * 86_400_000L;

    @Test
    void asReceivedNothingIsChanged() {
        SensorReport report = report(Doubt.HISTORICAL);

        assertThat(ReplayOrder.RECEIVED.heard(report)).contains(report);
        assertThat(ReplayOrder.RECEIVED.heard(report(Doubt.CLOCK))).isPresent();
    }

    @Test
    void asMeasuredABufferIsNoDoubtAndReceiptIsAtOnce() {
        assertThat(ReplayOrder.MEASURED.heard(report(Doubt.HISTORICAL)))
                .contains(moist().receivedAt(NOON).build());
        assertThat(ReplayOrder.MEASURED.heard(report(Doubt.NONE)))
                .contains(moist().receivedAt(NOON).build());
    }

    @Test
    void whoseReadingItIsStaysInDoubt() {
        assertThat(ReplayOrder.MEASURED.heard(report(Doubt.IDENTITY)).orElseThrow().doubt())
                .isEqualTo(Doubt.IDENTITY);
    }

    @Test
    void aClockThatCannotBeBelievedTellsNoPlaceInThePast() {
        assertThat(ReplayOrder.MEASURED.heard(report(Doubt.CLOCK))).isEmpty();
    }

    @Test
    void theTimeOfHearingIsReceiptOrMeasurement() {
        var reading = ReadingBuilder.aReading().at(NOON).receivedAt(A_WEEK_LATER).build();

        assertThat(ReplayOrder.RECEIVED.heardAt(reading)).isEqualTo(A_WEEK_LATER);
        assertThat(ReplayOrder.MEASURED.heardAt(reading)).isEqualTo(NOON);
    }

    private static SensorReport report(Doubt doubt) {
        return moist().receivedAt(A_WEEK_LATER).doubted(doubt).build();
    }

    private static Reports moist() {
        return Reports.from("A1", NOON).with(Metric.SOIL_MOISTURE, 20).every(300);
    }
}
