package io.pythoflow.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private static final Machine MACHINE =
            new Machine(
                    "A processor",
                    2,
                    24L << 30,
                    "Linux 6.1",
                    "JVM 17.0.15",
                    0.25,
                    Instant.parse("2025-06-01T12:00:00Z"));

    private final Report report =
            new Report(
                    "speed",
                    "How fast",
                    MACHINE,
                    List.of(
                            Column.text("who", "who"),
                            Column.whole("count", "messages"),
                            Column.decimal("micros", "µs", 2)));

    @Test
    void theTableAlignsNumbersRightUnderTheirHeadingsAndTextsLeft() {
        report.setting("broker", "mosquitto version 2")
                .row("raw", 1_200_000L, 6.254)
                .row("transport", 800, 7.5)
                .note("Read this.")
                .criterion("fast enough", true)
                .criterion("small enough", false);

        assertThat(Reports.table(report))
                .isEqualTo(
                        """
                        How fast
                        A processor, 2 cores, 24 GiB; Linux 6.1; JVM 17.0.15; load before the run 0.25; 2025-06-01T12:00:00Z
                        broker: mosquitto version 2

                        who         messages    µs
                        raw        1,200,000  6.25
                        transport        800  7.50

                        Read this.

                        holds:  fast enough
                        MISSED: small enough
                        """);
    }

    @Test
    void jsonKeepsTheNumbersAsMeasured() {
        report.setting("rate", 20_000).row("raw", 1_200_000L, 6.254).criterion("fast", true);

        assertThat(ReportJson.of(report))
                .contains("\"measurement\" : \"speed\"")
                .contains("\"rate\" : 20000")
                .contains("\"processor\" : \"A processor\"")
                .contains("\"cores\" : 2")
                .contains("\"started_at\" : \"2025-06-01T12:00:00Z\"")
                .contains("\"count\" : 1200000")
                .contains("\"micros\" : 6.254")
                .contains("\"holds\" : true");
    }

    @Test
    void jsonOfSeveralReportsSaysOnceWhatHoldsForAll() {
        Report closing =
                new Report("suite", "Targets", MACHINE, List.of(Column.text("target", "target")))
                        .setting("commit", "c0ffee")
                        .row("1");

        assertThat(ReportJson.of(closing, List.of(report.row("raw", 1, 2.5), closing)))
                .containsSubsequence(
                        "\"processor\" : \"A processor\"",
                        "\"commit\" : \"c0ffee\"",
                        "\"reports\" : [",
                        "\"measurement\" : \"speed\"",
                        "\"micros\" : 2.5",
                        "\"measurement\" : \"suite\"",
                        "\"target\" : \"1\"");
    }

    @Test
    void aCriterionThatDoesNotHoldIsFound() {
        assertThat(report.criterion("fast", true).missed()).isEmpty();
        assertThat(report.criterion("small", false).missed())
                .contains(new Report.Criterion("small", false));
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThatThrownBy(() -> report.row("raw"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A row of 1 values for 3 columns");
    }
}
