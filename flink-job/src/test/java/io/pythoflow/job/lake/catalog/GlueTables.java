package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.table.Tables;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** Tables for the tests of the catalogue. */
final class GlueTables {

    static final LakeTable READINGS = new LakeTable(Tables.READINGS, "s3://lake/raw/readings");

    private GlueTables() {}

    /** What Glue tells about a table that it was given. */
    static Table stored(TableInput input) {
        return Table.builder()
                .name(input.name())
                .tableType(input.tableType())
                .parameters(input.parameters())
                .partitionKeys(input.partitionKeys())
                .storageDescriptor(input.storageDescriptor())
                .viewOriginalText(input.viewOriginalText())
                .build();
    }
}
