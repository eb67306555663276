package io.pythoflow.infra.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.infra.testing.Synth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/monitoring.md} equal to the alarms and metrics that there are. */
class MonitoringPageTest {

    private static final Path PAGE =
            Path.of(System.getProperty("pythoflow.root"), "docs", "monitoring.md");

    private final MonitoringTemplate template = MonitoringTemplate.of(Synth.DEFAULTS);

    @Test
    void thePageListsEveryAlarmWithItsWords() throws IOException {
        List<String> rows =
                template.alarms().entrySet().stream()
                        .map(alarm -> row(alarm.getKey(), alarm.getValue()))
                        .toList();

        assertThat(rowsOf("## Alarms of the system", "## Alarms of the farm", "## Critical"))
                .as("rows to be in %s:%n%s%n", PAGE, String.join("\n", rows))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void thePageListsEveryMetric() throws IOException {
        List<String> rows =
                Arrays.stream(ServiceMetric.values())
                        .map(
                                metric ->
                                        "| `%s` | %s | %s |"
                                                .formatted(
                                                        metric.id(),
                                                        metric.kind()
                                                                .name()
                                                                .toLowerCase(Locale.ROOT),
                                                        metric.meaning()))
                        .toList();

        assertThat(rowsOf("## Metrics of the job", "## What it costs"))
                .as("rows to be in %s:%n%s%n", PAGE, String.join("\n", rows))
                .containsSubsequence(rows);
    }

    @Test
    void thePageCountsWhatIsPaidFor() throws IOException {
        long alarms = template.alarms().size();
        long looked =
                template.alarms().values().stream()
                        .mapToLong(alarm -> MonitoringTemplate.metrics(alarm).size())
                        .sum();

        assertThat(Files.readString(PAGE))
                .contains(
                        "%d metrics of the job, %d counted from logs, %d alarms on %d metrics"
                                .formatted(
                                        ServiceMetric.values().length,
                                        template.resources("AWS::Logs::MetricFilter").size(),
                                        alarms,
                                        looked));
    }

    private static String row(String name, JsonNode alarm) {
        String[] words =
                alarm.path("AlarmDescription")
                        .asText()
                        .split(" For the field: | What to do: | More in docs/monitoring.md.", -1);
        return "| `%s` | %s | %s | %s |".formatted(name, words[0], words[1], words[2]);
    }

    /** Rows of tables that begin with a name, from the first heading to the last. */
    private static List<String> rowsOf(String... headings) throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(headings[0]);
        int to = page.indexOf(headings[headings.length - 1]);
        assertThat(from).as(headings[0]).isNotNegative();
        assertThat(to).as(headings[headings.length - 1]).isGreaterThan(from);
        return page.substring(from, to)
                .lines()
                .filter(line -> line.startsWith("| `"))
                .collect(Collectors.toList());
    }
}
