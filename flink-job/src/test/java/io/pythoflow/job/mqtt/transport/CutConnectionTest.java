package io.pythoflow.job.mqtt.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.pythoflow.job.mqtt.quirks.BrokerProxy;
import io.pythoflow.job.mqtt.quirks.BrokerProxy.Cut;
import io.pythoflow.job.mqtt.quirks.BrokerProxy.Direction;
import io.pythoflow.job.mqtt.quirks.Exchange;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CutConnectionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MESSAGES = 2;

    private final QuirksBroker broker = QuirksBroker.start();
    private final BrokerProxy proxy = BrokerProxy.before(broker.address());
    private final EventLoopGroup loop = new NioEventLoopGroup(1);

    /** By client id, all as long as one another, so that each client sends the same bytes. */
    private final Map<String, MqttTransport> clients = new TreeMap<>();

    private final Map<String, AcknowledgingListener> heard = new TreeMap<>();

    @AfterEach
    void stop() {
        CompletableFuture.allOf(
                        clients.values().stream()
                                .map(MqttTransport::close)
                                .toArray(CompletableFuture[]::new))
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        proxy.close();
        broker.close();
    }

    @Test
    void noByteOfAnExchangeLosesAMessageWhereItIsCut() {
        // 1. A connection that is left alone says how many bytes there are.
        startAndPublishTo(List.of("client-000"));
        Exchange whole = proxy.exchanges().get(0);
        List<Cut> cuts = new ArrayList<>();
        IntStream.range(0, whole.bytesToBroker())
                .forEach(position -> cuts.add(new Cut(Direction.TO_BROKER, position)));
        IntStream.range(0, whole.bytesToClient())
                .forEach(position -> cuts.add(new Cut(Direction.TO_CLIENT, position)));

        // 2. As many clients as bytes, each of which suffers one cut.
        proxy.cutNext(cuts);
        startAndPublishTo(
                IntStream.rangeClosed(1, cuts.size())
                        .mapToObj(number -> String.format("client-%03d", number))
                        .toList());

        assertThat(proxy.cutsLeft()).isZero();
        assertThat(proxy.attempts()).isEqualTo(1 + 2 * cuts.size());
        assertThat(heard.values())
                .allSatisfy(
                        listener ->
                                assertThat(listener.heard.failures).as("fatal failures").isEmpty());
    }

    /** Returns when every client has its messages, and the broker every acknowledgement. */
    private void startAndPublishTo(List<String> clientIds) {
        for (String clientId : clientIds) {
            MqttTransport client =
                    NettyMqttTransport.create(
                            loop.next(),
                            new ConnectionSettings(
                                    proxy.address(),
                                    clientId,
                                    List.of(clientId),
                                    List.of(),
                                    false,
                                    false,
                                    100,
                                    Duration.ofHours(1),
                                    Duration.ZERO,
                                    1024));
            AcknowledgingListener listener = new AcknowledgingListener(client);
            clients.put(clientId, client);
            heard.put(clientId, listener);
            client.start(listener);
        }

        await().atMost(PATIENCE).until(() -> broker.subscribers().containsAll(clientIds));
        for (String clientId : clientIds) {
            for (int i = 0; i < MESSAGES; i++) {
                broker.publish(clientId, ("m" + i).getBytes(UTF_8), 1);
            }
        }

        await().atMost(PATIENCE)
                .untilAsserted(
                        () ->
                                assertThat(clientIds)
                                        .allSatisfy(
                                                clientId ->
                                                        assertThat(heard.get(clientId).texts())
                                                                .contains("m0", "m1")));
        await().atMost(PATIENCE).until(() -> broker.unacknowledged() == 0);
        assertThat(broker.queued()).isZero();
    }
}
