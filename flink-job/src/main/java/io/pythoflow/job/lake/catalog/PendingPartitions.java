package io.pythoflow.job.lake.catalog;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/**
 * The partitions of one table that wait for the catalogue: which are next, when, and what is said
 * about it. A partition waits until it is registered, whatever goes wrong; there are as many as
 * distinct hours with new files, so memory is bounded by those.
 *
 * <p>Belongs to the task's thread; only the counts are read from others, for metrics. Times are
 * epoch milliseconds.
 */
public final class PendingPartitions {

    /** What Glue takes in one call. */
    static final int BATCH = 100;

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    /** While the catalogue fails, this often a line says so. */
    static final Duration REMINDER_INTERVAL = Duration.ofMinutes(5);

    /** A year of hours: a backfill comes back to partitions, too. */
    private static final int REMEMBERED = 10_000;

    /** How many partitions a message names. */
    private static final int NAMED = 20;

    private static final class Waiting {
        final long since;
        int failures;

        Waiting(long since) {
            this.since = since;
        }
    }

    /** The catalogue does not take partitions; a line said so last at {@code saidAt}. */
    private record Outage(long since, long saidAt) {}

    private final String table;
    private final DoubleSupplier jitter;
    private final Map<String, Waiting> pending = new TreeMap<>();

