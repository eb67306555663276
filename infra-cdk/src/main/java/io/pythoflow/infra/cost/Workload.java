package io.pythoflow.infra.cost;

import io.pythoflow.infra.config.InfraConfig.InternetAccess;
import java.time.Duration;

/** What an environment does, as far as it decides what it costs. */
public record Workload(Traffic traffic, Job job, Network network) {

    /** Hours of a month, as AWS's examples count them. */
    public static final double HOURS = 730;

    /** Messages that AWS IoT Core lets a connection leave unacknowledged, and sends it a second. */
    private static final int WINDOW = 100;

    private static final int DEFAULT_SLOTS = 4;

    /**
     * What comes in.
     *
     * @param messagesPerSecond that gateways publish with QoS 1, mean of the month
     * @param readingsPerMessage in each of them
     * @param gateways connected all the time
     * @param archivedPerSecond messages that the raw archive keeps; 0 where it is off
     */
    public record Traffic(
            double messagesPerSecond,
            int readingsPerMessage,
            int gateways,
            double archivedPerSecond) {}

    /**
     * How the job runs.
     *
     * @param processingUnits each with one writer for every table
     * @param freshness {@code lake.freshness}; at the checkpoint interval every checkpoint makes
     *     files
     * @param hoursRunning in the month
     */
    public record Job(
            Duration checkpointInterval,
            int processingUnits,
            Duration freshness,
            double hoursRunning) {}

    /**
     * How the private subnets reach what they need.
     *
     * @param zones that have an endpoint of each kind
     */
    public record Network(InternetAccess internetAccess, int natGateways, int zones) {}

    /**
     * An environment with the defaults, sized for a rate: the slots of {@code docs/guarantees.md}
     * with a checkpoint every 5 s, and a second processing unit for the state above 500 messages a
     * second.
     */
    public static Workload at(int messagesPerSecond) {
        int gateways = messagesPerSecond < 10 ? 2 : messagesPerSecond < 500 ? 20 : 90;
        int processingUnits = messagesPerSecond > 500 ? 2 : 1;
        return new Workload(
                new Traffic(messagesPerSecond, 1, gateways, messagesPerSecond),
                new Job(Duration.ofSeconds(5), processingUnits, Duration.ofMinutes(5), HOURS),
                new Network(InternetAccess.NAT, 1, 2));
    }

    /** Slots that carry the rate with half of the window left for bursts; never below 4. */
    public int slots() {
        double rate = traffic.messagesPerSecond();
        double seconds = job.checkpointInterval().toMillis() / 1e3;
        double byWindow = Math.ceil(rate * seconds / (WINDOW / 2.0));
        double byRate = Math.ceil(rate / WINDOW);
        return (int) Math.max(DEFAULT_SLOTS, Math.max(byWindow, byRate));
    }

    /** Connections of the job: slots, rules, answers and two sinks for each processing unit. */
    int jobConnections() {
        return slots() + 2 + 2 * job.processingUnits();
    }

    /** The same readings in messages of {@code readings} each. */
    public Workload batched(int readings) {
        Traffic batched =
                new Traffic(
                        traffic.messagesPerSecond() * traffic.readingsPerMessage() / readings,
                        readings,
                        traffic.gateways(),
                        traffic.archivedPerSecond() * traffic.readingsPerMessage() / readings);
        return new Workload(batched, job, network);
    }

    public Workload withoutArchive() {
        Traffic unarchived =
                new Traffic(
                        traffic.messagesPerSecond(),
                        traffic.readingsPerMessage(),
                        traffic.gateways(),
                        0);
        return new Workload(unarchived, job, network);
    }

    /** With interface endpoints instead of NAT. */
    public Workload withEndpoints() {
        return new Workload(
                traffic, job, new Network(InternetAccess.ENDPOINTS, 0, network.zones()));
    }

    public Workload withNatGateways(int number) {
        return new Workload(
                traffic, job, new Network(network.internetAccess(), number, network.zones()));
    }

    /** With another time between checkpoints, and the slots that it asks for. */
    public Workload withCheckpointEvery(Duration interval) {
        Job other = new Job(interval, job.processingUnits(), job.freshness(), job.hoursRunning());
        return new Workload(traffic, other, network);
    }

    /** With rows that do not wait: every checkpoint makes files. */
    public Workload withoutWaitingRows() {
        Job other =
                new Job(
                        job.checkpointInterval(),
                        job.processingUnits(),
                        job.checkpointInterval(),
                        job.hoursRunning());
        return new Workload(traffic, other, network);
    }

    /** Provisioned, with the job stopped and nothing coming. */
    public Workload stopped() {
        return new Workload(
                new Traffic(0, traffic.readingsPerMessage(), traffic.gateways(), 0),
                new Job(job.checkpointInterval(), job.processingUnits(), job.freshness(), 0),
                network);
    }
}
