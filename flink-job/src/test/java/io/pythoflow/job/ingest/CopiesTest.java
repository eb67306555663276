package io.pythoflow.job.ingest;

import static io.pythoflow.job.testing.ReadingBuilder.NOON;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.ingest.Copies.Known;
import io.pythoflow.job.ingest.FoundReading.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Verdicts are written as place and seconds after noon. */
class CopiesTest {

    private static final long HORIZON = 90_000;

    private final List<String> counted = new ArrayList<>();
    private final List<String> copies = new ArrayList<>();
    private final List<String> duplicates = new ArrayList<>();

    @Test
    void aReadingOfOnePlaceCounts() {
        judge(HORIZON, found(Place.LEGACY, 0));

        assertThat(counted).containsExactly("LEGACY 0");
    }

    @Test
    void whatTheTableHasGoesBeforeWhatWasFoundElsewhere() {
        judge(HORIZON, found(Place.LEGACY, 0), found(Place.ARCHIVE, 1), found(Place.TABLE, 2));

        assertThat(counted).containsExactly("TABLE 2");
        assertThat(copies).containsExactly("ARCHIVE 1", "LEGACY 0");
        assertThat(duplicates).isEmpty();
    }

    @Test
    void aCopyReceivedAfterTheTablesIsOne() {
        judge(HORIZON, found(Place.TABLE, 0), found(Place.LEGACY, 1));

        assertThat(counted).containsExactly("TABLE 0");
        assertThat(copies).containsExactly("LEGACY 1");
    }

    @Test
    void honestRepetitionsBeyondTheHorizonCountOnceEach() {
        judge(
                HORIZON,
                found(Place.LEGACY, 0),
                found(Place.TABLE, 1),
                found(Place.LEGACY, 120),
                found(Place.TABLE, 121),
                found(Place.LEGACY, 240));

        assertThat(counted).containsExactly("TABLE 1", "TABLE 121", "LEGACY 240");
        assertThat(copies).containsExactly("LEGACY 0", "LEGACY 120");
    }

    @Test
    void aSecondOneInTheSamePlaceWasSentTwice() {
        judge(HORIZON, found(Place.LEGACY, 0), found(Place.LEGACY, 5), found(Place.TABLE, 6));

        assertThat(counted).containsExactly("TABLE 6");
        assertThat(duplicates).containsExactly("LEGACY 5");
        assertThat(copies).containsExactly("LEGACY 0");
    }

    @Test
    void theTableItselfMayHoldAReadingTwice() {
        judge(Long.MAX_VALUE, found(Place.TABLE, 0), found(Place.TABLE, 100_000));

        assertThat(counted).containsExactly("TABLE 0");
        assertThat(duplicates).containsExactly("TABLE 100000");
    }

    @Test
    void withoutAHorizonACopyMayComeAtAnyTime() {
        judge(Long.MAX_VALUE, found(Place.ARCHIVE, 0), found(Place.TABLE, 1_000_000));

        assertThat(counted).containsExactly("TABLE 1000000");
    }

    @Test
    void whatIsNotInTheTableIsDecidedOnWhenNoCopyCanFollow() {
        Known known = Copies.add(null, found(Place.LEGACY, 0), HORIZON, verdicts());
        assertThat(counted).isEmpty();

        Copies.add(known, found(Place.LEGACY, 90), HORIZON, verdicts());
        assertThat(counted).containsExactly("LEGACY 0");
    }

    private void judge(long horizonMillis, FoundReading... found) {
        @Nullable Known known = null;
        for (FoundReading one : found) {
            known = Copies.add(known, one, horizonMillis, verdicts());
        }
        Copies.end(known, one -> counted.add(nameOf(one)));
    }

    private Copies.Verdicts verdicts() {
        return new Copies.Verdicts() {
            @Override
            public void counts(FoundReading found) {
                counted.add(nameOf(found));
            }

            @Override
            public void isCopy(FoundReading found) {
                copies.add(nameOf(found));
            }

            @Override
            public void isDuplicate(FoundReading found) {
                duplicates.add(nameOf(found));
            }
        };
    }

    private static FoundReading found(Place place, int seconds) {
        return new FoundReading(aReading().timedByReceiptAt(NOON + seconds * 1000L).build(), place);
    }

    private static String nameOf(FoundReading found) {
        return found.place() + " " + (found.reading().receivedAt() - NOON) / 1000;
    }
}
