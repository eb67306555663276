package io.pythoflow.job.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * What happens when, all times counted from the first message; the same for the same seed.
 *
 * @param runs of the job, one after the other; all but the last end with a kill
 * @param cuts of the broker's connections, in order of time
 */
record SoakPlan(List<JobRun> runs, List<Duration> cuts) {

    static final int PARALLELISM = 1;
    static final int CHANGED_PARALLELISM = 2;
    static final int SLOTS = 4;
    static final int CHANGED_SLOTS = 2;

    /** How long rows may wait, of one run after the other: raised, lowered and switched off. */
    private static final List<Duration> FRESHNESS =
            List.of(Duration.ofSeconds(4), Duration.ZERO, Duration.ofSeconds(2));

    /** How far a kill strays from even spacing, in parts of the spacing: twice this at most. */
    private static final double STRAY = 0.4;

    /**
     * One process of the job.
     *
     * @param freshness how long rows may wait for others of their folder
     * @param end when it is killed; of the last one, when publishing ends
     */
    record JobRun(int parallelism, int slots, Duration freshness, Duration end) {

        String settings() {
            return "parallelism %d, %d slots, freshness %d s"
                    .formatted(parallelism, slots, freshness.toSeconds());
        }
    }

    SoakPlan {
        runs = List.copyOf(runs);
        cuts = List.copyOf(cuts);
    }

    /**
     * Draws a plan. Kills keep some distance from each other, so that every run has a chance to
     * read; cuts fall anywhere. Parallelism and slots each change at one resume and back at a later
     * one.
     *
     * @param publishing how long messages are published
     * @param kills 2 or more
     */
    static SoakPlan draw(long seed, Duration publishing, int kills, int cuts) {
        if (kills < 2) {
            throw new IllegalArgumentException(
                    "Cannot change the job's size and change it back with "
                            + kills
                            + " kills: must be 2 or more");
        }
        SplittableRandom random = new SplittableRandom(seed);
        Span wide = Span.draw(random, kills);
        Span narrow = Span.draw(random, kills);
        List<JobRun> runs = new ArrayList<>();
        double spacing = publishing.toMillis() / (kills + 1.0);
        for (int run = 0; run <= kills; run++) {
            double end = run == kills ? kills + 1 : run + 1 + random.nextDouble(-STRAY, STRAY);
            runs.add(
                    new JobRun(
                            wide.holds(run) ? CHANGED_PARALLELISM : PARALLELISM,
                            narrow.holds(run) ? CHANGED_SLOTS : SLOTS,
                            FRESHNESS.get(run % FRESHNESS.size()),
                            Duration.ofMillis((long) (end * spacing))));
        }
        List<Duration> moments =
                Stream.generate(() -> Duration.ofMillis(random.nextLong(publishing.toMillis())))
                        .limit(cuts)
                        .sorted()
                        .toList();
        return new SoakPlan(runs, moments);
    }

    /** Runs from the first inclusive to the last exclusive; never the first run nor the last. */
    private record Span(int first, int last) {

        static Span draw(SplittableRandom random, int kills) {
            int first = random.nextInt(1, kills);
            return new Span(first, random.nextInt(first + 1, kills + 1));
        }

        boolean holds(int run) {
            return run >= first && run < last;
        }
    }
}
