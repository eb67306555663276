package io.pythoflow.bench.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that a process prints again and again while it grows, with the times at which it did.
 * Any thread; a process's reader thread adds.
 */
public final class Counted implements Consumer<String> {

    private final Function<String, OptionalLong> parser;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * What was printed once.
     *
     * @param nanos {@link System#nanoTime} of this process
     */
    public record Sample(long nanos, long count) {}

    private Counted(Function<String, OptionalLong> parser) {
        this.parser = parser;
    }

    /** A number among printed figures. */
    public static Counted figure(String name) {
        return new Counted(
                line ->
                        Figures.parse(line)
                                .filter(figures -> figures.values().containsKey(name))
                                .map(figures -> OptionalLong.of(figures.value(name)))
                                .orElse(OptionalLong.empty()));
    }

    /**
     * A number in a line for people.
     *
     * @param pattern whose first group holds digits and commas
     */
    public static Counted inText(Pattern pattern) {
        return new Counted(
                line -> {
                    Matcher matcher = pattern.matcher(line);
                    return matcher.find()
                            ? OptionalLong.of(Long.parseLong(matcher.group(1).replace(",", "")))
                            : OptionalLong.empty();
                });
    }

    @Override
    public void accept(String line) {
        parser.apply(line).ifPresent(count -> add(new Sample(System.nanoTime(), count)));
    }

    /** A number that is not printed but added. */
    public static Counted added() {
        return new Counted(line -> OptionalLong.empty());
    }

    public synchronized void add(Sample sample) {
        samples.add(sample);
        notifyAll();
    }

    /** All so far, in order of time. */
    public synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** The newest; 0 before the first. */
    public synchronized long latest() {
        return samples.isEmpty() ? 0 : samples.get(samples.size() - 1).count();
    }

    /**
     * The number at a time, in a straight line between the samples around it; the first and the
     * last one beyond them.
     */
    public synchronized double at(long nanos) {
        Sample before = null;
        for (Sample sample : samples) {
            if (sample.nanos() >= nanos) {
                if (before == null) {
                    return sample.count();
                }
                double share =
                        (nanos - before.nanos()) / (double) (sample.nanos() - before.nanos());
                return before.count() + share * (sample.count() - before.count());
            }
            before = sample;
        }
        return before == null ? 0 : before.count();
    }

    /**
     * When it reached a number, in a straight line between the samples around it.
     *
     * @return by {@link System#nanoTime}; the last sample's time if it never did
     */
    public synchronized long nanosAt(double count) {
        Sample before = null;
        for (Sample sample : samples) {
            if (sample.count() >= count) {
                if (before == null) {
                    return sample.nanos();
                }
                double share = (count - before.count()) / (sample.count() - before.count());
                return before.nanos() + (long) (share * (sample.nanos() - before.nanos()));
            }
            before = sample;
        }
        if (before == null) {
            throw new IllegalStateException("No sample yet of what reaches " + count);
        }
        return before.nanos();
    }

    /** Waits until it is at least this; whether it is. */
    public synchronized boolean await(long count, Duration timeout, BooleanSupplier ended)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (latest() < count) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || ended.getAsBoolean()) {
                return false;
            }
            wait(Math.min(left, 500));
        }
        return true;
    }
}
