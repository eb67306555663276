package io.pythoflow.job.lake.backfill;

import io.pythoflow.job.aggregate.WholeWindowFunction;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.ingest.MergeCopiesFunction;
import io.pythoflow.job.lake.backfill.Tally.Item;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a backfill has done so far, or in all, from the job's accumulators. */
public final class Report {

    /** Accumulators of what was written. */
    static final String ROWS_OF = "rows.";

    static final String HOURS_OF = "hours.";

    private static final Map<Place, String> NAMES =
            Map.of(
                    Place.TABLE, "readings",
                    Place.ARCHIVE, "archive",
                    Place.LEGACY, "original");

    private final Map<String, Object> accumulators;

    /**
     * @param accumulators by name, as a job's result has them
     */
    public Report(Map<String, Object> accumulators) {
        this.accumulators = Map.copyOf(accumulators);
    }

    /** One line while the job runs. */
    public String line() {
        return "%s · compared %,d · windows %,d · rows %,d"
                .formatted(
                        readSoFar(),
                        count(MergeCopiesFunction.COUNTED)
                                + count(MergeCopiesFunction.COPIES)
                                + count(MergeCopiesFunction.DUPLICATES),
                        count(WholeWindowFunction.WINDOWS),
                        count(WholeWindowFunction.ROWS));
    }

    /** Files of how many, and readings. */
    String readSoFar() {
        String read =
                places().stream()
                        .map(
                                place ->
                                        place == Place.LEGACY
                                                ? "%s %,d of %,d folders, %,d files"
                                                        .formatted(
                                                                NAMES.get(place),
                                                                count(place, Item.FOLDERS_READ),
                                                                count(place, Item.FOLDERS_FOUND),
                                                                count(place, Item.FILES_READ))
                                                : "%s %,d of %,d files"
                                                        .formatted(
                                                                NAMES.get(place),
                                                                count(place, Item.FILES_READ),
                                                                count(place, Item.FILES_FOUND)))
                        .collect(Collectors.joining(" · "));
        return "%s · readings %,d"
                .formatted(
                        read.isEmpty() ? "listing" : read,
                        places().stream().mapToLong(p -> count(p, Item.READINGS)).sum());
    }

    /** Everything, in lines. */
    public String summary() {
        StringBuilder text = new StringBuilder(whatWasRead());
        text.append(
                line(
                        "to sensor_aggregates",
                        written("sensor_aggregates")
                                + " · windows %,d".formatted(count(WholeWindowFunction.WINDOWS))));
        if (accumulators.containsKey(ROWS_OF + "readings")) {
            text.append(line("to readings", written("readings")));
        }
        return text.toString().stripTrailing();
    }

    /** Places, copies and what could not be read, in lines. */
    String whatWasRead() {
        StringBuilder text = new StringBuilder();
        places().forEach(place -> text.append(read(place)));
        text.append(
                line(
                        "copies",
                        "in a second place %,d · sent twice %,d"
                                .formatted(
                                        count(MergeCopiesFunction.COPIES),
                                        count(MergeCopiesFunction.DUPLICATES))));
        rejects().forEach(text::append);
        return text.toString();
    }

    private String read(Place place) {
        String files =
                "files %,d of %,d · folders %,d"
                        .formatted(
                                count(place, Item.FILES_READ),
                                count(place, Item.FILES_FOUND),
                                count(place, Item.FOLDERS_READ));
        String messages =
                place == Place.TABLE
                        ? ""
                        : " · messages %,d".formatted(count(place, Item.MESSAGES));
        String readings =
                " · readings %,d, out of range %,d"
                        .formatted(count(place, Item.READINGS), count(place, Item.OUT_OF_RANGE));
        return line("from " + NAMES.get(place), files + messages + readings);
    }

    private List<String> rejects() {
        Map<String, Object> sorted = new TreeMap<>(accumulators);
        return places().stream()
                .flatMap(
                        place ->
                                sorted.entrySet().stream()
                                        .filter(
                                                entry ->
                                                        entry.getKey()
                                                                .startsWith(Tally.rejectsOf(place)))
                                        .map(entry -> rejects(place, entry)))
                .toList();
    }

    private String rejects(Place place, Map.Entry<String, Object> entry) {
        String reason = entry.getKey().substring(Tally.rejectsOf(place).length());
        Object examples = accumulators.getOrDefault(Tally.exampleOf(place, reason), "");
        return line(
                "rejected",
                "%s %,d in %s, first: %s"
                        .formatted(reason, (Long) entry.getValue(), NAMES.get(place), examples));
    }

    private String written(String table) {
        return "rows %,d · hours %,d".formatted(count(ROWS_OF + table), count(HOURS_OF + table));
    }

    static String line(String label, String text) {
        return "%-20s  %s%n".formatted(label, text);
    }

    /** Those that were looked into. */
    private List<Place> places() {
        return List.of(Place.values()).stream()
                .filter(
                        place ->
                                accumulators.keySet().stream()
                                        .anyMatch(
                                                name ->
                                                        name.startsWith(
                                                                place.name()
                                                                                .toLowerCase(
                                                                                        Locale.ROOT)
                                                                        + ".")))
                .toList();
    }

    private long count(Place place, Item item) {
        return count(Tally.nameOf(place, item));
    }

    long count(String name) {
        return accumulators.get(name) instanceof Long count ? count : 0;
    }
}
