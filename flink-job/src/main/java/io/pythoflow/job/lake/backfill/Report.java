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
        return "%s · readings %,d · compared %,d · windows %,d · rows %,d"
                .formatted(
                        read.isEmpty() ? "listing" : read,
                        places().stream().mapToLong(p -> count(p, Item.READINGS)).sum(),
                        count(MergeCopiesFunction.COUNTED)
                                + count(MergeCopiesFunction.COPIES)
                                + count(MergeCopiesFunction.DUPLICATES),
                        count(WholeWindowFunction.WINDOWS),
                        count(WholeWindowFunction.ROWS));
    }

    /** Everything, in lines. */
    public String summary() {
        StringBuilder text = new StringBuilder();
        for (Place place : Place.values()) {
            text.append(read(place));
        }
        text.append(
                "copies             %,d found in a second place, %,d sent twice%n"
                        .formatted(
                                count(MergeCopiesFunction.COPIES),
                                count(MergeCopiesFunction.DUPLICATES)));
        rejects().forEach(text::append);
        text.append(
                written(
                        "sensor_aggregates",
                        ", of %,d windows".formatted(count(WholeWindowFunction.WINDOWS))));
        if (accumulators.containsKey(ROWS_OF + "readings")) {
            text.append(written("readings", ""));
        }
        return text.toString().stripTrailing();
    }

    private String read(Place place) {
        if (!places().contains(place)) {
            return "";
        }
        String messages =
                place == Place.TABLE ? "" : "%,d messages, ".formatted(count(place, Item.MESSAGES));
        return "%-18s %,d of %,d files in %,d folders, %s%,d readings, %,d of them out of range%n"
                .formatted(
                        NAMES.get(place),
                        count(place, Item.FILES_READ),
                        count(place, Item.FILES_FOUND),
                        count(place, Item.FOLDERS_READ),
                        messages,
                        count(place, Item.READINGS),
                        count(place, Item.OUT_OF_RANGE));
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
        return "rejected           %,d %s in %s, first in %s%n"
                .formatted((Long) entry.getValue(), reason, NAMES.get(place), examples);
    }

    private String written(String table, String more) {
        return "%-18s %,d rows written in %,d hours%s%n"
                .formatted(table, count(ROWS_OF + table), count(HOURS_OF + table), more);
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

    private long count(String name) {
        return accumulators.get(name) instanceof Long count ? count : 0;
    }
}
