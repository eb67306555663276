package io.pythoflow.job.mqtt.quirks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttMessageType;
import io.pythoflow.job.mqtt.quirks.EmbeddedClient.Received;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That the broker misbehaves as it says. Time stands still unless the test moves it. */
class BrokerQuirksTest {
    private static final int HOUR = 3600;

    private final Orders orders = new Orders();
    private final Ledger ledger = new Ledger();
    private Router router = new Router(Quirks.AWS, new Random(1));
    private long now = 1_700_000_000_000L;

    @Test
    void noMoreThanTheWindowIsUnderWay() {
        EmbeddedClient client = subscribed("client", "t");
        publish(0, 50);
        elapse(Duration.ofSeconds(1));
        publish(50, 150);
        assertThat(client.texts()).isEqualTo(texts(0, 100));

        client.acknowledge(client.received.get(0).packetId());
        assertThat(client.texts()).isEqualTo(texts(0, 101));
    }

    @Test
    void whatIsUnacknowledgedComesAgainWithoutDuplicateFlag() {
        EmbeddedClient client = subscribed("client", "t");
        publish(0, 3);
        client.acknowledge(1);
        elapse(Duration.ofSeconds(29));
        assertThat(client.received).hasSize(3);
        elapse(Duration.ofSeconds(1));

        client.read();
        assertThat(client.received.subList(3, 5))
                .containsExactly(
                        new Received(2, "m1", false, false), new Received(3, "m2", false, false));
        client.acknowledge(2);
        client.acknowledge(3);
        elapse(Duration.ofSeconds(60));
        assertThat(client.texts()).hasSize(5);
    }

    @Test
    void onRareOccasionsItComesUnderAnotherPacketIdAndBothAreToBeAcknowledged() {
        quirks(Quirks.AWS.but().renumberEvery(2).build());
        EmbeddedClient client = subscribed("client", "t");
        publish(0, 2);
        elapse(Duration.ofSeconds(30));
        client.read();
        assertThat(client.received).extracting(Received::packetId).containsExactly(1, 2, 1, 3);
        assertThat(client.received.get(3).text()).isEqualTo("m1");

        client.acknowledge(2);
        assertThat(router.session("client").window.size()).isEqualTo(2);
        elapse(Duration.ofSeconds(30));
        assertThat(client.texts()).containsExactly("m0", "m1", "m0", "m1", "m0");
        client.acknowledge(3);
        assertThat(router.session("client").window.size()).isEqualTo(1);
    }

    @Test
    void resendsUnderOtherPacketIdsStayWithinTheWindow() {
        quirks(Quirks.AWS.but().window(3).build());
        EmbeddedClient client = subscribed("client", "t");
        publish(0, 2);
        Session session = router.session("client");
        session.window.resendAllRenumbered(session.link(), now);
        client.read();

        assertThat(client.received).extracting(Received::packetId).containsExactly(1, 2, 3);
        assertThat(client.texts()).containsExactly("m0", "m1", "m0");
        client.acknowledgeAll();
        assertThat(session.window.size()).isZero();
    }

    @Test
    void storedMessagesLeaveAtTenASecondBesideLiveOnes() {
        subscribed("client", "t").vanish();
        publish(0, 50);
        EmbeddedClient client = connected("client");
        publish(100, 101);
        assertThat(client.texts()).containsExactly("m0", "m100");

        elapse(Duration.ofSeconds(1));
        publish(101, 102);
        assertThat(client.texts()).hasSize(2 + 10 + 1).endsWith("m10", "m101");
        elapse(Duration.ofSeconds(4));
        assertThat(client.texts()).hasSize(52);
    }

    @Test
    void aGroupsStoredMessagesLeaveAtTwentyASecondAndMember() {
        subscribed("one", "$share/g/t").vanish();
        publish(0, 100);
        assertThat(router.queued()).isEqualTo(100);
        EmbeddedClient one = connected("one");
        elapse(Duration.ofSeconds(1));
        assertThat(one.texts()).hasSize(21);

        EmbeddedClient two = subscribed("two", "$share/g/t");
        elapse(Duration.ofSeconds(1));
        assertThat(one.texts()).hasSize(41);
        assertThat(two.texts()).hasSize(21);
    }

