package io.pythoflow.contract.metric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.pythoflow.contract.Schema;
import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.ColumnType;
import io.pythoflow.contract.table.Tables;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A metric stands in the table, the schema and the documentation, or this names the place that was
 * forgotten.
 */
class MetricIsEverywhereTest {

    private static final String TABLES = "contract/…/contract/table/Tables.java";
    private static final String SCHEMA = "contract/…/contract/schema/reading-1.schema.json";
    private static final String ENUM = "contract/…/contract/metric/Metric.java";
    private static final String DOCS = "docs/metrics.md";

    @ParameterizedTest
    @EnumSource(Metric.class)
    void hasItsColumn(Metric metric) {
        assertThat(Tables.READINGS.columns())
                .as("Add column %s, DOUBLE, to READINGS in %s", metric.metricName(), TABLES)
                .anyMatch(
                        column ->
                                column.name().equals(metric.metricName())
                                        && column.type() == ColumnType.DOUBLE);
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void hasItsPropertyInTheSchema(Metric metric) {
        assertThat(property(metric.metricName()).path("x-unit").asText())
                .as(
                        "Add property %s with x-unit %s to values in %s",
                        metric.metricName(), metric.unit(), SCHEMA)
                .isEqualTo(metric.unit());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void hasItsRowInTheDocumentation(Metric metric) throws IOException {
        assertThat(documentedRows())
                .as("Write this row, with its meaning behind it, in %s:%n%s", DOCS, row(metric))
                .anyMatch(row -> row.startsWith(row(metric)));
    }

    @Test
    void everyColumnOfAValueIsAMetric() {
        assertThat(Tables.READINGS.columns())
                .filteredOn(column -> column.type() == ColumnType.DOUBLE)
                .map(Column::name)
                .as("Name each metric in %s", ENUM)
                .allMatch(name -> Metric.named(name).isPresent());
    }

    @Test
    void everyPropertyOfTheSchemaIsAMetric() {
        List<String> properties = new ArrayList<>();
        property("").fieldNames().forEachRemaining(properties::add);

        assertThat(properties)
                .as("Name each metric in %s", ENUM)
                .hasSameSizeAs(Metric.values())
                .allMatch(name -> Metric.named(name).isPresent());
    }

    @Test
    void everyRowOfTheDocumentationIsAMetric() throws IOException {
        assertThat(documentedRows()).as("Rows in %s", DOCS).hasSameSizeAs(Metric.values());
    }

    private static JsonNode property(String name) {
        String pointer = "/properties/values/properties" + (name.isEmpty() ? "" : "/" + name);
        return Schema.named("reading-1").document().at(pointer);
    }

    private static List<String> documentedRows() throws IOException {
        Path docs = Path.of(System.getProperty("basedir", "."), "..", DOCS);
        return Files.readAllLines(docs).stream().filter(line -> line.startsWith("| `")).toList();
    }

    private static String row(Metric metric) {
        return Stream.of(
                        "`" + metric.metricName() + "`",
                        metric.unit(),
                        plain(metric.lowest()) + " to " + plain(metric.highest()),
                        plain(metric.spikeStep()),
                        metric.aliases().stream()
                                .map(alias -> "`" + alias + "`")
                                .collect(Collectors.joining(", ")))
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
