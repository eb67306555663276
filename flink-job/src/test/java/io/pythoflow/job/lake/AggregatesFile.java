package io.pythoflow.job.lake;

import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.aggregate.SensorAggregate;
import java.nio.file.Path;
import java.util.List;

/** Writes aggregates into a lake as the job does. */
final class AggregatesFile {

    private AggregatesFile() {}

    /** One file in each partition that the rows have. */
    static void write(Path lake, List<SensorAggregate> rows) throws Exception {
        TableFiles.write(lake, Tables.SENSOR_AGGREGATES, new SensorAggregateRows(), rows);
    }
}
