package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.quirks.Acknowledgement;
import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.testing.Checkpoints;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.junit.jupiter.api.Test;

/** What AWS IoT Core does and other brokers do not. */
class AwsQuirksTest extends MqttJobTestBase {
    private static final Duration RESEND = Quirks.AWS.resendAfter();

    AwsQuirksTest() {
        super(Quirks.AWS);
    }

    @Test
    void aResendOnTheSameConnectionIsEmittedOnceAndAcknowledgedOnce(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        JobID job = submit(aSource(), NEVER, 1, null).getJobID();
        awaitSubscriptions(2);
        publish(0, 50);
        await().until(() -> probe.records.size() == 50);
        broker.advance(RESEND);
        await().until(() -> metric(job, "mqtt.redelivered") == 50);
        publish(50, 51);
        broker.advance(RESEND);
        await().until(() -> metric(job, "mqtt.redelivered") >= 100);
        await().until(() -> probe.records.contains("m50"));
        Checkpoints.take(cluster, job);
        await().until(() -> broker.unacknowledged() == 0);

        assertThat(probe.records).containsExactlyInAnyOrderElementsOf(texts(0, 51));
        assertThat(broker.acknowledged()).isEqualTo(51);
        for (String clientId : broker.sessions()) {
            assertThat(broker.acknowledgements(clientId))
                    .extracting(Acknowledgement::packetId)
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void passesAHundredPerCheckpointHoweverMuchItAsksFor(@InjectMiniCluster MiniCluster cluster)
            throws Exception {
        JobID job = submit(aSource().slots(1).receiveMaximum(65_535), NEVER, 1, null).getJobID();
        awaitSubscriptions(1);
        publish(0, 250);
        await().until(() -> probe.records.size() == 100);
        await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> {
                            Checkpoints.take(cluster, job);
                            return broker.acknowledged() == 250;
                        });

        assertThat(probe.records).containsExactlyElementsOf(texts(0, 250));
        assertThat(broker.mostUnacknowledged()).isEqualTo(100);
    }

    @Test
    void whatTheBrokerDiscardsAboveItsRateIsAllThatIsMissing() throws Exception {
        submit(aSource().slots(1).sharedGroup(null), SOON, 1, null);
        awaitSubscriptions(1);
        publish(0, 300);
        await().until(() -> broker.queued() == 0 && broker.unacknowledged() == 0);

        assertThat(broker.discarded()).isPositive();
        assertThat(probe.records).hasSize(300 - broker.discarded()).doesNotHaveDuplicates();
    }

    @Test
    void nothingIsLateBecauseStoredMessagesComeSlowlyBesideLiveOnes(
            @InjectMiniCluster MiniCluster cluster) throws Exception {
        // 1. A job has been here, and is away for ten minutes.
        MqttSourceBuilder<String> plain = aSource().slots(1).sharedGroup(null);
        JobClient before = submit(plain, NEVER, 1, null);
        awaitSubscriptions(1);
        String checkpoint = Checkpoints.take(cluster, before.getJobID());
        before.cancel().get();
        await().until(() -> broker.connections() == 0);
        long now = System.currentTimeMillis();
        List<String> stored =
                IntStream.range(0, 20)
                        .mapToObj(i -> "stored@" + (now - (20 - i) * 30_000L))
                        .toList();
        stored.forEach(this::send);

        // 2. It comes back: two seconds' worth of stored messages, and live ones between them.
        submit(plain, SOON, 1, checkpoint);
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            send("live@" + System.currentTimeMillis());
                            return probe.records.containsAll(stored);
                        });

        // A copy, since live ones still come.
        List<String> records = List.copyOf(probe.records);
        assertThat(records.subList(0, records.indexOf(stored.get(19))))
                .anyMatch(record -> record.startsWith("live"));
        assertThat(probe.late).isEmpty();
    }

    @Test
    void aBrokerThatClosesOnEverySubscribeFailsTheJobWithAdvice() throws Exception {
        broker.closeOnSubscribe();
        JobClient job = submit(aSource().slots(1), NEVER, 1, null);

        assertThatThrownBy(() -> job.getJobExecutionResult().get(40, TimeUnit.SECONDS))
                .hasStackTraceContaining("iot:Subscribe");
    }

    private void send(String text) {
        broker.publish("sensors/s/data", text.getBytes(UTF_8), 1);
    }
}
