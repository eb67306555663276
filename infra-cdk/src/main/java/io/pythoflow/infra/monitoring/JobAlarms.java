package io.pythoflow.infra.monitoring;

import static software.amazon.awscdk.services.cloudwatch.Stats.AVERAGE;
import static software.amazon.awscdk.services.cloudwatch.Stats.MAXIMUM;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.infra.config.InfraConfig.Processing;
import io.pythoflow.infra.monitoring.Alarms.End;
import io.pythoflow.infra.monitoring.Alarms.When;
import io.pythoflow.infra.monitoring.Alarms.Words;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;

/**
 * For the engineer: whether the job runs, keeps its state, and receives and stores what is sent.
 *
 * <p>The job's own metrics stop with the job. An alarm on one of them then stays as it is ({@code
 * IGNORE}): a leak is not over because nobody looks any more. That the job is gone is said by
 * {@code job-silent} and {@code no-data}, for which missing data is the bad news itself.
 */
final class JobAlarms {

    /** AWS IoT Core sends a message again that was not acknowledged for so long. */
    private static final int BROKER_RESENDS_AFTER_MS = 30_000;

    private final Alarms alarms;
    private final Metrics metrics;
    private final Processing processing;

    JobAlarms(Alarms alarms, Metrics metrics, Processing processing) {
        this.alarms = alarms;
        this.metrics = metrics;
        this.processing = processing;
    }

    void add() {
        addRunning();
        addCheckpoints();
        addLag();
        addQuality();
        addResources();
    }

    private void addRunning() {
        alarms.add(
                "job-silent",
                When.below(metrics.samples(Metrics.MINUTE), 1, 5, 5, unknownIsWrong()),
                End.TOLD,
                new Words(
                        "The job has reported nothing for 5 minutes: it is stopped, cannot start, or"
                                + " its metrics do not leave the VPC.",
                        "Nothing is decided, no valve opens, and open ones close by their own time."
                                + " The broker keeps messages for an hour at most.",
                        "Look at the application in the console, then at the newest errors in its"
                                + " log. Run it there from the latest snapshot once the cause is gone."));
        alarms.add(
                "job-down",
                When.above(
                        math(
                                "MAX([DIFF(restarting), DIFF(failing)])",
                                Metrics.MINUTE,
                                Map.of(
                                        "restarting",
                                        metrics.service(
                                                AwsMetric.RESTARTING_MS, Metrics.MINUTE, MAXIMUM),
                                        "failing",
                                        metrics.service(
                                                AwsMetric.FAILING_MS, Metrics.MINUTE, MAXIMUM))),
                        0,
                        3,
                        5,
                        // Silence is told by job-silent.
                        TreatMissingData.IGNORE),
                End.TOLD,
                new Words(
                        "The job has spent 3 of the last 5 minutes failing or starting again.",
                        "Messages wait at the broker, for an hour at most; no valve opens meanwhile.",
                        "Read the first exception of the newest restart in the log. Bad keys, a"
                                + " policy or a secret are named there; after a deploy, go back to the"
                                + " version before."));
        alarms.add(
                "job-restarted",
                When.above(
                        growth(AwsMetric.RESTARTS),
                        0,
                        1,
                        1,
                        // The total is not reported before there is one.
                        TreatMissingData.NOT_BREACHING),
                End.UNTOLD,
                new Words(
                        "The job failed and started again from its newest checkpoint.",
                        "Nothing is lost. No valve opens before its device was heard again.",
                        "Nothing at night if it is once. Look for the cause in the log; AWS restarts"
                                + " applications for maintenance, too."));
        alarms.add(
                "no-data",
                When.above(
                        math(
                                "IF(messages > 0, 0, 1)",
                                Metrics.MINUTE,
                                Map.of(
                                        "messages",
                                        metrics.highest(ServiceMetric.MESSAGES, Metrics.MINUTE))),
                        0,
                        15,
                        15,
                        unknownIsWrong()),
                End.TOLD,
                new Words(
                        "No message has arrived for 15 minutes.",
                        "Zones are not watered by readings that are too old; runs end as planned.",
                        "If job-silent rings too, begin there. Else look whether gateways connect"
                                + " (AWS IoT Core, Connect.Success), at certificates and at the load"
                                + " balancer. It rings as well before the first gateway sends."));
    }

