package io.pythoflow.bench.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.broker.BrokerKind;
import io.pythoflow.bench.wire.RawSubscriber;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/**
 * How many messages Mosquitto has dropped since it started. It says so when it starts and whenever
 * there are more, and forgets what it said after a minute; so a thread of its own listens all the
 * time.
 */
final class BrokerDrops implements AutoCloseable {
    private static final String TOPIC = "$SYS/broker/publish/messages/dropped";
    private static final long UNKNOWN = -1;

    private volatile long dropped;
    private volatile boolean closed;

    private BrokerDrops(long dropped) {
        this.dropped = dropped;
    }

    /**
     * Listens to a broker that has just started. Of HiveMQ CE, which says nothing, it knows none.
     */
    static BrokerDrops watch(BrokerKind kind, URI broker) {
        if (kind != BrokerKind.MOSQUITTO) {
            return new BrokerDrops(0);
        }
        BrokerDrops drops = new BrokerDrops(UNKNOWN);
        Thread thread = new Thread(() -> drops.listen(broker), "broker-drops");
        thread.setDaemon(true);
        thread.start();
        return drops;
    }

    private void listen(URI broker) {
        try {
            new RawSubscriber(Duration.ZERO)
                    .run(
                            broker,
                            "bench-drops",
                            TOPIC,
                            () -> {},
                            (topic, payload) ->
                                    dropped = Long.parseLong(new String(payload, UTF_8)),
                            () -> closed);
        } catch (IOException e) {
            dropped = UNKNOWN;
        }
    }

    /**
     * As far as the broker has said, which it does every second.
     *
     * @throws BenchException if it has said nothing, or ended the connection
     */
    long latest() {
        if (dropped == UNKNOWN) {
            throw new BenchException("No figure: the broker did not go on to publish " + TOPIC);
        }
        return dropped;
    }

    @Override
    public void close() {
        closed = true;
    }
}
