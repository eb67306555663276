package io.pythoflow.contract.table;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Keeps the lists of columns in {@code docs/tables.md} equal to the contract. */
class TablesPageTest {

    private static final Path PAGE = Path.of("..", "docs", "tables.md");

    @Test
    void thePageListsTheColumnsOfEveryTable() throws IOException {
        for (TableDefinition table : Tables.ALL) {
            Stream<Column> columns =
                    Stream.concat(
                            table.columns().stream(), partitionColumns(table.partitionTime()));
            assertThat(sectionOf(table.name())).contains(rows(columns.toList()));
        }
    }

    @Test
    void thePageListsTheColumnsOfEveryViewThatHasItsOwn() throws IOException {
        assertThat(sectionOf(Views.SENSOR_AGGREGATES_LATEST.name()))
                .contains("the columns of [`sensor_aggregates`]");
        for (View view : List.of(Views.ENVIRONMENT, Views.ZONE_WATER)) {
            assertThat(sectionOf(view.name())).contains(rows(view.columns()));
        }
    }

    @Test
    void thePageHasASectionForEachTableAndView() throws IOException {
        assertThat(Files.readString(PAGE).lines())
                .filteredOn(line -> line.startsWith("## `"))
                .containsExactlyElementsOf(
                        Stream.concat(
                                        Tables.ALL.stream().map(TableDefinition::name),
                                        Views.ALL.stream().map(View::name))
                                .map("## `%s`"::formatted)
                                .toList());
    }

    private static Stream<Column> partitionColumns(String partitionTime) {
        return Stream.of(
                new Column("dt", ColumnType.STRING, "UTC day of " + partitionTime + ", YYYY-MM-DD"),
                new Column(
                        "hour", ColumnType.STRING, "UTC hour of " + partitionTime + ", 00 to 23"));
    }

    private static String rows(List<Column> columns) {
        return columns.stream()
                .map(
                        column ->
                                "| `%s` | %s | %s |\n"
                                        .formatted(
                                                column.name(),
                                                column.type().trinoName(),
                                                column.meaning()))
                .collect(joining("", "| column | type | meaning |\n|---|---|---|\n", ""));
    }

    private static String sectionOf(String name) throws IOException {
        String page = Files.readString(PAGE);
        String heading = "## `" + name + "`\n";
        assertThat(page).contains(heading);
        String section = page.substring(page.indexOf(heading) + heading.length());
        int next = section.indexOf("\n## ");
        return next < 0 ? section : section.substring(0, next + 1);
    }
}
