package io.pythoflow.job.mqtt;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.testing.Broker;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The contract beside HiveMQ CE, in a process of its own. */
class HiveMqContractIT extends MqttSourceContract {
    private static @TempDir Path folder;
    private static Broker hiveMq;

    @BeforeAll
    static void startBroker() {
        hiveMq = Broker.start(folder);
    }

    @AfterAll
    static void stopBroker() {
        hiveMq.close();
    }

    @Override
    BrokerAddress broker() {
        URI url = URI.create(hiveMq.url());
        return BrokerAddress.plain(url.getHost(), url.getPort());
    }
}
