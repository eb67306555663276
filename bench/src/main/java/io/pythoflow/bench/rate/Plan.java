package io.pythoflow.bench.rate;

import io.pythoflow.bench.live.Load;
import io.pythoflow.bench.suite.Profile;
import java.util.List;

/**
 * What is tried in a round.
 *
 * @param search of the raw subscriber's limit, many times; what is found is confirmed by runs as
 *     long as the jobs'
 * @param precision of the search
 * @param lower by this factor is a rate that a run as long as the jobs' does not confirm
 * @param live what the jobs are offered
 * @param ladder shares of the raw subscriber's rate that the job is offered, while it holds
 * @param down shares that it is offered if it does not hold what it must
 * @param compared shares of the job's rate, of which costs are compared at the first at which all
 *     keep up
 * @param ofTen messages of ten readings, as shares of the job's rate of messages of one
 */
record Plan(
        Load search,
        double precision,
        double lower,
        Load live,
        List<Double> ladder,
        List<Double> down,
        List<Double> compared,
        List<Double> ofTen) {

    static final List<Double> OF_TEN_DOWN = List.of(0.3, 0.2, 0.1);

    static final int TEN = 10;

    private static final double UNKNOWN_RATE = 40_000;

    static Plan of(Profile profile) {
        Load search = new Load(UNKNOWN_RATE, 1, 2, 3);
        return switch (profile) {
            case SHORT ->
                    new Plan(
                            search,
                            0.15,
                            0.9,
                            new Load(UNKNOWN_RATE, 1, 6, 6),
                            List.of(0.9),
                            List.of(0.7, 0.5, 0.3),
                            List.of(1.0),
                            List.of(0.4));
            case FULL ->
                    new Plan(
                            search,
                            0.04,
                            0.97,
                            new Load(UNKNOWN_RATE, 1, 20, 60),
                            List.of(0.9, 0.95, 1.0),
                            List.of(0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2),
                            List.of(1.0, 0.8, 0.6, 0.4),
                            List.of(0.4, 0.5, 0.6, 0.8, 1.0));
        };
    }

    /** What the job is offered in arrays. */
    Load liveOfTen() {
        return new Load(live.messagesPerSecond(), TEN, live.rampSeconds(), live.measuredSeconds());
    }
}
