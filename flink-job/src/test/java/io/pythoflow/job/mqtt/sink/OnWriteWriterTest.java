package io.pythoflow.job.mqtt.sink;

import static io.pythoflow.job.mqtt.sink.SinkFixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.mqtt.transport.MqttFatalException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The task thread and the publisher, both in the test's thread. */
class OnWriteWriterTest {
    private final ManualLoop loop = new ManualLoop();
    private final FakeTransport transport = new FakeTransport();
    private final DrivenTask task = new DrivenTask(() -> loop.advance(Duration.ofMillis(10)));
    private final OnWriteWriter<String> writer =
            new OnWriteWriter<>(
                    SinkFixtures.SETTINGS,
                    SinkFixtures::publication,
                    (metrics, progress) ->
                            new Publisher(
                                    SinkFixtures.SETTINGS,
                                    SinkFixtures.SETTINGS.connection(0),
                                    transport,
                                    loop,
                                    new PublisherMetrics(metrics),
                                    progress),
                    task);

    @BeforeEach
    void start() {
        writer.start();
    }

    @Test
    void publishesWithoutWaitingForACheckpoint() throws Exception {
        transport.connect();
        write(texts(0, 3));
        loop.run();

        assertThat(transport.sentTexts()).isEqualTo(texts(0, 3));
        assertThat(task.metricGroup().getNumRecordsSendCounter().getCount()).isEqualTo(3);
        assertThat(task.metricGroup().getNumBytesSendCounter().getCount()).isEqualTo(6);
    }

    @Test
    void aFlushReturnsWhenEverythingIsAnswered() throws Exception {
        transport.connect();
        write(texts(0, 50));
        loop.schedule(Duration.ofSeconds(20), () -> transport.answerAll(0));
        long start = loop.nanoTime();
        writer.flush(false);

        assertThat(Duration.ofNanos(loop.nanoTime() - start)).isEqualTo(Duration.ofSeconds(20));
        assertThat(transport.sent()).hasSize(50);
        writer.flush(true);
    }

    @Test
    void aWriteWaitsWhileTheMaximumIsUnanswered() throws Exception {
        transport.connect();
        write(texts(0, 90));
        loop.schedule(Duration.ofSeconds(20), () -> transport.answer(0));
        long start = loop.nanoTime();
        write(List.of("c90"));

        assertThat(Duration.ofNanos(loop.nanoTime() - start)).isEqualTo(Duration.ofSeconds(20));
        loop.run();
        assertThat(transport.unanswered()).isEqualTo(90);
    }

    @Test
    void aFlushOutlastsALostConnection() throws Exception {
        transport.connect();
        write(texts(0, 3));
        loop.run();
        transport.cut("reset by peer");
        loop.schedule(Duration.ofSeconds(30), transport::connect);
        loop.schedule(Duration.ofSeconds(31), () -> transport.answerAll(0));
        loop.schedule(Duration.ofSeconds(32), () -> transport.answerAll(0));
        writer.flush(false);

        assertThat(transport.sentTexts()).hasSize(6).endsWith("c0", "c1", "c2");
    }

    @Test
    void aFlushFailsWhenNothingIsSettledForTheTimeout() throws Exception {
        transport.connect();
        write(texts(0, 3));
        loop.schedule(Duration.ofSeconds(50), () -> transport.answer(0));
        long start = loop.nanoTime();
        assertThatThrownBy(() -> writer.flush(false))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot go on: 2 publications of client test-sink-0 to")
                .hasMessageContaining("none was settled for PT1M")
                .hasMessageContaining("raise the flush timeout");

        assertThat(Duration.ofNanos(loop.nanoTime() - start))
                .isBetween(Duration.ofSeconds(110), Duration.ofSeconds(111));
    }

    @Test
    void aFlushEndsWhenTheRestHasExpiredThoughThereIsNoConnection() throws Exception {
        OnWriteWriter<String> expiring =
                new OnWriteWriter<>(
                        SinkFixtures.SETTINGS,
                        text ->
                                SinkFixtures.publication(text)
                                        .expiringAt(ManualLoop.START_MILLIS + 5000),
                        (metrics, progress) ->
                                new Publisher(
                                        SinkFixtures.SETTINGS,
                                        SinkFixtures.SETTINGS.connection(0),
                                        transport,
                                        loop,
                                        new PublisherMetrics(metrics),
                                        progress),
                        task);
        expiring.start();
        expiring.write("c", new NoContext());
        expiring.flush(false);

        assertThat(transport.sent()).isEmpty();
    }

    @Test
    void aFailureSurfacesOnTheTaskThreadThoughNothingIsWritten() {
        assertThat(task.mails()).isZero();
        transport.fail("banned");

        assertThatThrownBy(task::runMails)
                .isInstanceOf(MqttFatalException.class)
                .hasMessage("banned");
        assertThatThrownBy(() -> writer.write("c", new NoContext()))
                .isInstanceOf(MqttFatalException.class);
        assertThatThrownBy(() -> writer.flush(false)).isInstanceOf(MqttFatalException.class);
    }

    @Test
    void aFailureEndsAFlush() throws Exception {
        transport.connect();
        write(List.of("a/b:c"));
        loop.schedule(Duration.ofSeconds(1), () -> transport.answer(0x87));

        assertThatThrownBy(() -> writer.flush(false))
                .isInstanceOf(MqttFatalException.class)
                .hasMessageContaining("cannot publish to a/b");
    }

    @Test
    void theMailboxIsLeftAloneWhileNobodyWaits() throws Exception {
        transport.connect();
        write(texts(0, 5));
        loop.run();
        transport.answerAll(0);
        loop.advance(Duration.ofSeconds(10));

        assertThat(task.mails()).isZero();
    }

    @Test
    void endsItsConnection() {
        writer.close();

        assertThat(transport.isClosed()).isTrue();
        assertThat(loop.isClosed()).isTrue();
    }

    private void write(List<String> texts) throws Exception {
        for (String text : texts) {
            writer.write(text, new NoContext());
        }
    }

    private static final class NoContext implements SinkWriter.Context {
        @Override
        public long currentWatermark() {
            return Long.MIN_VALUE;
        }

        @Override
        public Long timestamp() {
            return Objects.requireNonNull(null, "No record has a timestamp here");
        }
    }
}
