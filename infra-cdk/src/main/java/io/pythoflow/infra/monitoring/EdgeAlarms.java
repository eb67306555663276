package io.pythoflow.infra.monitoring;

import static software.amazon.awscdk.services.cloudwatch.Stats.MAXIMUM;
import static software.amazon.awscdk.services.cloudwatch.Stats.SUM;

import io.pythoflow.infra.monitoring.Alarms.End;
import io.pythoflow.infra.monitoring.Alarms.When;
import io.pythoflow.infra.monitoring.Alarms.Words;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/**
 * For the engineer: what stands around the job. These metrics come from AWS alone, whether the job
 * runs or not, and most only when there is something to count: then nothing is good news ({@code
 * NOT_BREACHING}).
 */
final class EdgeAlarms {

    private final Alarms alarms;

    /** Where failures are counted from logs. */
    private final String namespace;

    /**
     * @param namespace of the metrics that are counted from logs
     */
    EdgeAlarms(Alarms alarms, String namespace) {
        this.alarms = alarms;
        this.namespace = namespace;
    }

    /**
     * The MQTT load balancer.
     *
     * @param balancer its full name in metrics, a token
     * @param targets full name of its target group, a token
     */
    void addEntrance(String balancer, String targets) {
        alarms.add(
                "mqtt-entrance",
                When.above(
                        Metrics.of(
                                AwsMetric.UNHEALTHY_TARGETS,
                                Map.of("LoadBalancer", balancer, "TargetGroup", targets),
                                Metrics.MINUTE,
                                MAXIMUM),
                        0,
                        3,
                        3,
                        TreatMissingData.NOT_BREACHING),
                End.TOLD,
                new Words(
                        "The load balancer has not reached the IoT endpoint in every zone for 3"
                                + " minutes.",
                        "Gateways that come through it lose connections, all of them if no zone is"
                                + " left.",
                        "Look at the endpoint's state and its addresses in the VPC console; the next"
                                + " deploy finds changed addresses again."));
    }

    /** AWS IoT Core, which has one namespace in the account. */
    void addBroker() {
        Map<String, String> mqtt = Map.of("Protocol", "MQTT");
        alarms.add(
                "broker-throttles",
                When.above(
                        MathExpression.Builder.create()
                                .expression("MAX([received, sent])")
                                .usingMetrics(
                                        Metrics.sorted(
                                                Map.of(
                                                        "received",
                                                        Metrics.of(
                                                                AwsMetric.PUBLISH_IN_THROTTLED,
                                                                mqtt,
                                                                Metrics.FIVE_MINUTES,
                                                                SUM),
                                                        "sent",
                                                        Metrics.of(
                                                                AwsMetric.PUBLISH_OUT_THROTTLED,
                                                                mqtt,
                                                                Metrics.FIVE_MINUTES,
                                                                SUM))))
                                .period(Metrics.FIVE_MINUTES)
                                .build(),
                        0,
                        1,
                        1,
                        TreatMissingData.NOT_BREACHING),
                End.UNTOLD,
                new Words(
                        "AWS IoT Core refused messages because there were too many.",
                        "With QoS 1 they come again; with QoS 0, as of the original firmware, they"
                                + " are gone.",
                        "Look who sends so much; more slots spread what the job receives, or ask AWS"
                                + " for higher quotas of publishes per second."));
    }

    /**
     * The archive of raw messages.
     *
     * @param stream name of the Firehose stream, a token
     * @param failures what its rule and its deliveries could not write
     */
    void addArchive(Construct scope, String stream, ILogGroup failures) {
        Map<String, String> dimensions = Map.of("DeliveryStreamName", stream);
        alarms.add(
                "archive-late",
                When.above(
                        Metrics.of(
                                AwsMetric.ARCHIVE_AGE_SECONDS,
                                dimensions,
                                Metrics.FIVE_MINUTES,
                                MAXIMUM),
                        900,
                        3,
                        3,
                        TreatMissingData.NOT_BREACHING),
                End.TOLD,
                new Words(
                        "Messages have waited more than 15 minutes to be archived.",
                        "Nothing: the stream does not need the archive. Firehose gives up after a"
                                + " day.",
                        "By day: look at the stream's errors in its log, mostly its role or the"
                                + " bucket."));
        alarms.add(
                "archive-throttled",
                When.above(
                        Metrics.of(
                                AwsMetric.ARCHIVE_THROTTLED, dimensions, Metrics.FIVE_MINUTES, SUM),
                        0,
                        1,
                        1,
                        TreatMissingData.NOT_BREACHING),
                End.UNTOLD,
                new Words(
                        "Firehose refused messages because there were too many.",
                        "The stream has them, but a backfill of this time will miss some.",
                        "Ask AWS for a higher quota of the Firehose stream."));
        addFailures(
                "archive-failed",
                scope,
                failures,
                new Words(
                        "Firehose or its rule failed to archive messages.",
                        "The stream has them. Firehose tries again for a day; what its rule could not"
                                + " hand over is in the log, in base64.",
                        "By day: read the archive's log, it names the cause of each failure, mostly a"
                                + " role."));
    }

    /**
     * The mails of critical alerts.
     *
     * @param failures what could not be mailed
     */
    void addMails(Construct scope, ILogGroup failures) {
        addFailures(
                "mail-failed",
                scope,
                failures,
                new Words(
                        "A critical alert of the farm could not be mailed.",
                        "Somebody should have got up for it.",
                        "Read the alert in the log of failures, and do what it says; then look at the"
                                + " rule's role."));
    }

    private void addFailures(String name, Construct scope, ILogGroup log, Words words) {
        MetricFilter.Builder.create(scope, name)
                .logGroup(log)
                .filterPattern(FilterPattern.allEvents())
                .metricNamespace(namespace)
                .metricName(name)
                .metricValue("1")
                .build();
        alarms.add(
                name,
                When.above(
                        Metric.Builder.create()
                                .namespace(namespace)
                                .metricName(name)
                                .statistic(SUM)
                                .period(Metrics.FIVE_MINUTES)
                                .build(),
                        0,
                        1,
                        1,
                        TreatMissingData.NOT_BREACHING),
                End.UNTOLD,
                words);
    }
}
