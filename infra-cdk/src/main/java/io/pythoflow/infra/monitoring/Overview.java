package io.pythoflow.infra.monitoring;

import static software.amazon.awscdk.services.cloudwatch.Stats.MAXIMUM;

import io.pythoflow.contract.operation.ServiceMetric;
import io.pythoflow.infra.Names;
import io.pythoflow.infra.config.InfraConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.SingleValueWidget;
import software.amazon.awscdk.services.cloudwatch.Stats;
import software.amazon.awscdk.services.cloudwatch.TextWidget;
import software.amazon.awscdk.services.cloudwatch.YAxisProps;
import software.constructs.Construct;

/**
 * The dashboard. It answers three questions, one a row: is it healthy, is data flowing, are fields
 * watered.
 */
final class Overview extends Construct {

    /** Columns of a dashboard. */
    private static final int WIDTH = 24;

    private static final int HEIGHT = 6;

    private final Metrics metrics;

    Overview(
            Construct scope,
            String id,
            InfraConfig config,
            Metrics metrics,
            List<Alarm> engineer,
            List<Alarm> farm) {
        super(scope, id);
        this.metrics = metrics;
        Dashboard.Builder.create(this, "Dashboard")
                .dashboardName(Names.stack(config, "overview"))
                .widgets(
                        List.of(
                                List.of(question("Is it healthy?")),
                                healthy(engineer),
                                List.of(question("Is data flowing?")),
                                flowing(),
                                List.of(question("Are fields watered?")),
                                watered(farm)))
                .build();
    }

    private List<IWidget> healthy(List<Alarm> engineer) {
        return List.of(
                alarms("Alarms of the system", engineer),
                graph(
                        "Restarts",
                        "since the start",
                        metrics.service(AwsMetric.RESTARTS, Metrics.MINUTE, MAXIMUM),
                        metrics.service(AwsMetric.FAILED_CHECKPOINTS, Metrics.MINUTE, MAXIMUM)),
                graph(
                        "Checkpoints",
                        "ms",
                        metrics.service(AwsMetric.CHECKPOINT_MS, Metrics.MINUTE, MAXIMUM),
                        metrics.highest(ServiceMetric.CHECKPOINT_AGE, Metrics.MINUTE)),
                graph(
                        "Load of the busiest task manager",
                        "%",
                        metrics.service(AwsMetric.CPU, Metrics.MINUTE, MAXIMUM),
                        metrics.service(AwsMetric.HEAP, Metrics.MINUTE, MAXIMUM),
                        metrics.service(AwsMetric.CONTAINER_MEMORY, Metrics.MINUTE, MAXIMUM)));
    }

    private List<IWidget> flowing() {
        return List.of(
                graph(
                        "Messages",
                        "per second",
                        metrics.total(ServiceMetric.MESSAGES, Metrics.MINUTE, "messages"),
                        metrics.total(ServiceMetric.READINGS, Metrics.MINUTE, "readings"),
                        metrics.total(ServiceMetric.REJECTS, Metrics.MINUTE, "rejects"),
                        metrics.total(ServiceMetric.LATE, Metrics.MINUTE, "late")),
                graph(
                        "Published to the broker",
                        "per minute",
                        Metrics.of(
                                AwsMetric.PUBLISHED,
                                Map.of("Protocol", "MQTT"),
                                Metrics.MINUTE,
                                Stats.SUM)),
                graph(
                        "Waiting for a checkpoint",
                        "ms",
                        metrics.highest(ServiceMetric.OLDEST_UNACKNOWLEDGED, Metrics.MINUTE),
                        metrics.total(
                                ServiceMetric.WINDOW_FULL,
                                Metrics.MINUTE,
                                "slots full, ms per second")),
                graph(
                        "Waiting for the catalogue",
                        "partitions",
                        metrics.highest(ServiceMetric.PARTITIONS_PENDING, Metrics.MINUTE)));
    }

    private List<IWidget> watered(List<Alarm> farm) {
        return List.of(
                alarms("Alarms of the farm", farm),
                graph(
                        "Valves",
                        "",
                        metrics.highest(ServiceMetric.ZONES, Metrics.MINUTE),
                        metrics.highest(ServiceMetric.VALVES_IN_USE, Metrics.MINUTE),
                        metrics.highest(ServiceMetric.OPENINGS, Metrics.MINUTE)),
                graph(
                        "Alerts that last",
                        "",
                        Arrays.stream(ServiceMetric.values())
                                .filter(metric -> metric.alert().isPresent())
                                .map(metric -> metrics.highest(metric, Metrics.MINUTE))
                                .toArray(IMetric[]::new)),
                SingleValueWidget.Builder.create()
                        .title("Rules in force, -1 for none")
                        .metrics(
                                List.of(
                                        metrics.highest(
                                                ServiceMetric.RULES_VERSION, Metrics.MINUTE)))
                        .width(WIDTH / 4)
                        .height(HEIGHT)
                        .build());
    }

    private static IWidget question(String text) {
        return TextWidget.Builder.create().markdown("## " + text).width(WIDTH).height(1).build();
    }

    private static IWidget alarms(String title, List<Alarm> alarms) {
        return AlarmStatusWidget.Builder.create()
                .title(title)
                .alarms(alarms)
                .width(WIDTH / 4)
                .height(HEIGHT)
                .build();
    }

    private static IWidget graph(String title, String unit, IMetric... metrics) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(List.of(metrics))
                .leftYAxis(YAxisProps.builder().min(0).label(unit).showUnits(false).build())
                .width(WIDTH / 4)
                .height(HEIGHT)
                .build();
    }
}
