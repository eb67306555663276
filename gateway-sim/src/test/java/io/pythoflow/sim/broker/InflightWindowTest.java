package io.pythoflow.sim.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.sim.testing.TestClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflightWindowTest {

    private static final Duration STEADY = Duration.ofMillis(500);

    @ParameterizedTest
    @ValueSource(ints = {BrokerSettings.DEFAULT_INFLIGHT_WINDOW, 7, 250})
    void aSubscriberGetsThatManyMessagesBeforeItAcknowledges(int window)
            throws InterruptedException {
        BrokerSettings settings = BrokerSettings.onPort(0).withInflightWindow(window);
        try (LocalBroker broker = LocalBroker.start(settings);
                TestClient publisher = TestClient.acknowledging(broker.address(), "publisher")) {
            TestClient.withholding(broker.address(), "slow").subscribe("data").close();
            for (int i = 0; i < 3 * window; i++) {
                publisher.publish("data", new byte[1]);
            }

            try (TestClient slow = TestClient.withholding(broker.address(), "slow")) {
                for (int batch = 1; batch <= 3; batch++) {
                    int expected = batch * window;
                    await().during(STEADY)
                            .untilAsserted(() -> assertThat(slow.count()).isEqualTo(expected));
                    slow.acknowledgeAll();
                }
            }
        }
    }

    @Test
    void theDefaultIsWhatAwsIotCoreAllows() {
        assertThat(BrokerSettings.onPort(0).inflightWindow()).isEqualTo(100);
    }
}
