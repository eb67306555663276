package io.pythoflow.contract.table;

/**
 * The types of our columns, as the catalogue and the query engines write them. How each is written
 * in Parquet stands beside it.
 */
public enum ColumnType {
    /** Parquet BINARY (STRING). */
    STRING("string", "varchar", "VARCHAR"),
    /** Parquet BOOLEAN. */
    BOOLEAN("boolean", "boolean", "BOOLEAN"),
    /** Parquet INT32. */
    INT("int", "integer", "INTEGER"),
    /** Parquet INT64. */
    BIGINT("bigint", "bigint", "BIGINT"),
    /** Parquet DOUBLE. */
    DOUBLE("double", "double", "DOUBLE"),
    /** Parquet INT64 TIMESTAMP(MILLIS, isAdjustedToUTC=true); epoch milliseconds. */
    TIMESTAMP("timestamp", "timestamp(3)", "TIMESTAMP"),
    /** Parquet BINARY. */
    BINARY("binary", "varbinary", "BLOB"),
    /** Parquet LIST of STRING, three-level. */
    STRING_ARRAY("array<string>", "array(varchar)", "VARCHAR[]"),
    /** Parquet MAP of STRING to DOUBLE. */
    STRING_DOUBLE_MAP("map<string,double>", "map(varchar,double)", "MAP(VARCHAR, DOUBLE)"),
    /** Parquet MAP of STRING to STRING. */
    STRING_STRING_MAP("map<string,string>", "map(varchar,varchar)", "MAP(VARCHAR, VARCHAR)");

    private final String hiveName;
    private final String trinoName;
    private final String duckDbName;

    ColumnType(String hiveName, String trinoName, String duckDbName) {
        this.hiveName = hiveName;
        this.trinoName = trinoName;
        this.duckDbName = duckDbName;
    }

    /** The type as Hive and Glue write it, and Athena where it defines tables. */
    public String hiveName() {
        return hiveName;
    }

    /** The type as Trino writes it, and Athena where it queries. */
    public String trinoName() {
        return trinoName;
    }

    /** The type as DuckDB writes it; timestamps there are UTC without a zone, as in Trino. */
    String duckDbName() {
        return duckDbName;
    }
}
