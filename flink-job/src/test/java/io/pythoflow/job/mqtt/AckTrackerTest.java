package io.pythoflow.job.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import io.pythoflow.job.mqtt.AckTracker.Verdict;
import io.pythoflow.job.mqtt.transport.InboundMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AckTrackerTest {
    private static final long NOON = 1_700_000_000_000L;

    private static final Duration RESEND_AFTER = Duration.ofSeconds(20);

    private final AckTracker tracker = new AckTracker(RESEND_AFTER);

    @Test
    void acknowledgesOnlyWhatTheCompletedCheckpointContains() {
        // 1. Two messages, then checkpoint 1, then a third message.
        receive(1, 11, "a");
        receive(1, 12, "b");
        tracker.bind(1);
        receive(1, 13, "c");

        // 2. Checkpoint 1 completes.
        assertThat(tracker.complete(1).packetIds()).containsExactly(11, 12);
        assertThat(tracker.unacknowledged()).isEqualTo(1);

        // 3. Its completion is told again.
        assertThat(tracker.complete(1).isEmpty()).isTrue();

        // 4. The third message's checkpoint completes.
        tracker.bind(2);
        assertThat(tracker.complete(2).packetIds()).containsExactly(13);
        assertThat(tracker.unacknowledged()).isZero();
    }

    @Test
    void completingACheckpointSweepsEveryEarlierOneInOrderOfReceipt() {
        receive(1, 30, "a");
        tracker.bind(1);
        receive(1, 10, "b");
        tracker.bind(2);
        receive(1, 20, "c");
        tracker.bind(3);

        assertThat(tracker.complete(2).packetIds()).containsExactly(30, 10);
        assertThat(tracker.complete(3).packetIds()).containsExactly(20);
    }

    @Test
    void aCheckpointWithoutMessagesAcknowledgesNothing() {
        tracker.bind(1);

        assertThat(tracker.complete(1).isEmpty()).isTrue();
    }

    @Test
    void aCopyOnTheSameConnectionIsAcknowledgedWithTheFirst() {
        assertThat(receive(1, 7, "a")).isEqualTo(Verdict.NEW);
        assertThat(receive(1, 7, "a")).isEqualTo(Verdict.RESENT);
        tracker.bind(1);
        assertThat(receive(1, 7, "a")).isEqualTo(Verdict.RESENT);

        assertThat(tracker.complete(1).packetIds()).containsExactly(7);
        assertThat(receive(1, 7, "a")).isEqualTo(Verdict.NEW);
    }

    @Test
    void otherContentUnderAPacketIdInUseIsAMessageOfItsOwn() {
        assertThat(receive(1, 7, "a")).isEqualTo(Verdict.NEW);
        assertThat(receive(1, 7, "b")).isEqualTo(Verdict.PACKET_ID_REUSED);
        assertThat(tracker.unacknowledged()).isEqualTo(2);
        tracker.bind(1);

        assertThat(tracker.complete(1).packetIds()).containsExactly(7, 7);
        assertThat(tracker.unacknowledged()).isZero();
    }

    @Test
    void aPacketIdOfTwoMessagesIsAcknowledgedOnceBothAreDurable() {
        receive(1, 7, "a");
        receive(1, 8, "b");
        tracker.bind(1);
        receive(1, 7, "c");
        tracker.bind(2);

        assertThat(tracker.complete(1).packetIds()).containsExactly(8);
        assertThat(tracker.unacknowledged()).isEqualTo(2);
        assertThat(tracker.complete(2).packetIds()).containsExactly(7, 7);
        assertThat(tracker.unacknowledged()).isZero();
    }

    @Test
    void aCopyUnderAnotherPacketIdIsAResendOnceTheFirstIsOldEnoughToBeSentAgain() {
        assertThat(receiveAt(NOON, 7, "same")).isEqualTo(Verdict.NEW);
        assertThat(receiveAt(NOON + 19_999, 8, "same")).isEqualTo(Verdict.NEW);
        assertThat(receiveAt(NOON + 20_000, 9, "same")).isEqualTo(Verdict.RESENT);
        tracker.bind(1);

        assertThat(tracker.complete(1).packetIds()).containsExactly(7, 8, 9);
    }

    @Test
    void equalMessagesAreNewOnceTheFirstIsAcknowledged() {
        receiveAt(NOON, 7, "same");
        tracker.bind(1);
        tracker.complete(1);

        assertThat(receiveAt(NOON + 30_000, 8, "same")).isEqualTo(Verdict.NEW);
    }

    @Test
    void aCopyUnderThePacketIdOfALaterMessageWaitsForThatOne() {
        // 1. The first copy is durable with checkpoint 1, the other message with checkpoint 2.
        receive(1, 7, "a");
        tracker.bind(1);
        receive(1, 8, "b");
        assertThat(receiveAt(NOON + 20_000, 8, "a")).isEqualTo(Verdict.RESENT);
        tracker.bind(2);

        // 2. Acknowledging 8 with checkpoint 1 might acknowledge the other message.
        assertThat(tracker.complete(1).packetIds()).containsExactly(7);
        assertThat(tracker.complete(2).packetIds()).containsExactly(8, 8);
        assertThat(tracker.unacknowledged()).isZero();
    }

    @Test
    void aCopyUnderThePacketIdOfAnEarlierMessageHoldsThatOneBack() {
        receive(1, 8, "b");
        tracker.bind(1);
        receive(1, 7, "a");
        assertThat(receiveAt(NOON + 20_000, 8, "a")).isEqualTo(Verdict.RESENT);
        tracker.bind(2);

        assertThat(tracker.complete(1).isEmpty()).isTrue();
        assertThat(tracker.complete(2).packetIds()).containsExactly(8, 7, 8);
        assertThat(tracker.unacknowledged()).isZero();
    }

    @Test
    void anyInterleavingAcknowledgesEveryPacketIdOnceAndNoneBeforeItsMessageIsDurable() {
        for (long seed = 0; seed < 500; seed++) {
            new AckTrackerModel(seed).run(300);
        }
    }

    @Test
    void anotherTopicUnderAPacketIdInUseIsAMessageOfItsOwn() {
        tracker.received(message(1, 7, "first", "a"));

        assertThat(tracker.received(message(1, 7, "second", "a")))
                .isEqualTo(Verdict.PACKET_ID_REUSED);
    }

    @Test
    void aNewConnectionVoidsThePacketIdsOfTheOld() {
        receive(1, 7, "a");
        tracker.bind(1);
        receive(1, 8, "b");

        assertThat(receive(2, 7, "a")).isEqualTo(Verdict.NEW);
        assertThat(tracker.complete(1).isEmpty()).isTrue();
        tracker.bind(2);
        assertThat(tracker.complete(2).connection()).isEqualTo(2);
        assertThat(tracker.unacknowledged()).isZero();
    }

    @Test
    void nothingIsLeftToAcknowledgeWhenTheConnectionIsGone() {
        receive(1, 7, "a");
        tracker.bind(1);
        receive(1, 8, "b");
        tracker.forget();
        tracker.bind(2);

        assertThat(tracker.complete(2).isEmpty()).isTrue();
        assertThat(tracker.unacknowledged()).isZero();
        assertThat(tracker.oldestReceivedAt()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void knowsTheOldestUnacknowledgedMessage() {
        assertThat(tracker.oldestReceivedAt()).isEqualTo(Long.MAX_VALUE);
        tracker.received(new InboundMessage(1, 1, 1, false, false, "t", new byte[0], NOON));
        tracker.bind(1);
        tracker.received(new InboundMessage(1, 2, 1, false, false, "t", new byte[0], NOON + 5));
        assertThat(tracker.oldestReceivedAt()).isEqualTo(NOON);

        assertThat(tracker.complete(1).oldestReceivedAt()).isEqualTo(NOON);
        assertThat(tracker.oldestReceivedAt()).isEqualTo(NOON + 5);
    }

    @Test
    void withoutCheckpointsEverythingEmittedMayBeAcknowledged() {
        receive(1, 1, "a");
        receive(1, 2, "b");

        assertThat(tracker.completeStaged().packetIds()).containsExactly(1, 2);
        assertThat(tracker.completeStaged().isEmpty()).isTrue();
        assertThat(tracker.unacknowledged()).isZero();
    }

    private Verdict receive(long connection, int packetId, String payload) {
        return tracker.received(message(connection, packetId, "topic", payload));
    }

    private Verdict receiveAt(long receivedAt, int packetId, String payload) {
        return tracker.received(
                new InboundMessage(
                        1,
                        packetId,
                        1,
                        false,
                        false,
                        "topic",
                        payload.getBytes(StandardCharsets.UTF_8),
                        receivedAt));
    }

    private static InboundMessage message(
            long connection, int packetId, String topic, String payload) {
        return new InboundMessage(
                connection,
                packetId,
                1,
                false,
                false,
                topic,
                payload.getBytes(StandardCharsets.UTF_8),
                NOON);
    }
}
