package io.pythoflow.bench.live;

import io.pythoflow.bench.process.Counted;
import io.pythoflow.bench.process.Counted.Sample;
import io.pythoflow.bench.report.Slope;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** How many messages a receiver is behind the publisher. */
final class Lag {
    private static final int FEWEST_SAMPLES = 3;

    private Lag() {}

    /** Messages sent and not received when the receiver last said how many it has. */
    static double now(Counted sent, Counted received) {
        List<Sample> samples = received.samples();
        if (samples.isEmpty()) {
            return 0;
        }
        Sample last = samples.get(samples.size() - 1);
        return sent.at(last.nanos()) - last.count();
    }

    /**
     * By how many messages per second it grew, by least squares over the receiver's samples in a
     * span of time; empty if there were too few.
     *
     * @param fromNanos by {@link System#nanoTime}
     */
    static OptionalDouble growth(Counted sent, Counted received, long fromNanos, long toNanos) {
        List<Slope.Point> points =
                received.samples().stream()
                        .filter(sample -> sample.nanos() >= fromNanos && sample.nanos() <= toNanos)
                        .map(
                                sample ->
                                        new Slope.Point(
                                                (sample.nanos() - fromNanos)
                                                        / (double) TimeUnit.SECONDS.toNanos(1),
                                                sent.at(sample.nanos()) - sample.count()))
                        .toList();
        return points.size() < FEWEST_SAMPLES
                ? OptionalDouble.empty()
                : OptionalDouble.of(Slope.of(points));
    }
}
