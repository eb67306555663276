package io.pythoflow.job.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.ColumnType;
import io.pythoflow.contract.table.HiveFormat;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableIdentifier;
import software.amazon.awssdk.services.glue.model.TableInput;

class TableInputsTest {

    /** What Glue takes for the comment of a column. */
    private static final int MAX_COMMENT_LENGTH = 255;

    @Test
    void aNewTableIsAnExternalParquetTableWithTheContractsColumns() {
        TableInput input = TableInputs.create(GlueTables.READINGS);

        assertThat(input.name()).isEqualTo("readings");
        assertThat(input.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(input.parameters())
                .containsEntry("EXTERNAL", "TRUE")
                .containsEntry("classification", "parquet")
                .containsEntry("parquet.compression", "ZSTD");
        assertThat(input.partitionKeys())
                .extracting(key -> key.name() + " " + key.type() + ": " + key.comment())
                .containsExactly(
                        "dt string: UTC day of ts, YYYY-MM-DD",
                        "hour string: UTC hour of ts, 00 to 23");
        StorageDescriptor storage = input.storageDescriptor();
        assertThat(storage.location()).isEqualTo("s3://lake/raw/readings/");
        assertThat(storage.serdeInfo().serializationLibrary())
                .isEqualTo("org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
        assertThat(storage.columns())
                .hasSameSizeAs(Tables.READINGS.columns())
                .extracting(column -> column.name() + " " + column.type())
                .startsWith("message_id string", "sensor_id string")
                .contains(
                        "ts timestamp", "other_metrics map<string,double>", "flags array<string>");
    }

    @ParameterizedTest
    @MethodSource("tables")
    void glueTakesEveryComment(TableDefinition table) {
        TableInput input = TableInputs.create(new LakeTable(table, "s3://lake/" + table.name()));

        assertThat(input.storageDescriptor().columns())
                .allSatisfy(
                        column ->
                                assertThat(column.comment())
                                        .isNotEmpty()
                                        .hasSizeLessThanOrEqualTo(MAX_COMMENT_LENGTH));
    }

    @Test
    void aMapToStringsIsOneForGlueToo() {
        assertThat(
                        TableInputs.create(
                                        new LakeTable(
                                                Tables.IRRIGATION_DECISIONS, "s3://lake/decisions"))
                                .storageDescriptor()
                                .columns())
                .extracting(column -> column.name() + " " + column.type())
                .contains("faults map<string,string>", "gates map<string,string>");
    }

    static List<TableDefinition> tables() {
        return Tables.ALL;
    }

    @Test
    void anExtendedTableKeepsEverythingElse() {
        TableInput created = TableInputs.create(GlueTables.READINGS);
        Table found =
                GlueTables.stored(created).toBuilder()
                        .description("Ours")
                        .owner("analysts")
                        .retention(7)
                        .lastAccessTime(Instant.EPOCH)
                        .lastAnalyzedTime(Instant.EPOCH.plusSeconds(1))
                        .parameters(Map.of("classification", "parquet", "numRows", "12"))
                        .viewOriginalText("original")
                        .viewExpandedText("expanded")
                        .targetTable(TableIdentifier.builder().name("target").build())
                        .createdBy("somebody")
                        .versionId("3")
                        .build();

        TableInput extended =
                TableInputs.extended(found, List.of(new Column("ph", ColumnType.DOUBLE, "pH")));

        assertThat(extended.storageDescriptor().columns())
                .startsWith(
                        created.storageDescriptor()
                                .columns()
                                .toArray(software.amazon.awssdk.services.glue.model.Column[]::new))
                .hasSize(Tables.READINGS.columns().size() + 1)
                .last()
                .satisfies(
                        column -> {
                            assertThat(column.name()).isEqualTo("ph");
                            assertThat(column.type()).isEqualTo("double");
                            assertThat(column.comment()).isEqualTo("pH");
                        });
        assertThat(extended.toBuilder().storageDescriptor(found.storageDescriptor()).build())
                .usingRecursiveComparison()
                .isEqualTo(
                        created.toBuilder()
                                .description("Ours")
                                .owner("analysts")
                                .retention(7)
                                .lastAccessTime(Instant.EPOCH)
                                .lastAnalyzedTime(Instant.EPOCH.plusSeconds(1))
                                .parameters(Map.of("classification", "parquet", "numRows", "12"))
                                .viewOriginalText("original")
                                .viewExpandedText("expanded")
                                .targetTable(TableIdentifier.builder().name("target").build())
                                .build());
    }

    @Test
    void aPartitionIsDescribedAsItsTableIsAndLiesInItsFolder() {
        Table table = GlueTables.stored(TableInputs.create(GlueTables.READINGS));

        PartitionInput partition = TableInputs.partition(table, "dt=2026-06-01/hour=05");

        assertThat(partition.values()).containsExactly("2026-06-01", "05");
        assertThat(partition.storageDescriptor())
                .isEqualTo(
                        table.storageDescriptor().toBuilder()
                                .location("s3://lake/raw/readings/dt=2026-06-01/hour=05/")
                                .build());
        assertThat(partition.storageDescriptor().serdeInfo().serializationLibrary())
                .isEqualTo(HiveFormat.SERDE);
    }
}
