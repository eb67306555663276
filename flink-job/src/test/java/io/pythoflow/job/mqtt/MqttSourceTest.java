package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.testing.Checkpoints;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;

/**
 * What the source promises beyond {@link MqttSourceContract}, beside a broker that helps to see it.
 */
class MqttSourceTest extends MqttJobTestBase {
    @Test
    void acknowledgesAtOnceIfToldTo() throws Exception {
        submit(aSource().acknowledge(Acknowledge.RECEIPT), NEVER, 1, null);
        awaitSubscriptions(2);
        publish(0, 500);
        await().until(() -> broker.acknowledged() == 500);
        // An acknowledgement on receipt may be there before its record.
        await().until(() -> probe.records.size() >= 500);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 500));
    }

    @Test
    void aFullWindowThatWaitsForACheckpointIsNotIdle(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobClient job = submit(aSource().slots(1).endAfterIdle(IDLE), NEVER, 1, null);
        awaitSubscriptions(1);
        publish(0, 250);
        await().until(() -> probe.records.size() == 100);
        await().during(Duration.ofSeconds(4))
                .atMost(Duration.ofSeconds(5))
                .until(() -> isRunning(job));
        assertThat(broker.queued()).isEqualTo(150);

        Checkpoints.take(cluster, job.getJobID());
        await().until(() -> probe.records.size() == 200);
        Checkpoints.take(cluster, job.getJobID());
        await().until(() -> probe.records.size() == 250);
        Checkpoints.take(cluster, job.getJobID());

        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);
        assertThat(probe.records).containsExactlyElementsOf(texts(0, 250));
        assertThat(broker.acknowledged()).isEqualTo(250);
    }

    @Test
    void qosZeroKeepsTheSourceFromEnding() throws Exception {
        JobClient job = submit(aSource().slots(1).endAfterIdle(IDLE), SOON, 1, null);
        awaitSubscriptions(1);
        await().pollInterval(Duration.ofMillis(500))
                .during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(7))
                .until(
                        () -> {
                            broker.publish("sensors/s/data", "zero".getBytes(UTF_8), 0);
                            return isRunning(job);
                        });
        job.getJobExecutionResult().get(60, TimeUnit.SECONDS);

        assertThat(probe.records).hasSizeGreaterThan(5).containsOnly("zero");
    }

    @Test
    void fewerSlotsReceiveWhatTheAbandonedSessionsHold(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        // 1. Four slots; forty messages arrive while nothing acknowledges, twenty while it is away.
        JobClient before = submit(aSource().slots(4), NEVER, 1, null);
        awaitSubscriptions(4);
        String checkpoint = Checkpoints.take(cluster, before.getJobID());
        publish(0, 40);
        await().until(() -> probe.records.size() == 40);
        before.cancel().get();
        await().until(() -> broker.connections() == 0);
        publish(40, 60);

        // 2. Two slots: the sessions of the others are emptied by two readers, then ended.
        probe.records.clear();
        JobClient after = submit(aSource().slots(2), SOON, 2, checkpoint);
        await().until(() -> new TreeSet<>(probe.records).size() == 60);
        await().atMost(Duration.ofSeconds(40)).until(() -> broker.sessions().size() == 2);
        assertThat(broker.sessions()).containsExactly("test-slot-0", "test-slot-1");
        assertThat(broker.queued()).isZero();
        await().until(() -> broker.unacknowledged() == 0);

        // 3. What comes now goes to the two, and the watermark waits for nobody else.
        publish(60, 80);
        await().until(() -> new TreeSet<>(probe.records).size() == 80);
        after.cancel().get();
    }

    @Test
    void aLostSessionFailsTheJobIfToldTo(@InjectMiniCluster MiniCluster cluster) throws Exception {
        JobClient before = submit(aSource(), NEVER, 1, null);
        awaitSubscriptions(2);
        String checkpoint = Checkpoints.take(cluster, before.getJobID());
        before.cancel().get();
        await().until(() -> broker.connections() == 0);
        broker.forgetSessions();

        JobClient after = submit(aSource().onSessionLoss(SessionLoss.FAIL), NEVER, 1, checkpoint);
        assertThatThrownBy(() -> after.getJobExecutionResult().get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining("has lost the session of test-slot-");
    }

    @Test
    void aResendUnderAnotherPacketIdIsEmittedOnceAndAcknowledgedUnderBoth(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        JobID job =
                submit(aSource().slots(1).resendAfter(Duration.ofMillis(1)), NEVER, 1, null)
                        .getJobID();
        awaitSubscriptions(1);
        broker.sendUnder(7, "sensors/s/data", "first".getBytes(UTF_8));
        await().until(() -> probe.records.contains("first"));
        // Its receipt lies a millisecond back, and is long enough ago.
        long told = System.currentTimeMillis();
        await().until(() -> System.currentTimeMillis() > told + 1);
        broker.sendUnder(8, "sensors/s/data", "first".getBytes(UTF_8));
        broker.sendUnder(9, "sensors/s/data", "last".getBytes(UTF_8));
        await().until(() -> probe.records.contains("last"));
        Checkpoints.take(cluster, job);
        await().until(() -> broker.acknowledged() == 3);

        assertThat(probe.records).containsExactly("first", "last");
        assertThat(broker.acknowledged("test-slot-0")).containsExactly(7, 8, 9);
    }

    @Test
    void aStalledJobHoldsQosZeroBack() throws Exception {
        probe.permits.drainPermits();
        submit(aSource().slots(1), NEVER, 1, null);
        awaitSubscriptions(1);
        String kilobyte = "x".repeat(1024);
        for (int i = 0; i < 40_000; i++) {
            broker.publish("sensors/s/data", kilobyte.getBytes(UTF_8), 0);
        }

        await().during(Duration.ofSeconds(1)).until(() -> !broker.isWritable());
        probe.permits.release(40_000);
        await().atMost(Duration.ofSeconds(30)).until(() -> probe.records.size() == 40_000);
    }
}
