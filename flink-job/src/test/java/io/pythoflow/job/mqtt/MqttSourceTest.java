package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

        cluster.triggerCheckpoint(job.getJobID()).get();
        await().until(() -> probe.records.size() == 200);
        cluster.triggerCheckpoint(job.getJobID()).get();
        await().until(() -> probe.records.size() == 250);
        cluster.triggerCheckpoint(job.getJobID()).get();

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
