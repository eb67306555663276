package io.pythoflow.job.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.job.mqtt.transport.BrokerAddress;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.RawPublisher;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract beside HiveMQ CE, in a process of its own. */
class HiveMqExclusiveIT extends ExclusiveSourceContract {
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
        return address(hiveMq);
    }

    @Test
    void aBrokerThatWasKilledAndCameBackEmptyIsSubscribedToAgain() throws Exception {
        Broker first = Broker.start(Files.createDirectory(folder.resolve("first")));
        proxy.passTo(address(first));
        retainAt(first, "whole 1");
        submit(anExclusiveSource(), NEVER, 1, null);
        awaitRecords("whole 1");
        first.close();

        try (Broker second = Broker.start(Files.createDirectory(folder.resolve("second")))) {
            // Before there is a subscription: who subscribes meanwhile may get it twice.
            retainAt(second, "whole 2");
            proxy.passTo(address(second));
            awaitRecords("whole 1", "whole 2");
        }
    }

    private void retainAt(Broker broker, String text) throws Exception {
        try (RawPublisher publisher = new RawPublisher(broker.url(), "operator")) {
            publisher.publishRetained(topic, text.getBytes(UTF_8));
        }
    }

    private static BrokerAddress address(Broker broker) {
        URI url = URI.create(broker.url());
        return BrokerAddress.plain(url.getHost(), url.getPort());
    }
}
