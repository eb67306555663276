package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.testing.Checkpoints;
import java.time.Duration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;

/** What the source says of event time. */
class MqttSourceWatermarkTest extends MqttJobTestBase {
    @Test
    void windowsCloseWhenLiveSendersFallSilent() throws Exception {
        submit(aSource().outOfOrderness(Duration.ofSeconds(3)), SOON, 1, null);
        awaitSubscriptions(2);
        long sentAt = System.currentTimeMillis();
        broker.publish("sensors/s/data", ("live@" + sentAt).getBytes(UTF_8), 1);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !probe.watermarks.isEmpty() && lastWatermark() > sentAt);
        assertThat(lastWatermark()).isLessThan(System.currentTimeMillis() - 2999);
    }

    @Test
    void aReplayedRecordingDoesNotJumpToToday() throws Exception {
        submit(aSource(), SOON, 1, null);
        awaitSubscriptions(2);
        broker.publish("sensors/s/data", "old@1500000000000".getBytes(UTF_8), 1);
        await().until(() -> !probe.statuses.isEmpty());

        assertThat(probe.statuses.get(0).isIdle()).isTrue();
        assertThat(probe.watermarks).containsExactly(1_500_000_000_000L - 10_000 - 1);

        broker.publish("sensors/s/data", "old@1500000060000".getBytes(UTF_8), 1);
        await().until(() -> probe.statuses.size() >= 2 && probe.watermarks.size() == 2);
        assertThat(probe.statuses.get(1).isActive()).isTrue();
        assertThat(lastWatermark()).isEqualTo(1_500_000_060_000L - 10_000 - 1);
    }

    @Test
    void windowsCloseAfterARestartThoughNothingMoreComes(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobClient before = submit(aSource(), NEVER, 1, null);
        awaitSubscriptions(2);
        broker.publish("sensors/s/data", ("live@" + System.currentTimeMillis()).getBytes(UTF_8), 1);
        await().until(() -> !probe.watermarks.isEmpty());
        String checkpoint = Checkpoints.take(cluster, before.getJobID());
        await().until(() -> broker.acknowledged() == 1);
        before.cancel().get();
        await().until(() -> broker.connections() == 0);

        probe.watermarks.clear();
        long restarted = System.currentTimeMillis();
        submit(aSource(), NEVER, 1, checkpoint);
        await().until(() -> !probe.watermarks.isEmpty() && lastWatermark() > restarted - 10_000);
    }

    @Test
    void aReaderWithoutSlotsHoldsNobodyUp() throws Exception {
        submit(aSource().slots(1), SOON, 3, null);
        awaitSubscriptions(1);
        broker.publish("sensors/s/data", "old@1500000000000".getBytes(UTF_8), 1);
        await().until(() -> !probe.watermarks.isEmpty());

        assertThat(lastWatermark()).isEqualTo(1_500_000_000_000L - 10_000 - 1);
    }

    @Test
    void aDisconnectedSlotHoldsTheWatermark() throws Exception {
        submit(aSource().slots(1).outOfOrderness(Duration.ofSeconds(1)), SOON, 1, null);
        awaitSubscriptions(1);
        broker.publish("sensors/s/data", ("live@" + System.currentTimeMillis()).getBytes(UTF_8), 1);
        await().until(() -> probe.watermarks.size() > 5);
        broker.answerConnect(0x88);
        broker.cutConnections();
        await().until(() -> broker.connectTimes().size() >= 2);
        int emitted = probe.watermarks.size();

        await().during(Duration.ofSeconds(1)).until(() -> probe.watermarks.size() == emitted);
        assertThat(probe.statuses).isEmpty();
    }
}
