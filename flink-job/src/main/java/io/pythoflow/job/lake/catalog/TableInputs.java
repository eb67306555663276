package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.table.Column;
import io.pythoflow.contract.table.HiveFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** The contract's tables in Glue's words, as Athena and Trino read them. */
final class TableInputs {

    private TableInputs() {}

    /** A table that is not there yet. */
    static TableInput create(LakeTable table) {
        return TableInput.builder()
                .name(table.name())
                .tableType(HiveFormat.TABLE_TYPE)
                .parameters(HiveFormat.PARAMETERS)
                .partitionKeys(
                        table.definition().partitionKeys().stream()
                                .map(TableInputs::column)
                                .toList())
                .storageDescriptor(
                        StorageDescriptor.builder()
                                .columns(
                                        table.definition().columns().stream()
                                                .map(TableInputs::column)
                                                .toList())
                                .location(HiveFormat.folder(table.location()))
                                .inputFormat(HiveFormat.INPUT_FORMAT)
                                .outputFormat(HiveFormat.OUTPUT_FORMAT)
                                .serdeInfo(
                                        SerDeInfo.builder()
                                                .serializationLibrary(HiveFormat.SERDE)
                                                .parameters(HiveFormat.SERDE_PARAMETERS)
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
                                        HiveFormat.folder(
                                                HiveFormat.folder(
                                                                table.storageDescriptor()
                                                                        .location())
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

    private static software.amazon.awssdk.services.glue.model.Column column(Column column) {
        return software.amazon.awssdk.services.glue.model.Column.builder()
                .name(column.name())
                .type(column.type().hiveName())
                .comment(column.meaning())
                .build();
    }
}
