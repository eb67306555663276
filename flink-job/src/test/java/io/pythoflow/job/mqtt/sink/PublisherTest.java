package io.pythoflow.job.mqtt.sink;

import static io.pythoflow.job.mqtt.sink.SinkFixtures.publication;
import static io.pythoflow.job.mqtt.sink.SinkFixtures.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pythoflow.job.mqtt.transport.BrokerLimits;
import io.pythoflow.job.mqtt.transport.MqttFatalException;
import io.pythoflow.job.mqtt.transport.Publication;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Order, pace, window and answers, with the event loop and the clock in the test's hand. */
class PublisherTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualLoop loop = new ManualLoop();
    private final FakeTransport transport = new FakeTransport();
    private final PublisherMetrics metrics = SinkFixtures.metrics();
    private final List<CompletableFuture<Settlement>> settled = new ArrayList<>();
    private final Publisher publisher =
            new Publisher(
                    SinkFixtures.SETTINGS,
                    SinkFixtures.SETTINGS.connection(0),
                    transport,
                    loop,
                    metrics,
                    () -> {});

    @BeforeEach
    void start() {
        publisher.start();
    }

    @Test
    void waitsForAConnectionAndPublishesInOrder() {
        publish(texts(0, 5));
        loop.advance(SECOND);
        assertThat(transport.sent()).isEmpty();

        transport.connect();
        assertThat(transport.sentTexts()).isEqualTo(texts(0, 5));
        assertThat(transport.sent())
                .extracting(Publication::qos, Publication::retained)
                .containsOnly(org.assertj.core.groups.Tuple.tuple(1, false));
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x10})
    void isDoneWithWhatTheBrokerAccepts(int reasonCode) {
        transport.connect();
        publish(texts(0, 2));
        loop.advance(Duration.ofMillis(30));
        transport.answerAll(reasonCode);

        assertThat(settlements()).containsExactly(Settlement.ACKNOWLEDGED, Settlement.ACKNOWLEDGED);
        assertThat(publisher.unsettled()).isZero();
        assertThat(metrics.published.getCount()).isEqualTo(2);
        assertThat(metrics.acknowledged.getCount()).isEqualTo(2);
    }

    @Test
    void hasNoMoreInFlightThanItsMaximum() {
        transport.connect();
        publish(texts(0, 200));
        loop.advance(SECOND.multipliedBy(10));
        assertThat(transport.unanswered()).isEqualTo(90);

        transport.answer(0);
        assertThat(transport.unanswered()).isEqualTo(90);
        assertThat(transport.sent()).hasSize(91);
    }

    @Test
    void hasNoMoreInFlightThanTheBrokerTakes() {
        transport.connect(new BrokerLimits(10, BrokerLimits.NONE.maximumPacketBytes()));
        publish(texts(0, 200));
        loop.advance(SECOND.multipliedBy(10));

        assertThat(transport.unanswered()).isEqualTo(10);
    }

    @Test
    void sendsNoMoreThanItsRateHoweverFastTheBrokerAnswers() {
        transport.answerAtOnce(0);
        transport.connect();
        publish(texts(0, 2000));
        loop.advance(SECOND);
        assertThat(transport.sent()).hasSizeBetween(90, 99);

        loop.advance(SECOND.multipliedBy(9));
        assertThat(transport.sent()).hasSizeBetween(900, 909);
        assertThat(transport.sentTexts()).isEqualTo(texts(0, transport.sent().size()));
    }

    @Test
    void publishesAgainInOrderWhatALostConnectionLeftUnanswered() {
        transport.connect();
        publish(texts(0, 6));
        transport.answer(0);
        transport.answer(0);
        transport.cut("reset by peer");
        publish(List.of("c6"));
        loop.advance(SECOND);
        assertThat(transport.sent()).hasSize(6);

        transport.connect();
        loop.advance(SECOND);
        transport.answerAll(0);
        assertThat(transport.sentTexts().subList(6, 11))
                .containsExactly("c2", "c3", "c4", "c5", "c6");
        assertThat(settlements()).hasSize(7).containsOnly(Settlement.ACKNOWLEDGED);
        assertThat(metrics.retried.getCount()).isEqualTo(4);
        assertThat(metrics.reconnects.getCount()).isEqualTo(1);
        assertThat(metrics.acknowledged.getCount()).isEqualTo(7);
    }

    @Test
    void recomputesTheExpiryWheneverItSends() {
        transport.connect();
        settled.add(
                publisher.publish(publication("c").expiringAt(ManualLoop.START_MILLIS + 60_500)));
        loop.run();
        loop.advance(Duration.ofSeconds(10));
        transport.cut("reset by peer");
        loop.advance(Duration.ofSeconds(10));
        transport.connect();

        assertThat(transport.sent())
                .extracting(Publication::messageExpirySeconds)
                .containsExactly(60L, 40L);
    }

    @Test
    void skipsAndCountsWhatHasExpired() {
        settled.add(
                publisher.publish(publication("old").expiringAt(ManualLoop.START_MILLIS + 999)));
        settled.add(
                publisher.publish(publication("new").expiringAt(ManualLoop.START_MILLIS + 9999)));
        loop.advance(Duration.ofSeconds(1));
        assertThat(settled.get(0)).isCompletedWithValue(Settlement.EXPIRED);
        assertThat(publisher.unsettled()).isEqualTo(1);

        transport.connect();
        assertThat(transport.sentTexts()).containsExactly("new");
        assertThat(metrics.expired.getCount()).isEqualTo(1);
        assertThat(metrics.published.getCount()).isEqualTo(1);
    }

    @Test
    void doesNotRepeatWhatExpiredWhileItWasUnanswered() {
        transport.connect();
        settled.add(publisher.publish(publication("c").expiringAt(ManualLoop.START_MILLIS + 6000)));
        loop.advance(Duration.ofSeconds(5));
        transport.cut("reset by peer");
        loop.advance(Duration.ofSeconds(2));
        transport.connect();

        assertThat(transport.sent()).hasSize(1);
        assertThat(settlements()).containsExactly(Settlement.EXPIRED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x83, 0x91, 0x97})
    void repeatsWhatTheBrokerRefusesForTheTimeBeingBeforeAllElse(int reasonCode) {
        transport.connect();
        publish(List.of("refused"));
        transport.answer(reasonCode);
        publish(List.of("behind"));
        loop.advance(Duration.ofMillis(199));
        assertThat(transport.sentTexts()).containsExactly("refused");

        loop.advance(Duration.ofMillis(201));
        assertThat(transport.sentTexts()).containsExactly("refused", "refused", "behind");
        transport.answerAll(0);
        assertThat(settlements()).containsExactly(Settlement.ACKNOWLEDGED, Settlement.ACKNOWLEDGED);
        assertThat(metrics.retried.getCount()).isEqualTo(1);
    }

    @Test
    void keepsTheOrderOfSeveralThatAreRefused() {
        transport.connect();
        publish(texts(0, 5));
        transport.answerAll(0x97);
        loop.advance(SECOND);

        assertThat(transport.sentTexts().subList(5, 10)).isEqualTo(texts(0, 5));
    }

    @Test
    void repeatsWithGrowingPauses() {
        transport.answerAtOnce(0x97);
        transport.connect();
        publish(List.of("c"));
        loop.advance(Duration.ofMinutes(1));

        // 0.2 + 0.4 + 0.8 + 1.6 + 3.2 s, then every 6.4 s.
        assertThat(transport.sent()).hasSizeBetween(12, 15);
        assertThat(publisher.unsettled()).isEqualTo(1);
        assertThat(publisher.describeStandstill(SinkFixtures.FLUSH_TIMEOUT))
                .contains("refuses MqttPublication[topic=commands")
                .contains("quota exceeded");
    }

    @ParameterizedTest
    @CsvSource({"0x90, topic name invalid", "0x99, payload format invalid"})
    void dropsAndCountsWhatTheBrokerWillNeverTake(String reasonCode) {
        transport.connect();
        publish(texts(0, 2));
        transport.answer(Integer.decode(reasonCode));
        transport.answer(0);

        assertThat(settlements()).containsExactly(Settlement.REJECTED, Settlement.ACKNOWLEDGED);
        assertThat(metrics.rejected()).isEqualTo(1);
        assertThat(publisher.hasFailed()).isFalse();
    }

    @Test
    void doesNotSendWhatIsLargerThanTheBrokerTakes() {
        transport.connect(new BrokerLimits(100, 1000));
        settled.add(publisher.publish(MqttPublication.of("t", new byte[1000])));
        publish(List.of("small"));

        assertThat(transport.sentTexts()).containsExactly("small");
        assertThat(settled.get(0)).isCompletedWithValue(Settlement.REJECTED);
        assertThat(metrics.rejected()).isEqualTo(1);
    }

    @Test
    void failsIfTheClientMayNotPublish() {
        transport.connect();
        publish(List.of("a/b:c0", "a/b:c1"));
        transport.answer(0x87);

        assertThatThrownBy(publisher::checkFailed)
                .isInstanceOf(MqttFatalException.class)
                .hasMessageStartingWith("Client test-sink-0 cannot publish to a/b at mqtt://")
                .hasMessageContaining("not authorized")
                .hasMessageContaining("iot:Publish on topic/a/b in the policy");
        assertThat(settled).allMatch(CompletableFuture::isCompletedExceptionally);
    }

    @Test
    void findsThePublicationThatEndsTheConnectionAndFails() {
        transport.connect();
        publish(List.of("good:c0", "bad:c1", "good:c2", "good:c3"));
        transport.answer(0);
        transport.cut("the broker closed the connection");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertThat(publisher.hasFailed()).isFalse();
            transport.connect();
            loop.advance(SECOND);
            transport.cut("the broker closed the connection");
        }

        // The first time others were under way with it; then it went alone.
        assertThat(transport.sentTexts())
                .containsExactly("c0", "c1", "c2", "c3", "c1", "c2", "c3", "c1", "c1");
        assertThatThrownBy(publisher::checkFailed)
                .isInstanceOf(MqttFatalException.class)
                .hasMessageContaining("ended 3 times in a row straight after a publication")
                .hasMessageContaining("topic=bad")
                .hasMessageContaining("iot:Publish on topic/bad")
                .hasMessageContaining("the broker closed the connection");
    }

    @Test
    void doesNotBlameAPublicationThatIsAnsweredAfterAll() {
        transport.connect();
        publish(texts(0, 3));
        transport.cut("reset by peer");
        transport.connect();
        transport.cut("reset by peer");
        transport.connect();
        loop.advance(SECOND);
        assertThat(transport.unanswered()).isEqualTo(1);

        transport.answer(0);
        assertThat(transport.unanswered()).isEqualTo(2);
        transport.cut("reset by peer");
        transport.connect();
        transport.answerAll(0);
        loop.advance(SECOND);
        assertThat(settlements()).hasSize(3).containsOnly(Settlement.ACKNOWLEDGED);
        assertThat(publisher.hasFailed()).isFalse();
    }

    @Test
    void doesNotBlameAPublicationForConnectionsThatEndLater() {
        transport.connect();
        publish(List.of("c"));
        for (int attempt = 0; attempt < 5; attempt++) {
            loop.advance(HangUps.STRAIGHT_AFTER.plusMillis(1));
            transport.cut("reset by peer");
            transport.connect();
        }

        assertThat(publisher.hasFailed()).isFalse();
        assertThat(transport.sent()).hasSize(6);
    }

    @Test
    void saysWhatMayHaveBeenTheReasonIfTheTransportFails() {
        transport.connect();
        publish(List.of("a/b:c"));
        transport.fail("the broker ended the connection: not authorized (0x87)");

        assertThatThrownBy(publisher::checkFailed)
                .isInstanceOf(MqttFatalException.class)
                .hasMessageContaining("the broker ended the connection: not authorized (0x87)")
                .hasMessageContaining("1 publications were unanswered")
                .hasMessageContaining("iot:Publish on topic/a/b");
    }

    @Test
    void refusesEverythingAfterAFailure() {
        transport.fail("banned");
        CompletableFuture<Settlement> late = publisher.publish(publication("late"));
        loop.run();

        assertThat(late).isCompletedExceptionally();
        assertThatThrownBy(publisher::checkFailed)
                .isInstanceOf(MqttFatalException.class)
                .hasMessage("banned");
    }

    @Test
    void saysWhyNothingEnds() {
        publish(List.of("c"));
        assertThat(publisher.describeStandstill(SECOND))
                .startsWith("1 publications of client test-sink-0 to mqtt://localhost:1883")
                .contains("has not been connected yet");

        transport.connect();
        transport.cut("reset by peer");
        assertThat(publisher.describeStandstill(SECOND))
                .contains("there is no connection, because reset by peer");
    }

    @Test
    void endsTheConnectionAndTheThread() {
        publisher.close();

        assertThat(transport.isClosed()).isTrue();
        assertThat(loop.isClosed()).isTrue();
    }

    private void publish(List<String> texts) {
        texts.forEach(text -> settled.add(publisher.publish(publication(text))));
        loop.run();
    }

    private List<Settlement> settlements() {
        return settled.stream().map(each -> each.getNow(null)).toList();
    }
}
