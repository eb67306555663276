package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.testing.Checkpoints;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;

/** What Mosquitto 2.0.11 does and other brokers do not. */
class MosquittoQuirksTest extends MqttJobTestBase {
    MosquittoQuirksTest() {
        super(Quirks.NONE.but().highestPacketId(20).build());
    }

    @Test
    void anotherMessageUnderAPacketIdInFlightIsEmittedAndAcknowledged(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        JobID job = submit(aSource().slots(1), NEVER, 1, null).getJobID();
        awaitSubscriptions(1);
        publish(0, 100);
        await().until(() -> probe.records.size() == 100);
        assertThat(metric(job, "mqtt.packetIdsReused")).isEqualTo(80);
        Checkpoints.take(cluster, job);
        await().until(() -> broker.unacknowledged() == 0);

        assertThat(probe.records).containsExactlyElementsOf(texts(0, 100));
        assertThat(broker.acknowledged()).isEqualTo(100);
    }
}
