package io.pythoflow.bench.live;

import java.util.List;

/**
 * What came of one run.
 *
 * @param publishedPerSecond messages, on average while it was measured
 * @param receiverMicros processor time of the receiver's process per message, while it was measured
 * @param brokerMicros of the broker's
 * @param publisherMicros of the publisher's
 * @param lagGrowth messages per second by which the receiver fell behind in the end
 * @param drainSeconds from the last acknowledgement to the publisher until the receiver said that
 *     it has all
 * @param problems why the rate is not sustained; none if it is
 */
public record Outcome(
        Load load,
        double publishedPerSecond,
        double receiverMicros,
        double brokerMicros,
        double publisherMicros,
        double lagGrowth,
        double drainSeconds,
        List<String> problems) {
    public Outcome {
        problems = List.copyOf(problems);
    }

    /** One that was given up, so nothing but this is known. */
    static Outcome givenUp(Load load, String problem) {
        return new Outcome(load, 0, 0, 0, 0, 0, 0, List.of(problem));
    }

    /** Whether it was not waited for. */
    boolean wasGivenUp() {
        return publishedPerSecond == 0;
    }

    /** Whether all of the output was right, in time, with nothing wrong on the way. */
    public boolean sustained() {
        return problems.isEmpty();
    }
}
