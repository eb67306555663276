package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.pythoflow.job.mqtt.quirks.Quirks;
import io.pythoflow.job.mqtt.quirks.QuirksBroker;
import java.time.Duration;

/** Runs the source in a real job, beside a broker that does as it is told. */
abstract class MqttJobTestBase extends MqttClusterTestBase {
    final QuirksBroker broker;

    /** A broker as the protocol describes it. */
    MqttJobTestBase() {
        this(Quirks.NONE);
    }

    MqttJobTestBase(Quirks quirks) {
        broker = QuirksBroker.start(quirks);
    }

    @Override
    void disconnectFromBroker() {
        broker.close();
    }

    MqttSourceBuilder<String> aSource() {
        return SourceFixtures.aSource(broker.address());
    }

    void awaitSubscriptions(int slots) {
        await().atMost(Duration.ofSeconds(20)).until(() -> broker.subscriptions().size() >= slots);
    }

    void publish(int from, int to) {
        texts(from, to).forEach(text -> broker.publish("sensors/s/data", text.getBytes(UTF_8), 1));
    }
}
