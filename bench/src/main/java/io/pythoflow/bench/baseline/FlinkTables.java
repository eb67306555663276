package io.pythoflow.bench.baseline;

import io.pythoflow.contract.table.TableDefinition;
import io.pythoflow.contract.table.Tables;
import java.util.Locale;
import org.apache.flink.connector.file.sink.FileSink;
import org.apache.flink.core.fs.Path;
import org.apache.flink.formats.parquet.avro.AvroParquetWriters;
import org.apache.flink.streaming.api.functions.sink.filesystem.OutputFileConfig;

/**
 * The two tables as Flink's documentation of its file sink writes Parquet: in bulk, by reflection,
 * a file for each checkpoint, and every setting of Parquet and Avro at its default.
 *
 * @param lake the folder that holds {@code raw} and {@code aggregated}
 */
record FlinkTables(java.nio.file.Path lake) {
    FileSink<AvroReading> readings() {
        return sink(Tables.READINGS, AvroReading.class);
    }

    FileSink<AvroAggregate> sensorAggregates() {
        return sink(Tables.SENSOR_AGGREGATES, AvroAggregate.class);
    }

    private <T> FileSink<T> sink(TableDefinition table, Class<T> row) {
        Path folder =
                new Path(
                        lake.toAbsolutePath()
                                .resolve(table.root().name().toLowerCase(Locale.ROOT))
                                .resolve(table.name())
                                .toUri());
        return FileSink.forBulkFormat(folder, AvroParquetWriters.forReflectRecord(row))
                .withBucketAssigner(new EventHours<>())
                .withOutputFileConfig(OutputFileConfig.builder().withPartSuffix(".parquet").build())
                .build();
    }
}
