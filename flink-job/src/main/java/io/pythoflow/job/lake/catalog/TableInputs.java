package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** The contract's tables in Glue's words, as Athena and Trino read them. */
final class TableInputs {

    static final String TABLE_TYPE = "EXTERNAL_TABLE";
    static final String INPUT_FORMAT =
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    static final String OUTPUT_FORMAT =
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    static final String SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

    /** Type of every partition column. */
    static final String PARTITION_TYPE = "string";

    private static final Map<String, String> PARAMETERS =
            Map.of(
                    "EXTERNAL",
                    "TRUE",
                    "classification",
                    "parquet",
                    "parquet.compression",
                    "ZSTD",
                    "typeOfData",
                    "file");

    private TableInputs() {}

    /** A table that is not there yet. */
    static TableInput create(LakeTable table) {
        return TableInput.builder()
                .name(table.name())
                .tableType(TABLE_TYPE)
                .parameters(PARAMETERS)
                .partitionKeys(
                        Tables.PARTITION_COLUMNS.stream()
                                .map(
                                        name ->
                                                column(
                                                        name,
                                                        PARTITION_TYPE,
                                                        partitionMeaning(name, table.definition())))
                                .toList())
                .storageDescriptor(
                        StorageDescriptor.builder()
                                .columns(
                                        table.definition().columns().stream()
                                                .map(TableInputs::column)
                                                .toList())
                                .location(folder(table.location()))
                                .inputFormat(INPUT_FORMAT)
                                .outputFormat(OUTPUT_FORMAT)
                                .serdeInfo(
                                        SerDeInfo.builder()
                                                .serializationLibrary(SERDE)
                                                .parameters(Map.of("serialization.format", "1"))
                                                .build())
                                .compressed(true)
                                .storedAsSubDirectories(false)
                                .build())
                .build();
    }

    /**
     * A table with further columns at its end. Glue replaces what it has by what it is given, so
     * everything else is carried over.
     */
    static TableInput extended(Table found, List<Column> added) {
        List<software.amazon.awssdk.services.glue.model.Column> columns =
                new ArrayList<>(found.storageDescriptor().columns());
        added.forEach(column -> columns.add(column(column)));
        return TableInput.builder()
                .name(found.name())
                .description(found.description())
                .owner(found.owner())
                .lastAccessTime(found.lastAccessTime())
                .lastAnalyzedTime(found.lastAnalyzedTime())
                .retention(found.retention())
                .storageDescriptor(found.storageDescriptor().toBuilder().columns(columns).build())
                .partitionKeys(found.partitionKeys())
                .viewOriginalText(found.viewOriginalText())
                .viewExpandedText(found.viewExpandedText())
                .tableType(found.tableType())
                .parameters(found.parameters())
                .targetTable(found.targetTable())
                .build();
    }

    /**
     * A partition with the table's own columns and formats; engines read them from the partition.
     *
     * @param partition its folder below the table, {@code dt=YYYY-MM-DD/hour=HH}
     */
    static PartitionInput partition(Table table, String partition) {
        return PartitionInput.builder()
                .values(partitionValues(partition))
                .storageDescriptor(
                        table.storageDescriptor().toBuilder()
                                .location(
                                        folder(
                                                folder(table.storageDescriptor().location())
                                                        + partition))
                                .build())
                .build();
    }

    /** The values in a folder's name, in order. */
    static List<String> partitionValues(String partition) {
        return Arrays.stream(partition.split("/"))
                .map(level -> level.substring(level.indexOf('=') + 1))
                .toList();
    }

    /** A location that ends in a slash: without, one would be the beginning of another. */
    static String folder(String location) {
        return location.endsWith("/") ? location : location + "/";
    }

    private static String partitionMeaning(String name, TableDefinition table) {
        return name.equals("dt")
                ? "UTC day of " + table.partitionTime() + ", YYYY-MM-DD"
                : "UTC hour of " + table.partitionTime() + ", 00 to 23";
    }

    private static software.amazon.awssdk.services.glue.model.Column column(Column column) {
        return column(column.name(), column.type().hiveName(), column.meaning());
    }

    private static software.amazon.awssdk.services.glue.model.Column column(
            String name, String type, String comment) {
        return software.amazon.awssdk.services.glue.model.Column.builder()
                .name(name)
                .type(type)
                .comment(comment)
                .build();
    }
}
