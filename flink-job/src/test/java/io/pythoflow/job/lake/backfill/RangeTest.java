package io.pythoflow.job.lake.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RangeTest {

    private static final long HOUR = 3_600_000;
    private static final Span WINDOWS = new Span(100 * HOUR, 200 * HOUR);

    @Test
    void theTableAloneIsReadForTheRangeAlone() {
        Range range = Range.ofTable(WINDOWS);

        assertThat(range.table()).isEqualTo(WINDOWS);
    }

    @Test
    void copiesOfReadingsAtTheEdgesLieBeyondThem() {
        Range range = more(Duration.ofDays(1));

        assertThat(range.copies()).isEqualTo(new Span(100 * HOUR - 90_000, 200 * HOUR + 90_000));
        assertThat(range.table())
                .as("the job may have got them a day later")
                .isEqualTo(new Span(100 * HOUR - 90_000, 224 * HOUR));
    }

    @Test
    void aTimeMayLieAheadOfItsReceiptAndFarBehindIt() {
        Range range = more(Duration.ofDays(1));

        assertThat(range.receipts()).isEqualTo(new Span(98 * HOUR - 90_000, 224 * HOUR + 90_000));
    }

    @Test
    void withoutABoundOnTheAgeReceiptHasNoEnd() {
        assertThat(more(null).receipts()).isEqualTo(new Span(98 * HOUR - 90_000, Long.MAX_VALUE));
        assertThat(more(null).archiveHours())
                .isEqualTo(new Span(97 * HOUR - 90_000, Long.MAX_VALUE));
    }

    @Test
    void spansThatOnlyTouchDoNotMeet() {
        assertThat(new Span(0, 10).meets(new Span(10, 20))).isFalse();
        assertThat(new Span(0, 11).meets(new Span(10, 20))).isTrue();
        assertThat(new Span(0, 10).contains(10)).isFalse();
        assertThat(new Span(0, 10).contains(0)).isTrue();
    }

    private static Range more(Duration maxAge) {
        return Range.ofMore(
                WINDOWS, Duration.ofSeconds(90), Duration.ofDays(1), Duration.ofHours(2), maxAge);
    }
}
