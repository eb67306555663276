package io.pythoflow.job.lake.backfill;

import io.pythoflow.job.ingest.FoundReading.Place;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.RuntimeContext;

/**
 * Counts what a task does with one place's files, in accumulators: they are visible while the job
 * runs, on any cluster, and part of its result.
 *
 * <p>Called by the task's thread.
 */
final class Tally {

    /** What is counted, each for a place. */
    enum Item {
        FOLDERS_FOUND,
        FOLDERS_READ,
        FILES_FOUND,
        FILES_READ,
        MESSAGES,
        READINGS,
        OUT_OF_RANGE
    }

    private static final String REJECTED = "rejected.";
    private static final String EXAMPLES = "examples.";

    private final RuntimeContext context;
    private final Place place;
    private final Map<Item, LongCounter> counters = new HashMap<>();
    private final Map<String, LongCounter> rejects = new HashMap<>();
    private final Map<String, FirstNames> examples = new HashMap<>();

    Tally(RuntimeContext context, Place place) {
        this.context = context;
        this.place = place;
    }

    void add(Item item, long count) {
        counters.computeIfAbsent(item, i -> context.getLongCounter(nameOf(place, i))).add(count);
    }

    /** Something in a file, or the file, could not be read. */
    void reject(String reason, String file) {
        rejects.computeIfAbsent(reason, r -> context.getLongCounter(rejectsOf(place) + r)).add(1);
        examples.computeIfAbsent(reason, this::examplesOf).add(file);
    }

    private FirstNames examplesOf(String reason) {
        String name = exampleOf(place, reason);
        Accumulator<String, String> known = context.getAccumulator(name);
        if (known instanceof FirstNames names) {
            return names;
        }
        FirstNames names = new FirstNames();
        context.addAccumulator(name, names);
        return names;
    }

    /** Name of the accumulator. */
    static String nameOf(Place place, Item item) {
        return wordOf(place) + "." + item.name().toLowerCase(Locale.ROOT);
    }

    /** What the names of a place's accumulators of rejects begin with; the reason follows. */
    static String rejectsOf(Place place) {
        return REJECTED + wordOf(place) + ".";
    }

    static String exampleOf(Place place, String reason) {
        return EXAMPLES + wordOf(place) + "." + reason;
    }

    private static String wordOf(Place place) {
        return place.name().toLowerCase(Locale.ROOT);
    }
}