    @Test
    void aGroupDealsToRandomMembers() {
        EmbeddedClient one = subscribed("one", "$share/g/t");
        EmbeddedClient two = subscribed("two", "$share/g/t");
        publish(0, 100);

        assertThat(one.texts()).hasSizeBetween(20, 80).doesNotContainAnyElementsOf(two.texts());
        assertThat(one.texts().size() + two.texts().size()).isEqualTo(100);
    }

    @Test
    void aGroupKeepsWhatAnEndedMemberHad() {
        EmbeddedClient one = subscribed("one", "$share/g/t");
        publish(0, 5);
        EmbeddedClient two = subscribed("two", "$share/g/t");
        one.disconnect(0);
        elapse(Duration.ofSeconds(1));

        assertThat(two.texts()).containsExactlyInAnyOrderElementsOf(texts(0, 5));
        assertThat(router.session("one")).isNull();
    }

    @Test
    void aMemberThatUnsubscribesGetsNoMoreAndMayAcknowledgeWhatItHas() {
        EmbeddedClient one = subscribed("one", "$share/g/t");
        EmbeddedClient two = subscribed("two", "$share/g/t");
        publish(0, 20);
        int had = one.texts().size();
        one.unsubscribe("$share/g/t");
        assertThat(one.lastAnswer()).isEqualTo(MqttMessageType.UNSUBACK);
        publish(20, 40);
        one.acknowledgeAll();

        assertThat(one.texts()).hasSize(had);
        assertThat(two.texts()).hasSize(40 - had);
        assertThat(router.session("one").window.size()).isZero();
    }

    @Test
    void publishesAboveAHundredASecondAreDiscardedForPlainSubscriptionsAndWaitForGroups() {
        EmbeddedClient plain = subscribed("plain", "t");
        EmbeddedClient shared = subscribed("shared", "$share/g/t");
        publish(0, 150);
        plain.acknowledgeAll();
        shared.acknowledgeAll();
        assertThat(router.session("plain").discarded()).isEqualTo(50);
        elapse(Duration.ofSeconds(1));

        assertThat(plain.texts()).isEqualTo(texts(0, 100));
        assertThat(shared.texts()).isEqualTo(texts(0, 150));
    }

    @Test
    void aSessionEndsWhenItsClientIsAwayForTooLong() {
        subscribed("client", "t").vanish();
        elapse(Duration.ofMinutes(59));
        assertThat(connect("client", HOUR)).isTrue();
        router.session("client").link().cut();
        elapse(Duration.ofHours(1));

        assertThat(router.sessions()).isEmpty();
        assertThat(connect("client", HOUR)).isFalse();
    }

    @Test
    void noSessionOutlivesTheLongest() {
        quirks(Quirks.AWS.but().longestSession(Duration.ofMillis(50)).build());
        subscribed("client", "t").vanish();
        now += 50;

        assertThat(connect("client", HOUR)).isFalse();
    }

    @Test
    void anotherClientWithTheSameIdTakesTheSessionOver() {
        EmbeddedClient first = subscribed("client", "t");
        assertThat(connect("client", HOUR)).isTrue();

        assertThat(first.isOpen()).isFalse();
        assertThat(ClientPackets.reasonCode(first.answers.get(first.answers.size() - 1)))
                .isEqualTo(0x8e);
    }

    @Test
    void whoMayNotSubscribeOrPublishLosesTheConnectionWithoutAnAnswer() {
        EmbeddedClient subscriber = connected("subscriber");
        orders.subscribeCode = Orders.CLOSE;
        subscriber.subscribe("t");
        EmbeddedClient publisher = connected("publisher");
        orders.publishCode = topic -> Orders.CLOSE;
        publisher.publish("t", "m");

        assertThat(subscriber.isOpen()).isFalse();
        assertThat(publisher.isOpen()).isFalse();
        assertThat(subscriber.answers).isEmpty();
        assertThat(publisher.answers).isEmpty();
    }

    @Test
    void aRefusedMessageReachesNobody() {
        EmbeddedClient subscriber = subscribed("subscriber", "t");
        EmbeddedClient publisher = connected("publisher");
        orders.publishCode = topic -> 0x87;
        publisher.publish("t", "m");

        assertThat(publisher.lastAnswer()).isEqualTo(MqttMessageType.PUBACK);
        assertThat(subscriber.texts()).isEmpty();
        assertThat(ledger.published).extracting(Published::text).containsExactly("m");
    }

