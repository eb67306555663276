package io.pythoflow.bench.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.wire.RawSubscriber;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** What Mosquitto says of itself. */
final class BrokerDrops {
    private static final String TOPIC = "$SYS/broker/publish/messages/dropped";
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long UNKNOWN = -1;

    private BrokerDrops() {}

    /** Messages that it dropped since it started. */
    static long at(URI broker) {
        AtomicLong dropped = new AtomicLong(UNKNOWN);
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        try {
            new RawSubscriber(Duration.ZERO)
                    .run(
                            broker,
                            "bench-drops",
                            TOPIC,
                            () -> {},
                            (topic, payload) ->
                                    dropped.set(Long.parseLong(new String(payload, UTF_8))),
                            () -> dropped.get() != UNKNOWN || System.nanoTime() > deadline);
        } catch (IOException e) {
            throw new BenchException("No figure: the broker does not say what it dropped", e);
        }
        if (dropped.get() == UNKNOWN) {
            throw new BenchException("No figure: the broker does not publish " + TOPIC);
        }
        return dropped.get();
    }
}
