package io.pythoflow.infra.monitoring;

import io.pythoflow.contract.operation.ServiceMetric;

/**
 * Metrics that AWS publishes by itself, as its pages name them. Nothing tells an alarm that its
 * metric does not exist, so each is here, with the page that it was read from.
 */
enum AwsMetric {
    // docs.aws.amazon.com/managed-flink/latest/java/metrics-dimensions.html; since Flink 2.2 those
    // of full restarts, of uptime and of downtime are gone or about to go.
    CPU(ServiceMetric.NAMESPACE, "cpuUtilization"),
    HEAP(ServiceMetric.NAMESPACE, "heapMemoryUtilization"),
    CONTAINER_MEMORY(ServiceMetric.NAMESPACE, "containerMemoryUtilization"),
    /** A total that begins anew with each start of the application. */
    RESTARTS(ServiceMetric.NAMESPACE, "numRestarts"),
    RESTARTING_MS(ServiceMetric.NAMESPACE, "restartingTime"),
    FAILING_MS(ServiceMetric.NAMESPACE, "failingTime"),
    /** A total that begins anew with each start of the application. */
    FAILED_CHECKPOINTS(ServiceMetric.NAMESPACE, "numberOfFailedCheckpoints"),
    CHECKPOINT_MS(ServiceMetric.NAMESPACE, "lastCheckpointDuration"),
    CHECKPOINT_BYTES(ServiceMetric.NAMESPACE, "lastCheckpointSize"),

    // docs.aws.amazon.com/firehose/latest/dev/monitoring-with-cloudwatch-metrics.html
    ARCHIVE_AGE_SECONDS("AWS/Firehose", "DeliveryToS3.DataFreshness"),
    ARCHIVE_THROTTLED("AWS/Firehose", "ThrottledRecords"),

    // docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html
    UNHEALTHY_TARGETS("AWS/NetworkELB", "UnHealthyHostCount"),

    // docs.aws.amazon.com/iot/latest/developerguide/metrics_dimensions.html, message broker
    PUBLISHED("AWS/IoT", "PublishIn.Success"),
    PUBLISH_IN_THROTTLED("AWS/IoT", "PublishIn.Throttle"),
    PUBLISH_OUT_THROTTLED("AWS/IoT", "PublishOut.Throttle");

    private final String namespace;
    private final String id;

    AwsMetric(String namespace, String id) {
        this.namespace = namespace;
        this.id = id;
    }

    String namespace() {
        return namespace;
    }

    String id() {
        return id;
    }
}
