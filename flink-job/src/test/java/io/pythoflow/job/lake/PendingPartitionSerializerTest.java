package io.pythoflow.job.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.lake.catalog.PendingPartition;
import io.pythoflow.job.testing.StateBytes;
import org.junit.jupiter.api.Test;

class PendingPartitionSerializerTest {

    /** Version, length and text of the partition, and a time of 1,000 ms. */
    private static final String V1 =
            "01" + "0015" + "64743d323032362d30362d30312f686f75723d3132" + "00000000000003e8";

    private static final PendingPartition NOON =
            new PendingPartition("dt=2026-06-01/hour=12", 1_000);

    @Test
    void pendingPartitionsKeepTheirBytes() throws Exception {
        assertThat(StateBytes.write(new PendingPartitionSerializer(), NOON)).isEqualTo(V1);
    }

    @Test
    void pendingPartitionsOfVersion1AreRead() throws Exception {
        assertThat(StateBytes.read(new PendingPartitionSerializer(), V1)).isEqualTo(NOON);
    }

    @Test
    void theSerializerComesBackFromACheckpoint() throws Exception {
        assertThat(
                        StateBytes.throughCheckpoint(new PendingPartitionSerializer())
                                .restoreSerializer())
                .isEqualTo(new PendingPartitionSerializer());
    }
}
