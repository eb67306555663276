package io.pythoflow.job.mqtt.sink;

import static io.pythoflow.job.mqtt.sink.SinkFixtures.publication;
import static io.pythoflow.job.mqtt.sink.SinkFixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.pythoflow.job.mqtt.quirks.Published;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.connector.sink2.SupportsCommitter;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.CommittableSummary;
import org.apache.flink.streaming.api.connector.sink2.CommittableWithLineage;
import org.apache.flink.streaming.runtime.operators.sink.CommitterOperatorFactory;
import org.apache.flink.streaming.runtime.operators.sink.SinkWriterOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sink in Flink's own operators, on a network, beside a broker that does as it is told. */
class MqttSinkTest {
    private final QuirksBroker broker = QuirksBroker.start();

    @AfterEach
    void stop() {
        broker.close();
    }

    // Publish.ON_WRITE

    @Test
    void onWriteTheBarrierPassesWhenTheBrokerHasEverything() throws Exception {
        try (var writer = writer(aSink(Publish.ON_WRITE))) {
            for (String text : texts(0, 30)) {
                writer.processElement(text, 0);
            }

            writer.prepareSnapshotPreBarrier(1);
            assertThat(published()).isEqualTo(texts(0, 30));
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.startsWith("test-sink-0-mqtt"))
                    .hasSize(1);
            assertThat(broker.published())
                    .allMatch(each -> each.clientId().equals("test-sink-0"))
                    .noneMatch(Published::duplicate)
                    .noneMatch(each -> each.message().retained());
        }

