package io.pythoflow.job.lake.backfill;

import io.pythoflow.job.control.EvaluateFunction;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an evaluation has done so far, or in all, from the job's accumulators. */
public final class EvaluationReport {

    private static final int MOST_GATES = 4;

    private final Map<String, Object> accumulators;
    private final Report read;

    /**
     * @param accumulators by name, as a job's result has them
     */
    public EvaluationReport(Map<String, Object> accumulators) {
        this.accumulators = Map.copyOf(accumulators);
        this.read = new Report(accumulators);
    }

    /** One line while the job runs. */
    public String line() {
        return "%s · replayed %s · rows %,d"
                .formatted(
                        read.readSoFar(),
                        text(Duration.ofMillis(read.count(EvaluateFunction.REPLAYED_MS))),
                        read.count(EvaluateFunction.ROWS));
    }

    /** Everything, in lines: what was read, what was evaluated, then each zone. */
    public String summary() {
        StringBuilder text = new StringBuilder(read.whatWasRead());
        text.append(
                Report.line(
                        "evaluated",
                        "%s · evaluations %,d · rows %,d · alerts %,d"
                                .formatted(
                                        text(
                                                Duration.ofMillis(
                                                        read.count(EvaluateFunction.REPLAYED_MS))),
                                        sum(EvaluateFunction.EVALUATIONS_OF),
                                        read.count(EvaluateFunction.ROWS),
                                        read.count(EvaluateFunction.ALERTS))));
        for (String zone : zones()) {
            text.append(
                    Report.line(
                            "zone " + zone,
                            "openings %,d · %s L%s"
                                    .formatted(
                                            read.count(EvaluateFunction.OPENINGS_OF + zone),
                                            liters(zone),
                                            shut(zone))));
        }
        return text.toString().stripTrailing();
    }

    private List<String> zones() {
        return accumulators.keySet().stream()
                .filter(name -> name.startsWith(EvaluateFunction.EVALUATIONS_OF))
                .map(name -> name.substring(EvaluateFunction.EVALUATIONS_OF.length()))
                .sorted()
                .toList();
    }

    private long sum(String prefix) {
        return accumulators.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .mapToLong(read::count)
                .sum();
    }

    private String liters(String zone) {
        return accumulators.get(EvaluateFunction.LITERS_OF + zone) instanceof Double liters
                ? String.format(Locale.ROOT, "%,.1f", liters)
                : "0";
    }

    /** The gates that kept it shut longest, and their share of the time it was shut. */
    private String shut(String zone) {
        Map<String, Long> millis =
                accumulators.keySet().stream()
                        .filter(name -> name.startsWith(EvaluateFunction.SHUT_MS_OF))
                        .filter(name -> zoneOf(name).equals(zone))
                        .collect(Collectors.toMap(EvaluationReport::gateOf, read::count));
        double all = millis.values().stream().mapToLong(Long::longValue).sum();
        if (all == 0) {
            return "";
        }
        return millis.entrySet().stream()
                .sorted(
                        Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                                .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_GATES)
                .map(
                        gate ->
                                String.format(
                                        Locale.ROOT,
                                        "%s %.1f %%",
                                        gate.getKey(),
                                        100 * gate.getValue() / all))
                .collect(Collectors.joining(", ", " · shut for ", ""));
    }

    private static String gateOf(String name) {
        String rest = name.substring(EvaluateFunction.SHUT_MS_OF.length());
        return rest.substring(0, rest.indexOf('.'));
    }

    private static String zoneOf(String name) {
        String rest = name.substring(EvaluateFunction.SHUT_MS_OF.length());
        return rest.substring(rest.indexOf('.') + 1);
    }

    private static String text(Duration duration) {
        return duration.toDays() > 0
                ? "%d d %d h".formatted(duration.toDays(), duration.toHoursPart())
                : "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
}
