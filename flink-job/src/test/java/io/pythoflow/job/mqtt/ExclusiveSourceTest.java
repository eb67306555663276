package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import io.pythoflow.job.mqtt.transport.BrokerAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.junit.jupiter.api.Test;

/** The contract beside a broker that behaves as AWS IoT Core does. */
class ExclusiveSourceTest extends ExclusiveSourceContract {
    private final QuirksBroker broker = QuirksBroker.start(Quirks.AWS);

    @Override
    BrokerAddress broker() {
        return broker.address();
    }

    @Override
    void disconnectFromBroker() throws IOException {
        super.disconnectFromBroker();
        broker.close();
    }

    @Test
    void eventTimeOfOthersGoesOnBeforeItIsConnectedAndAfterwards() throws Exception {
        proxy.refuse();
        submit(
                List.of(SourceFixtures.aSource(broker()).slots(1), anExclusiveSource()),
                // A slot that got its first message while it caught up goes on once that is
                // acknowledged.
                SOON,
                1,
                null);
        awaitSlot();
        long first = System.currentTimeMillis();
        broker.publish("sensors/s/data", ("a@" + first).getBytes(UTF_8), 1);
        awaitWatermark(first - 10_001);

        proxy.admit();
        awaitSubscribed();
        publish("news without a time");
        await().until(() -> probe.records.contains("news without a time"));
        long second = System.currentTimeMillis() + 1;
        broker.publish("sensors/s/data", ("b@" + second).getBytes(UTF_8), 1);
        awaitWatermark(second - 10_001);
    }

    @Test
    void neitherMovesEventTimeWhenOthersAreSilent() throws Exception {
        submit(
                List.of(SourceFixtures.aSource(broker()).slots(1), anExclusiveSource()),
                NEVER,
                1,
                null);
        awaitSubscribed();
        awaitSlot();
        publish("news@" + System.currentTimeMillis());
        await().until(() -> !probe.records.isEmpty());
        await().until(() -> probe.statuses.stream().anyMatch(status -> status.isIdle()));

        assertThat(probe.watermarks).isEmpty();
    }

    @Test
    void aJobEndsWithItsSlotsThoughItEndedBefore() throws Exception {
        JobClient job =
                submit(
                        List.of(
                                SourceFixtures.aSource(broker()).slots(1).endAfterIdle(IDLE),
                                anExclusiveSource().endAfterIdle(IDLE)),
                        SOON,
                        1,
                        null);
        awaitSubscribed();
        awaitSlot();
        List<String> published = new ArrayList<>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(
                        () -> {
                            published.add("m" + published.size());
                            broker.publish(
                                    "sensors/s/data",
                                    published.get(published.size() - 1).getBytes(UTF_8),
                                    1);
                            return proxy.openConnections() == 0;
                        });
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);

        assertThat(probe.records).containsExactlyElementsOf(published);
        assertThat(probe.watermarks).endsWith(Long.MAX_VALUE);
        assertThat(broker.unacknowledged()).isZero();
    }

    private void awaitSlot() {
        await().atMost(PATIENCE).until(() -> broker.subscribers().contains("test-slot-0"));
    }

    private void awaitWatermark(long watermark) {
        await().atMost(PATIENCE)
                .until(() -> !probe.watermarks.isEmpty() && lastWatermark() >= watermark);
    }
}
