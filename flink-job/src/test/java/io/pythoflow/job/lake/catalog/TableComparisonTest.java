package io.pythoflow.job.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.HiveFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

class TableComparisonTest {

    private static final Table AS_CREATED =
            GlueTables.stored(TableInputs.create(GlueTables.READINGS));

    @Test
    void aTableAsCreatedDoesNotDiffer() {
        assertThat(compare(AS_CREATED))
                .isEqualTo(new TableComparison(List.of(), List.of(), List.of()));
    }

    @Test
    void slashesAtTheEndAndLettersOfTypesMakeNoDifference() {
        Table found =
                with(
                        storage ->
                                storage.location("s3://lake/raw/readings")
                                        .columns(replaced("other_metrics", "MAP<string, double>")));

        assertThat(compare(found).conflicts()).isEmpty();
    }

    @Test
    void columnsMissingAtTheEndCanBeAdded() {
        Table found = withColumns(columns -> columns.subList(0, columns.size() - 2));

        TableComparison comparison = compare(found);

        assertThat(comparison.missing())
                .extracting(Column::name)
                .containsExactly("topic", "firmware");
        assertThat(comparison.conflicts()).isEmpty();
    }

    @Test
    void aColumnMissingInTheMiddleCannot() {
        Table found =
                withColumns(
                        columns -> {
                            columns.removeIf(column -> column.name().equals("zone_id"));
                            return columns;
                        });

        assertThat(compare(found).missing()).isEmpty();
        assertThat(compare(found).conflicts())
                .containsExactly(
                        "table 'readings' has no column 'zone_id' before 'ts': columns are only added at the"
                                + " end; put it there by hand");
    }

    @Test
    void anotherOrderIsNamed() {
        Table found =
                withColumns(
                        columns -> {
                            Collections.swap(columns, 1, 2);
                            return columns;
                        });

        assertThat(compare(found).conflicts())
                .containsExactly(
                        "table 'readings' has column 'gateway_id' at place 2, before 'sensor_id': must be"
                                + " behind it");
    }

    @Test
    void everyDifferenceIsNamed() {
        Table found =
                with(
                                storage ->
                                        storage.location("s3://elsewhere/readings/")
                                                .inputFormat("TextInput")
                                                .outputFormat(null)
                                                .serdeInfo((SerDeInfo) null)
                                                .columns(replaced("seq", "int")))
                        .toBuilder()
                        .partitionKeys(AS_CREATED.partitionKeys().get(0))
                        .build();

        assertThat(compare(found).conflicts())
                .containsExactly(
                        "table 'readings' has location 's3://elsewhere/readings/': must be"
                                + " 's3://lake/raw/readings/'",
                        "table 'readings' has input format 'TextInput': must be '%s'"
                                .formatted(HiveFormat.INPUT_FORMAT),
                        "table 'readings' has output format none: must be '%s'"
                                .formatted(HiveFormat.OUTPUT_FORMAT),
                        "table 'readings' has SerDe none: must be '%s'".formatted(HiveFormat.SERDE),
                        "table 'readings' has partition columns 'dt string': must be 'dt string, hour string'",
                        "table 'readings' has column 'seq' 'int': must be 'bigint'");
    }

    @Test
    void columnsBeyondTheContractAreToleratedAndSaid() {
        Table found =
                withColumns(
                        columns -> {
                            columns.add(column("leaf_wetness", "double"));
                            return columns;
                        });

        assertThat(compare(found).conflicts()).isEmpty();
        assertThat(compare(found).remarks())
                .containsExactly(
                        "Table 'readings' of the catalogue: it has columns that this job does not fill:"
                                + " leaf_wetness");
    }

    @Test
    void aColumnAddedBehindSomebodyElsesIsInOrder() {
        Table found =
                withColumns(
                        columns -> {
                            columns.add(columns.size() - 1, column("leaf_wetness", "double"));
                            return columns;
                        });

        assertThat(compare(found).conflicts()).isEmpty();
    }

    @Test
    void partitionProjectionIsSaid() {
        Table found =
                AS_CREATED.toBuilder().parameters(Map.of("projection.enabled", "true")).build();

        assertThat(compare(found).remarks())
                .singleElement()
                .asString()
                .contains("remove projection.enabled");
    }

    @Test
    void aViewUnderATablesNameIsNoTable() {
        Table found = AS_CREATED.toBuilder().tableType("VIRTUAL_VIEW").build();

        assertThat(compare(found).conflicts())
                .containsExactly(
                        "table 'readings' has type 'VIRTUAL_VIEW': must be 'EXTERNAL_TABLE'");
    }

    private static TableComparison compare(Table found) {
        return TableComparison.of(GlueTables.READINGS, found);
    }

    private static Table with(UnaryOperator<StorageDescriptor.Builder> change) {
        return AS_CREATED.toBuilder()
                .storageDescriptor(change.apply(AS_CREATED.storageDescriptor().toBuilder()).build())
                .build();
    }

    private static Table withColumns(
            UnaryOperator<List<software.amazon.awssdk.services.glue.model.Column>> change) {
        return with(
                storage ->
                        storage.columns(
                                change.apply(
                                        new ArrayList<>(
                                                AS_CREATED.storageDescriptor().columns()))));
    }

    private static List<software.amazon.awssdk.services.glue.model.Column> replaced(
            String name, String type) {
        return AS_CREATED.storageDescriptor().columns().stream()
                .map(column -> column.name().equals(name) ? column(name, type) : column)
                .toList();
    }

    private static software.amazon.awssdk.services.glue.model.Column column(
            String name, String type) {
        return software.amazon.awssdk.services.glue.model.Column.builder()
                .name(name)
                .type(type)
                .build();
    }
}
