package io.pythoflow.job.frozen;

import static io.pythoflow.job.frozen.Story.BEGIN;
import static io.pythoflow.job.frozen.Story.minutes;
import static io.pythoflow.job.frozen.Story.seconds;
import static io.pythoflow.job.testing.ReadingBuilder.aReading;
import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.config.JobConfig;
import io.pythoflow.job.frozen.RunningJob.Backend;
import io.pythoflow.job.frozen.RunningJob.Variation;
import io.pythoflow.job.testing.Lake;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where RocksDB is, a checkpoint has beside it what sensors work on: the whole job goes on from
 * one. (A savepoint has all of it in the states, and is what {@link FrozenStateTest} is about.)
 */
class HeldStateTest {

    @RegisterExtension static final MiniClusterExtension CLUSTER = new MiniClusterExtension();

    @Test
    void aJobGoesOnFromACheckpointWithIdentitiesAndWindows(
            @InjectMiniCluster MiniCluster cluster, @TempDir Path folder) throws Exception {
        Path root = SavedVersion.root(folder);
        JobConfig config = Story.config(SavedVersion.lake(root), Story.SLOTS);
        Path checkpoint;
        try (RunningJob job =
                RunningJob.start(
                        cluster, root, config, BEGIN, Backend.ROCKSDB, null, Variation.NONE)) {
            job.messages().establishSessions();
            Farm farm = new Farm(job);
            farm.measures(Story.byId());
            farm.measures(Story.byReceipt());
            farm.measures(Story.folded(0));
            checkpoint = job.checkpoint();
        }

        try (RunningJob job =
                RunningJob.start(
                        cluster,
                        root,
                        config,
                        BEGIN,
                        Backend.ROCKSDB,
                        checkpoint,
                        Variation.NONE)) {
            Farm farm = new Farm(job);
            farm.measures(Story.byId());
            farm.measures(Story.byReceipt());
            farm.measures(aReading().of("by-id").at(BEGIN + seconds(40)).with("rain", 5));
            farm.measures(Story.folded(1));
            job.messages().watermark(BEGIN + minutes(10));
            job.advanceTo(BEGIN + minutes(20));
            job.commit();
        }

        Lake lake = new Lake(SavedVersion.lake(root));
        assertThat(lake.query("SELECT sensor_id, count(*) FROM {readings} GROUP BY 1 ORDER BY 1"))
                .containsExactly(
                        List.of("by-id", 2L), List.of("by-receipt", 1L), List.of("folded", 2L));
        assertThat(
                        lake.query(
                                """
                                SELECT sensor_id, "count", sum, duplicate_count
                                FROM {sensor_aggregates} ORDER BY 1"""))
                .containsExactly(
                        List.of("by-id", 2L, 6.0, 1L),
                        List.of("by-receipt", 1L, 1.0, 1L),
                        List.of("folded", 2L, 1.0, 0L));
    }
}
