package io.pythoflow.job.testing;

import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.table.Tables;
import io.pythoflow.job.lake.ReadingRows;
import io.pythoflow.job.lake.TableSettings;
import io.pythoflow.job.lake.TableSinks;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Puts readings into a lake's table through the job's own sink. */
public final class StoredTable {

    private StoredTable() {}

    public static void store(Lake lake, List<Reading> readings) throws Exception {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.setParallelism(1);
        env.setRuntimeMode(RuntimeExecutionMode.BATCH);
        env.fromData(Reading.class, readings.toArray(Reading[]::new))
                .sinkTo(
                        TableSinks.parquet(
                                Tables.READINGS,
                                new Path(lake.root().resolve("raw").toUri()),
                                new ReadingRows(),
                                TableSettings.writers(8)))
                .uid("readings");
        env.execute();
    }
}
