package io.pythoflow.bench.transport;

import io.pythoflow.bench.process.CpuClock;
import io.pythoflow.bench.process.Figures;
import io.pythoflow.bench.wire.NumberedReading;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Counts the messages of one connection, which must come in order, each once: a warm-up, then
 * rounds. Takes the processor time of each round, from its first message to its last. {@link
 * #received} is called by the subscriber's thread; any thread may wait.
 */
final class Meter {
    private final Plan plan;
    private final LongSupplier cpuNanos;
    private final Consumer<Figures> rounds;
    private final CountDownLatch done = new CountDownLatch(1);
    private long received;
    private long outOfOrder;
    private long bytes;
    private long cpuAtStart;
    private long startNanos;

    /**
     * What will come.
     *
     * @param warmUp messages before the first round
     * @param perRound messages of a round, at least 2
     */
    record Plan(long warmUp, long perRound, int rounds) {
        long messages() {
            return warmUp + perRound * rounds;
        }
    }

    /**
     * @param rounds takes the figures of each round
     */
    Meter(Plan plan, LongSupplier cpuNanos, Consumer<Figures> rounds) {
        this.plan = plan;
        this.cpuNanos = cpuNanos;
        this.rounds = rounds;
    }

    static Meter ofThisProcess(Plan plan, Consumer<Figures> rounds) {
        return new Meter(plan, CpuClock::nanos, rounds);
    }

    void received(String topic, byte[] payload) {
        if (NumberedReading.number(payload) != received) {
            outOfOrder++;
        }
        bytes += topic.length() + payload.length;
        received++;
        if (received > plan.warmUp()) {
            long inRound = (received - plan.warmUp() - 1) % plan.perRound();
            if (inRound == 0) {
                cpuAtStart = cpuNanos.getAsLong();
                startNanos = System.nanoTime();
            } else if (inRound == plan.perRound() - 1) {
                endRound();
            }
        }
    }

    private void endRound() {
        rounds.accept(
                Figures.of("received", received)
                        .with("outOfOrder", outOfOrder)
                        .with("bytes", bytes)
                        .with("measured", plan.perRound() - 1)
                        .with("cpuNanos", cpuNanos.getAsLong() - cpuAtStart)
                        .with("nanos", System.nanoTime() - startNanos));
        if (received == plan.messages()) {
            done.countDown();
        }
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    void awaitDone() throws InterruptedException {
        done.await();
    }
}
