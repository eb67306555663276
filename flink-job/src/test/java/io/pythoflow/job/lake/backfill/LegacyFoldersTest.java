package io.pythoflow.job.lake.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LegacyFoldersTest {

    @Test
    void aMonthIsToldFromALevelOfATopic() {
        assertThat(LegacyFolders.monthOf("2024-12")).contains(YearMonth.of(2024, 12));
        assertThat(LegacyFolders.monthOf("2024-13")).isEmpty();
        assertThat(LegacyFolders.monthOf("status")).isEmpty();
        assertThat(LegacyFolders.monthOf("2024-1")).isEmpty();
    }

    @Test
    void aDayIsOneOfItsMonth() {
        YearMonth february = YearMonth.of(2024, 2);

        assertThat(LegacyFolders.dayOf(february, "29")).contains(LocalDate.of(2024, 2, 29));
        assertThat(LegacyFolders.dayOf(february, "30")).isEmpty();
        assertThat(LegacyFolders.dayOf(february, "00")).isEmpty();
        assertThat(LegacyFolders.dayOf(february, "x")).isEmpty();
    }

    @Test
    void aDayIsOneOfSaoPauloGiveOrTakeAnHour() {
        Span receipts = LegacyFolders.receipts(LocalDate.of(2024, 12, 1));

        assertThat(receipts.from()).isEqualTo(Instant.parse("2024-12-01T02:00:00Z").toEpochMilli());
        assertThat(receipts.to()).isEqualTo(Instant.parse("2024-12-02T04:00:00Z").toEpochMilli());
    }

    @Test
    void aMonthHoldsItsDays() {
        Span month = LegacyFolders.receipts(YearMonth.of(2024, 2));

        assertThat(month.from()).isEqualTo(LegacyFolders.receipts(LocalDate.of(2024, 2, 1)).from());
        assertThat(month.to()).isEqualTo(LegacyFolders.receipts(LocalDate.of(2024, 2, 29)).to());
    }

    @Test
    void aFileIsNamedByItsReceipt() {
        assertThat(LegacyFolders.receiptOf("1733011200123.json")).hasValue(1_733_011_200_123L);
        assertThat(LegacyFolders.receiptOf("1733011200123")).hasValue(1_733_011_200_123L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"readme.md", "1733011200123.parquet", ".json", "-1.json", "1e9.json"})
    void otherFilesAreNone(String name) {
        assertThat(LegacyFolders.receiptOf(name)).isEmpty();
    }
}
