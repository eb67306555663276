package io.pythoflow.bench.rate;

import io.pythoflow.bench.live.Load;
import io.pythoflow.bench.suite.Profile;
import java.util.List;

/**
 * What is tried in a round.
 *
 * @param search of the raw subscriber's limit, many times
 * @param precision of the search
 * @param confirm of the limit that was found, by long runs
 * @param live what the jobs are offered
 * @param ladder shares of the raw subscriber's rate that the job is offered, while it holds
 * @param compared shares of it at which costs are compared
 */
record Plan(
        Load search,
        double precision,
        boolean confirm,
        Load live,
        List<Double> ladder,
        List<Double> compared) {

    /** Where the job does not hold what it must. */
    static final List<Double> DOWN = List.of(0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2);

    /** Messages of ten readings, as shares of the job's rate of messages of one. */
    static final List<Double> TEN_READINGS = List.of(0.4, 0.5, 0.6, 0.8, 1.0);

    static final List<Double> TEN_READINGS_DOWN = List.of(0.3, 0.2, 0.1);

    static final int TEN = 10;

    private static final double UNKNOWN_RATE = 40_000;

    static Plan of(Profile profile) {
        Load search = new Load(UNKNOWN_RATE, 1, 2, 3);
        return switch (profile) {
            case SHORT ->
                    new Plan(
                            search,
                            0.1,
                            false,
                            new Load(UNKNOWN_RATE, 1, 6, 8),
                            List.of(0.9),
                            List.of(0.9));
            case FULL ->
                    new Plan(
                            search,
                            0.04,
                            true,
                            new Load(UNKNOWN_RATE, 1, 20, 60),
                            List.of(0.9, 0.95, 1.0),
                            List.of(0.5, 0.9));
        };
    }

    /** The same of arrays. */
    Load ofTen() {
        return new Load(live.messagesPerSecond(), TEN, live.rampSeconds(), live.measuredSeconds());
    }

    /**
     * Shares of ten readings a message: one that reaches the target, where there is little time.
     */
    List<Double> tenReadings() {
        return confirm ? TEN_READINGS : TEN_READINGS.subList(0, 1);
    }
}
