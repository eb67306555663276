package io.pythoflow.contract.table;

import java.util.Map;

/**
 * How a catalogue of Hive's kind, such as AWS Glue, describes our Parquet files, so that Athena and
 * Trino read them. Whoever makes tables says the same, and the job compares with it at its start.
 */
public final class HiveFormat {

    public static final String TABLE_TYPE = "EXTERNAL_TABLE";

    public static final String INPUT_FORMAT =
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";

    public static final String OUTPUT_FORMAT =
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";

    public static final String SERDE =
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

    public static final Map<String, String> SERDE_PARAMETERS = Map.of("serialization.format", "1");

    /** Of the table. */
    public static final Map<String, String> PARAMETERS =
            Map.of(
                    "EXTERNAL",
                    "TRUE",
                    "classification",
                    "parquet",
                    "parquet.compression",
                    "ZSTD",
                    "typeOfData",
                    "file");

    /** Of the database. */
    public static final String DATABASE_DESCRIPTION = "Tables of PythoFlow";

    private HiveFormat() {}

    /** A location that ends in a slash: without, one would be the beginning of another. */
    public static String folder(String location) {
        return location.endsWith("/") ? location : location + "/";
    }
}