    /** Saves calls for partitions that get file after file; correct without it. */
    private final Map<String, Boolean> registered =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                    return size() > REMEMBERED;
                }
            };

    private List<String> asked = List.of();
    private int failedCalls;
    private long pausedUntil = Long.MIN_VALUE;
    private @Nullable Outage outage;
    private String lastReason = "the catalogue was not asked yet";

    private volatile int pendingCount;
    private volatile @Nullable Long oldestSince;

    /**
     * No partition yet.
     *
     * @param table for messages
     * @param jitter numbers from 0 to below 1, so that tables that failed together come back apart
     */
    public PendingPartitions(String table, DoubleSupplier jitter) {
        this.table = table;
        this.jitter = jitter;
    }

    /** Takes over what a former run left. */
    public void restore(Iterable<PendingPartition> partitions) {
        for (PendingPartition restored : partitions) {
            add(restored.partition(), restored.since());
        }
        count();
    }

    /** A file of the partition has been committed. */
    public void committed(String partition, long now) {
        if (registered.get(partition) == null && !pending.containsKey(partition)) {
            add(partition, now);
            count();
        }
    }

    private void add(String partition, long since) {
        pending.merge(
                partition,
                new Waiting(since),
                (known, other) -> known.since <= other.since ? known : other);
    }

    /**
     * The partitions to register now; the answer comes through {@link #answered}. Those that failed
     * least often go first, so that none keeps others from their turn.
     *
     * @return empty while an answer is awaited, while the catalogue is left in peace, or if nothing
     *     waits
     */
    public List<String> nextBatch(long now) {
        if (!asked.isEmpty() || now < pausedUntil) {
            return List.of();
        }
        asked =
                pending.entrySet().stream()
                        .sorted(Comparator.comparingInt(entry -> entry.getValue().failures))
                        .limit(BATCH)
                        .map(Map.Entry::getKey)
                        .toList();
        return asked;
    }

    /**
     * The catalogue's answer to the batch.
     *
     * @param failures those of the batch that are not registered
     * @return what is to be said about it, if anything
     */
    public Optional<Notice> answered(Collection<Catalog.Failure> failures, long now) {
        Map<String, String> reasons =
                failures.stream()
                        .collect(
                                Collectors.toMap(
                                        Catalog.Failure::partition,
                                        Catalog.Failure::reason,
                                        (one, other) -> one));
        boolean refused = false;
        for (String partition : asked) {
            String reason = reasons.get(partition);
            if (reason == null) {
                pending.remove(partition);
                registered.put(partition, Boolean.TRUE);
            } else {
                pending.get(partition).failures++;
                lastReason = reason;
                refused = true;
            }
        }
        asked = List.of();
        count();
        return refused ? failed(now) : succeeded(now);
    }

    private Optional<Notice> succeeded(long now) {
        failedCalls = 0;
        Outage over = outage;
        if (over == null || pending.values().stream().anyMatch(wait -> wait.failures > 0)) {
            return Optional.empty();
        }
        outage = null;
        return Optional.of(
                new Notice(
                        Level.INFO,
                        "The catalogue takes partitions of table '%s' again, after %s: no partition is overdue"
                                .formatted(table, words(now - over.since()))));
    }

    private Optional<Notice> failed(long now) {
        pausedUntil = now + pause(failedCalls).toMillis();
        failedCalls++;
        Outage known = outage;
        if (known != null && now - known.saidAt() < REMINDER_INTERVAL.toMillis()) {
            return Optional.empty();
        }
        outage = new Outage(known == null ? now : known.since(), now);
        return Optional.of(
                new Notice(
                        Level.WARN,
                        "%s %s. The stream goes on, and the job keeps trying. Last error: %s"
                                .formatted(
                                        known == null
                                                ? "Cannot register partitions in the catalogue:"
                                                : "Still cannot register partitions in the catalogue:",
                                        overdue(now),
                                        lastReason)));
    }

    /** Doubles with every failed call; the jitter takes up to half of it away. */
    private Duration pause(int failuresBefore) {
        long whole =
                Math.min(
                        FIRST_PAUSE.toMillis() << Math.min(failuresBefore, 16),
                        LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(Math.round(whole * (1 - jitter.getAsDouble() / 2)));
    }

    /** Ends the pause after a failure, for when there is no time to wait it out. */
    public void retryNow() {
        pausedUntil = Long.MIN_VALUE;
        failedCalls = 0;
    }

    /** What waits, sorted; partitions whose answer is awaited are among them. */
    public List<PendingPartition> snapshot() {
        return pending.entrySet().stream()
                .map(entry -> new PendingPartition(entry.getKey(), entry.getValue().since))
                .toList();
    }

    public boolean isEmpty() {
        return pending.isEmpty();
    }

    /** How many wait. May be called by any thread. */
    public int size() {
        return pendingCount;
    }

    /** How long the oldest has waited; 0 if none does. May be called by any thread. */
    public long oldestAgeMs(long now) {
        Long since = oldestSince;
        return since == null ? 0 : Math.max(0, now - since);
    }

    /** Names what is left where the job cannot go on without it, and what to do. */
    public String unregistered() {
        List<String> names = new ArrayList<>(pending.keySet());
        int more = names.size() - NAMED;
        return ("Cannot end with partitions of table '%s' that are not registered in the catalogue: %s%s."
                        + " Their files are in place. Mend the cause and start the job again from its"
                        + " newest checkpoint or savepoint, or register them by hand"
                        + " (MSCK REPAIR TABLE %s). Last error: %s")
                .formatted(
                        table,
                        String.join(", ", names.subList(0, Math.min(NAMED, names.size()))),
                        more > 0 ? " and %d more".formatted(more) : "",
                        table,
                        lastReason);
    }

    private String overdue(long now) {
        String oldest =
                pending.entrySet().stream()
                        .min(Comparator.comparingLong(entry -> entry.getValue().since))
                        .map(Map.Entry::getKey)
                        .orElseThrow();
        return "%d of table '%s' pending, the oldest, %s, for %s"
                .formatted(pending.size(), table, oldest, words(oldestAgeMs(now)));
    }

    private static String words(long ms) {
        return "%d s".formatted(Math.max(0, ms) / 1000);
    }

    private void count() {
        pendingCount = pending.size();
        oldestSince =
                pending.values().stream()
                        .map(wait -> wait.since)
                        .min(Comparator.naturalOrder())
                        .orElse(null);
    }
}