    private void addCheckpoints() {
        alarms.add(
                "checkpoints-fail",
                When.above(
                        growth(AwsMetric.FAILED_CHECKPOINTS),
                        0,
                        3,
                        5,
                        TreatMissingData.NOT_BREACHING),
                End.TOLD,
                new Words(
                        "Checkpoints failed in 3 of the last 5 minutes.",
                        "Rows are not published and no valve opens until one completes; closing goes"
                                + " on. Nothing is lost while the broker keeps messages.",
                        "Look in the log for what fails, mostly S3: the job's role, the endpoint's"
                                + " policy, the bucket."));
        alarms.add(
                "checkpoints-old",
                When.above(
                        metrics.highest(ServiceMetric.CHECKPOINT_AGE, Metrics.MINUTE),
                        Math.max(60_000, 6 * intervalMs()),
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.TOLD,
                new Words(
                        "No checkpoint has completed for minutes.",
                        "Rows are not published, no valve opens, and the broker soon sends nothing"
                                + " more until messages are acknowledged.",
                        "Look at the checkpoints in the Flink dashboard: which operator does not"
                                + " finish. If checkpoints-fail rings too, begin there."));
        alarms.add(
                "checkpoints-slow",
                When.above(
                        metrics.service(AwsMetric.CHECKPOINT_MS, Metrics.FIVE_MINUTES, AVERAGE),
                        intervalMs() / 2.0,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.UNTOLD,
                new Words(
                        "For 15 minutes checkpoints have taken longer than half of their interval.",
                        "Nothing yet: rows appear later, and fewer messages a second get through.",
                        "By day: look at S3 latencies and the size of the state; add slots or"
                                + " parallelism before it becomes lag."));
    }

    private void addLag() {
        alarms.add(
                "lag",
                When.above(
                        metrics.highest(ServiceMetric.OLDEST_UNACKNOWLEDGED, Metrics.MINUTE),
                        BROKER_RESENDS_AFTER_MS,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.TOLD,
                new Words(
                        "Messages wait longer for their checkpoint than AWS IoT Core waits before it"
                                + " sends them again.",
                        "Nothing is lost and copies are removed, but decisions see readings late.",
                        "See checkpoints-old and cpu. Add parallelism or slots"
                                + " (docs/operations.md)."));
        alarms.add(
                "slots-full",
                When.above(
                        // Milliseconds a second of all slots, as a percentage of their time.
                        math(
                                "full / samples / " + processing.slots() * 10,
                                Metrics.FIVE_MINUTES,
                                Map.of(
                                        "full",
                                        metrics.added(
                                                ServiceMetric.WINDOW_FULL, Metrics.FIVE_MINUTES),
                                        "samples",
                                        metrics.samples(Metrics.FIVE_MINUTES))),
                        20,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.TOLD,
                new Words(
                        "For 15 minutes slots could receive nothing in more than a fifth of the time:"
                                + " more messages come than they carry.",
                        "Messages queue at the broker, which drops the newest when its queue is full.",
                        "Raise slots in the environment's file and deploy: each carries its receive"
                                + " maximum for every checkpoint (docs/operations.md)."));
        alarms.add(
                "sessions-lost",
                When.above(
                        metrics.highest(ServiceMetric.SESSIONS_LOST, Metrics.FIVE_MINUTES),
                        0,
                        1,
                        1,
                        TreatMissingData.IGNORE),
                End.UNTOLD,
                new Words(
                        "The broker has forgotten a session of the job.",
                        "Messages that waited in it are gone from the stream.",
                        "Backfill the time in question from the raw archive (docs/backfill.md), then"
                                + " look why the job was away longer than mqtt.session.expiry."));
        alarms.add(
                "catalogue-behind",
                When.above(
                        metrics.highest(ServiceMetric.OLDEST_PENDING_PARTITION, Metrics.MINUTE),
                        300_000,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.TOLD,
                new Words(
                        "A partition has waited 5 minutes to be listed in Glue.",
                        "Nothing: its rows are stored, and SQL finds them once it is listed.",
                        "By day: the log says what Glue answers; mostly the job's role or Lake"
                                + " Formation (docs/operations.md, The catalogue)."));
    }

    private void addQuality() {
        alarms.add(
                "rejects",
                When.above(
                        math(
                                "IF(readings + rejects > 0, 100 * rejects / (readings + rejects), 0)",
                                Metrics.FIVE_MINUTES,
                                Map.of(
                                        "readings",
                                        metrics.added(ServiceMetric.READINGS, Metrics.FIVE_MINUTES),
                                        "rejects",
                                        metrics.added(
                                                ServiceMetric.REJECTS, Metrics.FIVE_MINUTES))),
                        10,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.TOLD,
                new Words(
                        "For 15 minutes more than a tenth of what is sent could not be read.",
                        "What a sender gets wrong is missing from its zone's decisions; it is kept in"
                                + " rejected_messages.",
                        "SELECT reason, topic, count(*) FROM rejected_messages says who and why; a"
                                + " new firmware is the usual cause."));
        alarms.add(
                "late-readings",
                When.above(
                        math(
                                "IF(readings > 0, 100 * late / readings, 0)",
                                Metrics.FIVE_MINUTES,
                                Map.of(
                                        "readings",
                                        metrics.added(ServiceMetric.READINGS, Metrics.FIVE_MINUTES),
                                        "late",
                                        metrics.added(ServiceMetric.LATE, Metrics.FIVE_MINUTES))),
                        5,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.UNTOLD,
                new Words(
                        "For 15 minutes more than a twentieth of the readings came too late for their"
                                + " window.",
                        "They are in readings and in no aggregate.",
                        "By day: look for a gateway with a wrong clock or a long outage; a backfill"
                                + " adds them to their windows (docs/backfill.md)."));
    }

    private void addResources() {
        // Gaps are normal while a task manager is replaced.
        alarms.add(
                "cpu",
                When.above(
                        metrics.service(AwsMetric.CPU, Metrics.FIVE_MINUTES, MAXIMUM),
                        80,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.UNTOLD,
                new Words(
                        "A task manager has used more than 80 % of its CPU for 15 minutes.",
                        "Nothing yet; lag comes next.",
                        "Raise parallelism, or turn autoscaling on, and deploy"
                                + " (docs/operations.md)."));
        alarms.add(
                "heap",
                When.above(
                        metrics.service(AwsMetric.HEAP, Metrics.FIVE_MINUTES, MAXIMUM),
                        90,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.UNTOLD,
                new Words(
                        "A task manager has used more than 90 % of its heap for 15 minutes.",
                        "The job may run out of memory and start again; nothing is lost then.",
                        "Raise parallelism, or lower parallelism_per_kpu, and deploy."));
        alarms.add(
                "container-memory",
                When.above(
                        metrics.service(AwsMetric.CONTAINER_MEMORY, Metrics.FIVE_MINUTES, MAXIMUM),
                        85,
                        3,
                        3,
                        TreatMissingData.IGNORE),
                End.UNTOLD,
                new Words(
                        "A task manager's container has used more than 85 % of its memory for 15"
                                + " minutes.",
                        "The service ends a container that needs more; the job starts again then.",
                        "Raise parallelism, or lower parallelism_per_kpu, and deploy."));
    }

    /**
     * How much a total has grown. It begins anew with each start of the application, which is a
     * negative growth and rings nothing.
     */
    private IMetric growth(AwsMetric total) {
        return math(
                "DIFF(total)",
                Metrics.MINUTE,
                Map.of("total", metrics.service(total, Metrics.MINUTE, MAXIMUM)));
    }

    private static IMetric math(String expression, Duration period, Map<String, IMetric> metrics) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(Metrics.sorted(metrics))
                .period(period)
                .build();
    }

    /** Nobody is woken because of a job that was never to be started. */
    private TreatMissingData unknownIsWrong() {
        return processing.startOnDeploy() ? TreatMissingData.BREACHING : TreatMissingData.MISSING;
    }

    private double intervalMs() {
        return processing.checkpointInterval().toMillis();
    }
}