        await().until(() -> broker.connections() == 0);
        assertThat(broker.disconnectCodes()).containsExactly(0);
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("test-sink-0-mqtt"));
    }

    @Test
    void onWriteALostConnectionIsMadeAgainAndTheRestPublishedAgain() throws Exception {
        AtomicInteger arrived = new AtomicInteger();
        broker.answerPublish(topic -> arrived.incrementAndGet() == 5 ? QuirksBroker.CLOSE : 0);
        try (var writer = writer(aSink(Publish.ON_WRITE))) {
            for (String text : texts(0, 8)) {
                writer.processElement(text, 0);
            }

            writer.prepareSnapshotPreBarrier(1);
        }

        // What is answered when the connection ends may or may not have been heard of.
        assertThat(published()).containsAll(texts(0, 8)).endsWith("c4", "c5", "c6", "c7");
        assertThat(broker.published()).noneMatch(Published::duplicate);
        assertThat(broker.connectTimes()).hasSize(2);
    }

    @Test
    void onWriteNoMoreIsInFlightThanTheBrokerAnnounced() throws Exception {
        broker.announce(MqttPropertyType.RECEIVE_MAXIMUM, 4);
        broker.answerPublish(QuirksBroker.SILENCE);
        var sink = aSink(Publish.ON_WRITE).flushTimeout(Duration.ofMillis(800));
        try (var writer = writer(sink)) {
            for (String text : texts(0, 30)) {
                writer.processElement(text, 0);
            }

            assertThatThrownBy(() -> writer.prepareSnapshotPreBarrier(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("30 publications of client test-sink-0")
                    .hasMessageContaining("none was settled for PT0.8S");
            assertThat(published()).isEqualTo(texts(0, 4));
        }
    }

    @Test
    void onWriteAMissingPermissionFailsTheTask() throws Exception {
        broker.answerPublish(topic -> topic.equals("forbidden") ? 0x87 : 0);
        try (var writer = writer(aSink(Publish.ON_WRITE))) {
            writer.processElement("forbidden:c", 0);

            assertThatThrownBy(() -> writer.prepareSnapshotPreBarrier(1))
                    .hasMessageContaining("cannot publish to forbidden")
                    .hasMessageContaining("iot:Publish on topic/forbidden");
        }
    }

    @Test
    void onWriteABrokerThatHangsUpOnOnePublicationIsUnderstood() throws Exception {
        broker.answerPublish(topic -> topic.equals("forbidden") ? QuirksBroker.CLOSE : 0);
        try (var writer = writer(aSink(Publish.ON_WRITE))) {
            writer.processElement("forbidden:c", 0);
            writer.processElement("allowed:d", 0);

            assertThatThrownBy(() -> writer.prepareSnapshotPreBarrier(1))
                    .hasMessageContaining("ended 3 times in a row straight after a publication")
                    .hasMessageContaining("topic=forbidden")
                    .hasMessageContaining("iot:Publish on topic/forbidden");
        }
    }

    // Publish.ON_COMMIT

    @Test
    void onCommitNothingIsPublishedBeforeTheCheckpointCompletes() throws Exception {
        try (var writer = writer(aSink(Publish.ON_COMMIT));
                var committer = committer(aSink(Publish.ON_COMMIT))) {
            committer.open();
            await().until(() -> broker.connections() == 1);
            for (String text : texts(0, 3)) {
                writer.processElement(text, 0);
            }

            writer.prepareSnapshotPreBarrier(1);
            for (Object message : writer.extractOutputValues()) {
                committer.processElement(committable(message), 0);
            }

            committer.snapshot(1, 0);
            assertThat(broker.published()).isEmpty();
            committer.notifyOfCompletedCheckpoint(1);
            assertThat(published()).isEqualTo(texts(0, 3));
        }
    }

    @Test
    void onCommitTheRestoredCheckpointIsPublishedLessWhatHasExpired() throws Exception {
        long now = System.currentTimeMillis();
        MqttPublication lasting =
                publication("lasting").expiringAt(now + Duration.ofHours(1).toMillis());
        MqttPublication passing = publication("passing").expiringAt(now + 300);
        OperatorSubtaskState state;
        try (var committer = committer(aSink(Publish.ON_COMMIT))) {
            committer.open();
            commit(committer, List.of(passing, lasting));
            state = committer.snapshot(1, 0);
        }

        assertThat(broker.published()).isEmpty();
        await().until(() -> System.currentTimeMillis() > now + 300);
        try (var committer = committer(aSink(Publish.ON_COMMIT))) {
            committer.setRestoredCheckpointId(1);
            committer.initializeState(state);
            assertThat(published()).containsExactly("lasting");
            assertThat((Integer) expiryOf(broker.published().get(0))).isBetween(3000, 3599);
        }
    }

    @Test
    void onCommitAFailedCommitIsRepeatedUnchangedAfterTheRestart() throws Exception {
        broker.answerPublish(topic -> topic.equals("silent") ? QuirksBroker.SILENCE : 0);
        MqttPublication answered = publication("answered:a").correlatedBy(new byte[] {1});
        MqttPublication silent = publication("silent:b").correlatedBy(new byte[] {2});
        OperatorSubtaskState state;
        var sink = aSink(Publish.ON_COMMIT).flushTimeout(Duration.ofMillis(500));
        try (var committer = committer(sink)) {
            committer.open();
            commit(committer, List.of(answered, silent));
            state = committer.snapshot(1, 0);
            assertThatThrownBy(() -> committer.notifyOfCompletedCheckpoint(1))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Cannot commit: 1 publications of client test-sink-0")
                    .hasMessageContaining("published again after the restart");
        }

        broker.answerPublish(0);
        try (var committer = committer(aSink(Publish.ON_COMMIT))) {
            committer.setRestoredCheckpointId(1);
            committer.initializeState(state);
        }

        assertThat(published()).containsExactly("a", "b", "a", "b");
        assertThat(broker.published())
                .extracting(each -> each.property(MqttPropertyType.CORRELATION_DATA))
                .containsExactly(new byte[] {1}, new byte[] {2}, new byte[] {1}, new byte[] {2});
    }

    @Test
    void onCommitWhatTheBrokerWillNeverTakeIsDroppedAndTheRestCommitted() throws Exception {
        Map<String, Integer> codes = Map.of("wrong", 0x90, "bad", 0x99);
        broker.answerPublish(topic -> codes.getOrDefault(topic, 0x10));
        try (var committer = committer(aSink(Publish.ON_COMMIT))) {
            committer.open();
            commit(
                    committer,
                    List.of(publication("wrong:a"), publication("bad:b"), publication("good:c")));
            committer.snapshot(1, 0);
            committer.notifyOfCompletedCheckpoint(1);
            assertThat(published()).containsExactly("a", "b", "c");

            committer.notifyOfCompletedCheckpoint(2);
            assertThat(broker.published()).hasSize(3);
        }
    }

    @Test
    void onCommitAMissingPermissionFailsTheTask() throws Exception {
        broker.answerPublish(0x87);
        try (var committer = committer(aSink(Publish.ON_COMMIT))) {
            committer.open();
            commit(committer, List.of(publication("a/b:c"), publication("a/b:d")));

            assertThatThrownBy(() -> committer.notifyOfCompletedCheckpoint(1))
                    .isInstanceOf(MqttFatalException.class)
                    .hasMessageContaining("cannot publish to a/b");
        }
    }

    @Test
    void onCommitWithoutCheckpointsTheEndOfTheInputPublishes() throws Exception {
        try (var committer = committer(aSink(Publish.ON_COMMIT), false)) {
            committer.open();
            commit(committer, List.of(publication("c")));
            assertThat(broker.published()).isEmpty();
            committer.endInput();

            assertThat(published()).containsExactly("c");
        }
    }

    @Test
    void everythingThatIsSaidOfAPublicationArrives() throws Exception {
        MqttPublication full =
                MqttPublication.of("c/d1/command", "{}".getBytes(StandardCharsets.UTF_8))
                        .asRetained()
                        .expiringAt(System.currentTimeMillis() + Duration.ofDays(30).toMillis())
                        .correlatedBy(new byte[] {7})
                        .answeredOn("c/d1/ack")
                        .ofType("application/json");
        try (var committer = committer(aSink(Publish.ON_COMMIT))) {
            committer.open();
            commit(committer, List.of(full));
            committer.notifyOfCompletedCheckpoint(1);
        }

        Published arrived = broker.published().get(0);
        assertThat(arrived.message().topic()).isEqualTo("c/d1/command");
        assertThat(arrived.message().retained()).isTrue();
        assertThat(expiryOf(arrived)).isEqualTo(7 * 24 * 3600);
        assertThat(arrived.property(MqttPropertyType.CORRELATION_DATA)).isEqualTo(new byte[] {7});
        assertThat(arrived.property(MqttPropertyType.RESPONSE_TOPIC)).isEqualTo("c/d1/ack");
        assertThat(arrived.property(MqttPropertyType.CONTENT_TYPE)).isEqualTo("application/json");
    }

    private MqttSinkBuilder<String> aSink(Publish publish) {
        return SinkFixtures.aSink(broker.address(), publish);
    }

    private List<String> published() {
        return broker.published().stream().map(Published::text).toList();
    }

    private static Object expiryOf(Published published) {
        return published.property(MqttPropertyType.PUBLICATION_EXPIRY_INTERVAL);
    }

    private static OneInputStreamOperatorTestHarness<String, CommittableMessage<MqttPublication>>
            writer(MqttSinkBuilder<String> sink) throws Exception {
        var harness =
                new OneInputStreamOperatorTestHarness<>(
                        new SinkWriterOperatorFactory<String, MqttPublication>(sink.build()));
        harness.open();
        return harness;
    }

    private static OneInputStreamOperatorTestHarness<
                    CommittableMessage<MqttPublication>, CommittableMessage<MqttPublication>>
            committer(MqttSinkBuilder<String> sink) throws Exception {
        return committer(sink, true);
    }

    @SuppressWarnings("unchecked")
    private static OneInputStreamOperatorTestHarness<
                    CommittableMessage<MqttPublication>, CommittableMessage<MqttPublication>>
            committer(MqttSinkBuilder<String> sink, boolean checkpoints) throws Exception {
        return new OneInputStreamOperatorTestHarness<>(
                new CommitterOperatorFactory<>(
                        (SupportsCommitter<MqttPublication>) sink.build(),
                        false /* batch */,
                        checkpoints));
    }

    @SuppressWarnings("unchecked")
    private static CommittableMessage<MqttPublication> committable(Object message) {
        return (CommittableMessage<MqttPublication>) message;
    }

    /** What the writer sends at the barrier of checkpoint 1. */
    private static void commit(
            OneInputStreamOperatorTestHarness<
                            CommittableMessage<MqttPublication>,
                            CommittableMessage<MqttPublication>>
                    committer,
            List<MqttPublication> publications)
            throws Exception {
        committer.processElement(new CommittableSummary<>(0, 1, 1L, publications.size(), 0), 0);
        for (MqttPublication publication : publications) {
            committer.processElement(new CommittableWithLineage<>(publication, 1L, 0), 0);
        }
    }
}
