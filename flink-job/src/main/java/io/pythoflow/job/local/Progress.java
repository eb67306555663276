package io.pythoflow.job.local;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.reporter.MetricReporter;
import org.apache.flink.metrics.reporter.MetricReporterFactory;

/**
 * What the job of this process has counted since the process started, over all tasks and restarts.
 * A metric reporter of Flink's, found as a service; one process runs one job, so the counts are the
 * process's.
 */
public final class Progress implements MetricReporter, MetricReporterFactory {

    /** Name of the reporter in Flink's configuration. */
    static final String REPORTER = "progress";

    private static final String REASON = "reason.";
    private static final String REJECTS_BY_REASON = "rejectsByReason";

    /** Group of a source whose messages are not those of the field. */
    private static final String EXCLUSIVE = "exclusive";

    /** Rows that writers hold back in their state. */
    private static final String WAITING = "waitingRows";

    /**
     * By their full name: a task that starts again takes its former one's place, and one that has
     * ended keeps its last value.
     */
    private static final Map<String, Supplier<Number>> WAITING_ROWS = new ConcurrentHashMap<>();

    private static final Map<Counter, String> LIVE = new ConcurrentHashMap<>();
    private static final Map<String, AtomicLong> FINISHED = new ConcurrentHashMap<>();

    @Override
    public MetricReporter createMetricReporter(Properties properties) {
        return this;
    }

    @Override
    public void open(MetricConfig config) {}

    @Override
    public void close() {}

    @Override
    public void notifyOfAddedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Counter counter) {
            LIVE.put(counter, keyOf(name, group));
        } else if (metric instanceof Gauge<?> gauge && name.equals(WAITING)) {
            WAITING_ROWS.put(group.getMetricIdentifier(name), () -> (Number) gauge.getValue());
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Counter counter && LIVE.remove(counter) != null) {
            FINISHED.computeIfAbsent(keyOf(name, group), key -> new AtomicLong())
                    .addAndGet(counter.getCount());
        } else if (metric instanceof Gauge<?> gauge && name.equals(WAITING)) {
            Number last = (Number) gauge.getValue();
            WAITING_ROWS.put(group.getMetricIdentifier(name), () -> last);
        }
    }

    /** Counters of rejects are told apart by their reason, those of an exclusive source as its. */
    private static String keyOf(String name, MetricGroup group) {
        if (name.equals(REJECTS_BY_REASON)) {
            return REASON + group.getAllVariables().get("<reason>");
        }

        return List.of(group.getScopeComponents()).contains(EXCLUSIVE)
                ? EXCLUSIVE + "." + name
                : name;
    }

    /** Sum of all counters of this name. */
    static long count(String name) {
        long live =
                LIVE.entrySet().stream()
                        .filter(entry -> entry.getValue().equals(name))
                        .mapToLong(entry -> entry.getKey().getCount())
                        .sum();
        AtomicLong finished = FINISHED.get(name);
        return live + (finished == null ? 0 : finished.get());
    }

    /** Rows that are in the job's state and in no file yet. */
    static long waitingRows() {
        return WAITING_ROWS.values().stream().mapToLong(rows -> rows.get().longValue()).sum();
    }

    /** One line for people. */
    static String line() {
        return "messages %,d · gateway messages %,d · readings %,d · duplicates %,d · rejects %,d · late %,d · windows %,d · files %,d · decisions %,d · openings %,d · alerts %,d"
                .formatted(
                        count("messages"),
                        count("gatewayMessages"),
                        kept(),
                        count("duplicatesDropped"),
                        count("rejects"),
                        count("lateWithinLateness") + count("lateBeyondLateness"),
                        count("windowsEmitted"),
                        count("successfulCommittables"),
                        count("decisions"),
                        count("openings"),
                        count("alerts"));
    }

    /** What a run amounts to, in lines that can be compared with the tables. */
    static String summary() {
        return """
                messages           %,d (%,d delivered again, %,d of them on the same connection)
                gateway messages   %,d
                readings           %,d, and %,d duplicates
                rejects            %,d%s
                late               %,d within the lateness, %,d beyond
                windows            %,d (of one sensor each) and %,d revisions, in %,d rows
                files              %,d
                decisions          %,d rows, %,d valves opened, %,d closed early, %,d alerts
                rows waiting       %,d"""
                .formatted(
                        count("messages"),
                        count("redelivered"),
                        count("resendsDropped"),
                        count("gatewayMessages"),
                        kept(),
                        count("duplicatesDropped"),
                        count("rejects"),
                        byReason(),
                        count("lateWithinLateness"),
                        count("lateBeyondLateness"),
                        count("windowsEmitted"),
                        count("revisionsEmitted"),
                        count("rowsEmitted"),
                        count("successfulCommittables"),
                        count("decisions"),
                        count("openings"),
                        count("closings"),
                        count("alerts"),
                        waitingRows());
    }

    private static long kept() {
        return count("readings") - count("duplicatesDropped");
    }

    private static String byReason() {
        List<String> reasons =
                Stream.concat(LIVE.values().stream(), FINISHED.keySet().stream())
                        .filter(name -> name.startsWith(REASON))
                        .distinct()
                        .sorted()
                        .map(
                                name ->
                                        "%,d %s"
                                                .formatted(
                                                        count(name),
                                                        name.substring(REASON.length())))
                        .toList();
        return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
    }
}