    @Test
    void aMessageThatIsMetWithSilenceReachesNobody() {
        EmbeddedClient subscriber = subscribed("subscriber", "#");
        EmbeddedClient publisher = connected("publisher");
        orders.publishCode = topic -> topic.equals("silent") ? Orders.SILENCE : 0;
        publisher.publish("silent", "m0");
        assertThat(publisher.answers).isEmpty();
        publisher.publish("answered", "m1");

        assertThat(publisher.isOpen()).isTrue();
        assertThat(publisher.lastAnswer()).isEqualTo(MqttMessageType.PUBACK);
        assertThat(subscriber.texts()).containsExactly("m1");
        assertThat(ledger.published).extracting(Published::text).containsExactly("m0", "m1");
        assertThat(ledger.published).extracting(Published::clientId).containsOnly("publisher");
    }

    @Test
    void whatWasReadWithThePacketThatEndedTheConnectionIsNotHeard() {
        EmbeddedClient subscriber = subscribed("subscriber", "t");
        EmbeddedClient publisher = connected("publisher");
        orders.publishCode = topic -> ledger.published.size() == 1 ? Orders.CLOSE : 0;
        publisher.publish("t", "m0", "m1");

        assertThat(publisher.isOpen()).isFalse();
        assertThat(subscriber.texts()).isEmpty();
        assertThat(ledger.published).extracting(Published::text).containsExactly("m0");
    }

    @Test
    void retainedMessagesAreWithheldFromSharedAndWildcardFilters() {
        router.route(new Message("t/1", "kept".getBytes(UTF_8), 1, true), now);

        assertThat(subscribed("exact", "t/1").received)
                .containsExactly(new Received(1, "kept", false, true));
        assertThat(subscribed("wildcard", "t/+").texts()).isEmpty();
        assertThat(subscribed("shared", "$share/g/t/1").texts()).isEmpty();
    }

    @Test
    void otherBrokersSendRetainedMessagesToWildcardsToo() {
        quirks(Quirks.NONE);
        router.route(new Message("t/1", "kept".getBytes(UTF_8), 1, true), now);

        assertThat(subscribed("wildcard", "t/+").texts()).containsExactly("kept");
        assertThat(subscribed("shared", "$share/g/t/1").texts()).isEmpty();
    }

    @Test
    void otherBrokersSayWhatTheySendAgainAfterAReconnect() {
        quirks(Quirks.NONE);
        EmbeddedClient before = subscribed("client", "t");
        publish(0, 2);
        before.acknowledge(1);
        before.vanish();
        publish(2, 3);

        EmbeddedClient after = connected("client");
        assertThat(after.received)
                .containsExactly(
                        new Received(2, "m1", true, false), new Received(3, "m2", false, false));
    }

    @Test
    void packetIdsAreReusedInFlight() {
        quirks(Quirks.NONE.but().highestPacketId(2).build());
        EmbeddedClient client = subscribed("client", "t");
        publish(0, 3);
        client.acknowledge(1);

        assertThat(client.received).extracting(Received::packetId).containsExactly(1, 2, 1);
        assertThat(router.session("client").window.size()).isEqualTo(2);
    }

    @Test
    void aStalledBrokerTakesEverythingAndAnswersNothing() {
        EmbeddedClient client = connected("client");
        orders.answers = Orders.Answers.NOTHING;
        client.subscribe("t");

        assertThat(client.isOpen()).isTrue();
        assertThat(client.answers).isEmpty();
    }

    private void quirks(Quirks quirks) {
        router = new Router(quirks, new Random(1));
    }

    private EmbeddedClient client() {
        return new EmbeddedClient(
                channel -> new ClientConnection(router, orders, ledger, () -> now, channel));
    }

    private boolean connect(String clientId, int sessionExpirySeconds) {
        return client().connect(clientId, sessionExpirySeconds);
    }

    private EmbeddedClient connected(String clientId) {
        EmbeddedClient client = client();
        client.connect(clientId, HOUR);
        return client;
    }

    private EmbeddedClient subscribed(String clientId, String filter) {
        EmbeddedClient client = connected(clientId);
        client.subscribe(filter);
        client.answers.clear();
        return client;
    }

    private void publish(int from, int to) {
        texts(from, to)
                .forEach(
                        text ->
                                router.route(
                                        new Message("t", text.getBytes(UTF_8), 1, false), now));
    }

    private static List<String> texts(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    /** In steps as short as the broker's own. */
    private void elapse(Duration time) {
        long end = now + time.toMillis();
        while (now < end) {
            now += 10;
            router.tick(now);
        }
    }
}
