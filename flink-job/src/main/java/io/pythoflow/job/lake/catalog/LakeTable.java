package io.pythoflow.job.lake.catalog;

import io.pythoflow.contract.table.TableDefinition;

/**
 * A table and its place.
 *
 * @param location URI of the folder that holds its partitions, such as {@code
 *     s3://bucket/raw/readings}
 */
public record LakeTable(TableDefinition definition, String location) {

    String name() {
        return definition.name();
    }
}
