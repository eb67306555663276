package io.pythoflow.job.lake.backfill;

import io.pythoflow.job.control.EvaluateFunction;
import io.pythoflow.job.control.ReplayOrder;
import io.pythoflow.job.control.ReplaySoil;
import io.pythoflow.job.control.SoilFigure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What an evaluation has done so far, or in all, from the job's accumulators. */
public final class EvaluationReport {

    private static final int MOST_GATES = 4;

    private final ReplayOrder order;
    private final ReplaySoil soil;
    private final Map<String, Object> accumulators;
    private final Report read;

    /**
     * @param order in which readings were heard
     * @param soil under the controller
     * @param accumulators by name, as a job's result has them
     */
    public EvaluationReport(ReplayOrder order, ReplaySoil soil, Map<String, Object> accumulators) {
        this.order = order;
        this.soil = soil;
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
                        "%s · order %s · soil %s · evaluations %,d · rows %,d · alerts %,d"
                                .formatted(
                                        text(
                                                Duration.ofMillis(
                                                        read.count(EvaluateFunction.REPLAYED_MS))),
                                        word(order),
                                        word(soil),
                                        sum(EvaluateFunction.EVALUATIONS_OF),
                                        read.count(EvaluateFunction.ROWS),
                                        read.count(EvaluateFunction.ALERTS))));
        for (String zone : zones()) {
            text.append(
                    Report.line(
                            "zone " + zone,
                            "openings %,d · %s L · %s mm%s"
                                    .formatted(
                                            read.count(EvaluateFunction.OPENINGS_OF + zone),
                                            number(EvaluateFunction.LITERS_OF + zone),
                                            number(EvaluateFunction.DEPTH_MM_OF + zone),
                                            shut(zone))));
            text.append(soilOf(zone));
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

    private String number(String name) {
        return number(accumulators.get(name) instanceof Double value ? value : 0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%,.1f", value);
    }

    private static String word(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT);
    }

    /** A line for what is known of a zone's soil; nothing where that is nothing. */
    private String soilOf(String zone) {
        String text =
                isKnown(SoilFigure.HOURS, zone)
                        ? modelled(zone)
                        : isKnown(SoilFigure.MEASURED_LITERS, zone) ? measured(zone) : "";
        return text.isEmpty() ? "" : Report.line("soil " + zone, text);
    }

    private String measured(String zone) {
        return "really given %s L · %s mm, by its flow sensor"
                .formatted(
                        number(figure(SoilFigure.MEASURED_LITERS, zone)),
                        number(figure(SoilFigure.MEASURED_MM, zone)));
    }

    private String modelled(String zone) {
        double hours = figure(SoilFigure.HOURS, zone);
        if (hours == 0) {
            return "not modelled, for want of a first moisture";
        }
        double unknownHours = figure(SoilFigure.UNKNOWN_HOURS, zone);
        return "moisture %s to %s %%, lowest %s %% · used up %s %% at most, stress %.0f of %.0f h · given %s mm, rain %s mm, crop %s of %s mm, percolated %s mm%s"
                .formatted(
                        number(figure(SoilFigure.BEGAN_PERCENT, zone)),
                        number(figure(SoilFigure.ENDED_PERCENT, zone)),
                        number(figure(SoilFigure.LOWEST_PERCENT, zone)),
                        number(100 * figure(SoilFigure.DEEPEST_SHARE, zone)),
                        figure(SoilFigure.STRESSED_HOURS, zone),
                        hours,
                        number(figure(SoilFigure.GIVEN_MM, zone)),
                        number(figure(SoilFigure.RAIN_MM, zone)),
                        number(figure(SoilFigure.CROP_MM, zone)),
                        number(figure(SoilFigure.CROP_WANTED_MM, zone)),
                        number(figure(SoilFigure.PERCOLATED_MM, zone)),
                        unknownHours == 0
                                ? ""
                                : " · weather unknown for %.0f h".formatted(unknownHours));
    }

    private boolean isKnown(SoilFigure figure, String zone) {
        return accumulators.containsKey(name(figure, zone));
    }

    private double figure(SoilFigure figure, String zone) {
        return accumulators.get(name(figure, zone)) instanceof Double value ? value : 0;
    }

    private static String name(SoilFigure figure, String zone) {
        return EvaluateFunction.SOIL_OF + figure + "." + zone;
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
