package io.pythoflow.infra.lake;

import io.pythoflow.contract.property.LakeProperties;
import io.pythoflow.contract.property.Property;
import io.pythoflow.contract.table.TableDefinition;

/** What lies where in the data bucket. Prefixes have no slash at their end. */
public final class LakeLayout {

    /** The raw archive; the backfill is given it as {@code --archive-root}. */
    public static final String ARCHIVE = "archive";

    /** What Firehose could not deliver. Not below the archive, whose files the backfill reads. */
    static final String ARCHIVE_ERRORS = "archive-errors";

    private LakeLayout() {}

    /** Prefix of a side of the lake, which the job is told. */
    public static String prefix(TableDefinition.Root root) {
        return switch (root) {
            case RAW -> text(LakeProperties.SOURCE_PREFIX);
            case AGGREGATED -> text(LakeProperties.DEST_PREFIX);
        };
    }

    /** Prefix of a table's partitions. */
    static String prefix(TableDefinition table) {
        return prefix(table.root()) + "/" + table.name();
    }

    private static String text(Property<String> property) {
        return property.defaultValue().orElseThrow();
    }
}
