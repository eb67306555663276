package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.testing.Checkpoints;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;

/** What the source counts. */
class MqttSourceMetricsTest extends MqttJobTestBase {
    @Test
    void countsWhatHappens(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobID job = submit(aSource().slots(1), NEVER, 1, null).getJobID();
        awaitSubscriptions(1);
        publish(0, 100);
        await().until(() -> metric(job, "mqtt.unacknowledged") == 100);
        assertThat(metric(job, "mqtt.messages")).isEqualTo(100);
        assertThat(metric(job, "mqtt.bytes")).isEqualTo(10 * 2 + 90 * 3);
        assertThat(recordsIn(job)).isEqualTo(100);
        await().until(() -> metric(job, "mqtt.windowFullMs") > 0);
        await().until(() -> metric(job, "mqtt.oldestUnackedAgeMs") > 0);

        broker.resend();
        await().until(() -> metric(job, "mqtt.redelivered") == 100);
        Checkpoints.take(cluster, job);
        await().until(() -> metric(job, "mqtt.acknowledged") == 100);
        assertThat(metric(job, "mqtt.ackLatencyMs")).isPositive();
        await().until(() -> metric(job, "mqtt.unacknowledged") == 0);

        broker.forgetSessions();
        await().until(() -> metric(job, "mqtt.sessionsLost") == 1);
        assertThat(metric(job, "mqtt.reconnects")).isEqualTo(1);
        await().until(() -> broker.connections() == 1);
        broker.sendBytes(new byte[] {(byte) 0xf7, 0x03, 1, 2, 3});
        await().until(() -> metric(job, "mqtt.undecodablePackets") == 1);

        awaitSubscriptions(2);
        await().until(() -> metric(job, "mqtt.reconnects") == 2);
        broker.sendUnder(7, "sensors/s/data", "first".getBytes(UTF_8));
        broker.sendUnder(7, "sensors/s/data", "second".getBytes(UTF_8));
        await().until(() -> metric(job, "mqtt.packetIdsReused") == 1);
        await().until(() -> probe.records.containsAll(List.of("first", "second")));
    }
}
