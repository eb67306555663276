package io.pythoflow.bench.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.Counted.Sample;
import io.pythoflow.bench.wire.RawSubscriber;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;

/**
 * How many messages Mosquitto has sent to subscribers, as it says every second; those that say it
 * are not counted. A thread of its own listens.
 */
final class BrokerSent implements AutoCloseable {
    private static final String TOPIC = "$SYS/broker/publish/messages/sent";

    private final Counted counted = Counted.added();
    private volatile boolean closed;

    private BrokerSent() {}

    static BrokerSent watch(URI broker) {
        BrokerSent sent = new BrokerSent();
        Thread thread = new Thread(() -> sent.listen(broker), "broker-sent");
        thread.setDaemon(true);
        thread.start();
        return sent;
    }

    private void listen(URI broker) {
        long[] itself = {0};
        try {
            new RawSubscriber(Duration.ZERO)
                    .run(
                            broker,
                            "bench-sent",
                            TOPIC,
                            () -> {},
                            (topic, payload) -> {
                                long all = Long.parseLong(new String(payload, UTF_8));
                                counted.add(new Sample(System.nanoTime(), all - itself[0]));
                                itself[0]++;
                            },
                            () -> closed);
        } catch (IOException e) {
            if (!closed) {
                throw new UncheckedIOException("The broker ended the count of what it sent", e);
            }
        }
    }

    Counted counted() {
        return counted;
    }

    @Override
    public void close() {
        closed = true;
    }
}
