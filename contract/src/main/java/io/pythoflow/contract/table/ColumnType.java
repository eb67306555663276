package io.pythoflow.contract.table;

/**
 * The types of our columns, with their Hive/Glue names. How each is written in Parquet stands
 * beside it.
 */
public enum ColumnType {
    /** Parquet BINARY (STRING). */
    STRING("string"),
    /** Parquet BOOLEAN. */
    BOOLEAN("boolean"),
    /** Parquet INT32. */
    INT("int"),
    /** Parquet INT64. */
    BIGINT("bigint"),
    /** Parquet DOUBLE. */
    DOUBLE("double"),
    /** Parquet INT64 TIMESTAMP(MILLIS, isAdjustedToUTC=true); epoch milliseconds. */
    TIMESTAMP("timestamp"),
    /** Parquet BINARY. */
    BINARY("binary"),
    /** Parquet LIST of STRING, three-level. */
    STRING_ARRAY("array<string>"),
    /** Parquet MAP of STRING to DOUBLE. */
    STRING_DOUBLE_MAP("map<string,double>");

    private final String hiveName;

    ColumnType(String hiveName) {
        this.hiveName = hiveName;
    }

    /** The type as Hive, Glue and Athena write it. */
    public String hiveName() {
        return hiveName;
    }
}
