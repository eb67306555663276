package io.pythoflow.job.local;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.flink.metrics.Counter;
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
        }
    }

    @Override
    public void notifyOfRemovedMetric(Metric metric, String name, MetricGroup group) {
        if (metric instanceof Counter counter && LIVE.remove(counter) != null) {
            FINISHED.computeIfAbsent(keyOf(name, group), key -> new AtomicLong())
                    .addAndGet(counter.getCount());
        }
    }

    /** Counters of rejects are told apart by their reason. */
    private static String keyOf(String name, MetricGroup group) {
        String reason = group.getAllVariables().get("<reason>");
        return reason == null ? name : REASON + reason;
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

    /** One line for people. */
    static String line() {
        return "messages %,d · gateway messages %,d · readings %,d · duplicates %,d · rejects %,d · late %,d · windows %,d · files %,d"
                .formatted(
                        count("messages"),
                        count("gatewayMessages"),
                        kept(),
                        count("duplicatesDropped"),
                        count("rejects"),
                        count("lateWithinLateness") + count("lateBeyondLateness"),
                        count("windowsEmitted"),
                        count("successfulCommittables"));
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
                files              %,d"""
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
                        count("successfulCommittables"));
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
