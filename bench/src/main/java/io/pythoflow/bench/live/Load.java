package io.pythoflow.bench.live;

import io.pythoflow.bench.load.Gate;
import io.pythoflow.bench.load.Workload;
import io.pythoflow.bench.wire.LoadProcess;
import io.pythoflow.bench.wire.Ramp;
import java.time.Duration;

/**
 * What is published in a run: 1,000 sensors with five metrics each, event time twenty times as fast
 * as the clock, so that a window of a minute closes every three seconds. Event time ends three
 * hours before the run, which is longer than a session is kept, so that no message looks like one
 * that the broker had stored.
 *
 * @param messagesPerSecond after the ramp
 * @param readingsPerMessage 1, or more for arrays on the gateway's topic
 * @param rampSeconds until the rate is reached
 * @param measuredSeconds at the rate
 */
public record Load(
        double messagesPerSecond,
        int readingsPerMessage,
        double rampSeconds,
        double measuredSeconds) {
    static final int SENSORS = 1_000;
    static final int METRICS = 5;

    /** Keys of the windows. */
    public static final int KEYS = SENSORS * METRICS;

    /** Event time passes so much faster than the clock. */
    public static final int TIME_LAPSE = 20;

    public static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Duration AGO = Duration.ofHours(3);
    private static final double NANOS_PER_SECOND = 1e9;

    /** The same at another rate. */
    public Load at(double rate) {
        return new Load(rate, readingsPerMessage, rampSeconds, measuredSeconds);
    }

    public double readingsPerSecond() {
        return messagesPerSecond * readingsPerMessage;
    }

    /** Messages in all. */
    public long messages() {
        return ramp().messages() + (long) (messagesPerSecond * measuredSeconds);
    }

    /** Those of the ramp. */
    public long rampMessages() {
        return ramp().messages();
    }

    Ramp ramp() {
        return new Ramp(rampSeconds, messagesPerSecond);
    }

    /**
     * What the messages say.
     *
     * @param now epoch milliseconds
     */
    Workload workload(long now) {
        return workload(now, TIME_LAPSE);
    }

    /** The same with another speed of event time, as a multiple of the clock's. */
    public Workload workload(long now, double timeLapse) {
        long stepNanos = (long) (timeLapse * NANOS_PER_SECOND / readingsPerSecond());
        long spanMillis = Duration.ofNanos(stepNanos * messages() * readingsPerMessage).toMillis();
        return new Workload(
                SENSORS,
                METRICS,
                readingsPerMessage,
                now - AGO.toMillis() - spanMillis,
                stepNanos,
                Workload.Late.ONE_IN_A_THOUSAND);
    }

    /** How a publisher sends it. */
    public LoadProcess.Plan plan(Workload workload) {
        return new LoadProcess.Plan(workload, messages(), ramp());
    }

    /** What a lake must hold in the end. */
    public Gate gate(Workload workload) {
        return new Gate(workload, messages(), WINDOW);
    }
}
