package io.pythoflow.infra.monitoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.infra.testing.Synth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the tests ask of the monitoring stack's template. */
final class MonitoringTemplate {

    /** A metric, as an alarm or the dashboard names it. */
    record Seen(String namespace, String name, List<String> dimensions) {}

    /** An environment that sets whatever the monitoring depends on. */
    static final MonitoringTemplate TUNED =
            of(
                    """
                    environment        = "north-field"
                    slots              = 8
                    checkpoint_interval = "15 s"
                    start_on_deploy    = false
                    alarm_email        = "farm@example.org"
                    monthly_budget_usd = 250
                    """);

    /** An environment of an account that can make no roles. */
    static final MonitoringTemplate WITH_GIVEN_ROLES =
            of(
                    """
                    existing_role_arns = { default = "arn:aws:iam::123456789012:role/LabRole" }
                    asset_bucket       = "lab-assets"
                    """);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Synth synth;

    private MonitoringTemplate(Synth synth) {
        this.synth = synth;
    }

    static MonitoringTemplate of(String variables) {
        return new MonitoringTemplate(Synth.of(variables));
    }

    Map<String, JsonNode> resources(String type) {
        return synth.resources("Monitoring", type);
    }

    /** Types of all resources. */
    List<String> types() {
        return stream(synth.template("Monitoring").path("Resources"))
                .map(resource -> resource.path("Type").asText())
                .toList();
    }

    JsonNode only(String type) {
        Map<String, JsonNode> found = resources(type);
        if (found.size() != 1) {
            throw new AssertionError("There are " + found.size() + " of " + type);
        }
        return found.values().iterator().next().path("Properties");
    }

    /** Logical id of the topic. */
    String topic() {
        return resources("AWS::SNS::Topic").keySet().iterator().next();
    }

    /** Properties of the alarms, by their names without the environment. */
    Map<String, JsonNode> alarms() {
        Map<String, JsonNode> alarms = new LinkedHashMap<>();
        String prefix = "pythoflow-" + synth.config().environment() + "-";
        resources("AWS::CloudWatch::Alarm")
                .values()
                .forEach(
                        alarm -> {
                            JsonNode properties = alarm.path("Properties");
                            String name = properties.path("AlarmName").asText();
                            if (!name.startsWith(prefix)) {
                                throw new AssertionError(name + " does not say its environment");
                            }
                            alarms.put(name.substring(prefix.length()), properties);
                        });
        return alarms;
    }

    JsonNode alarm(String name) {
        return alarms().get(name);
    }

    /** What an alarm looks at. */
    static List<Seen> metrics(JsonNode alarm) {
        if (alarm.has("MetricName")) {
            return List.of(seen(alarm));
        }
        return stream(alarm.path("Metrics"))
                .filter(metric -> metric.has("MetricStat"))
                .map(metric -> seen(metric.path("MetricStat").path("Metric")))
                .toList();
    }

    /** What an alarm computes; empty where it looks at one metric. */
    static String expression(JsonNode alarm) {
        return stream(alarm.path("Metrics"))
                .filter(metric -> metric.path("ReturnData").asBoolean(true))
                .map(metric -> metric.path("Expression").asText())
                .findFirst()
                .orElse("");
    }

    private static Seen seen(JsonNode metric) {
        return new Seen(
                metric.path("Namespace").asText(),
                metric.path("MetricName").asText(),
                stream(metric.path("Dimensions"))
                        .map(dimension -> dimension.path("Name").asText())
                        .toList());
    }

    /** The dashboard's widgets; tokens stand as {@code token}. */
    List<JsonNode> widgets() {
        JsonNode body = only("AWS::CloudWatch::Dashboard").path("DashboardBody");
        StringBuilder text = new StringBuilder();
        stream(body.path("Fn::Join").path(1))
                .forEach(part -> text.append(part.isTextual() ? part.asText() : "token"));
        try {
            return stream(JSON.readTree(text.toString()).path("widgets")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the dashboard shows. */
    List<Seen> shown() {
        List<Seen> shown = new ArrayList<>();
        for (JsonNode widget : widgets()) {
            for (JsonNode metric : widget.path("properties").path("metrics")) {
                if (metric.path(0).isTextual()) {
                    List<String> texts =
                            stream(metric)
                                    .filter(JsonNode::isTextual)
                                    .map(JsonNode::asText)
                                    .toList();
                    List<String> dimensions = new ArrayList<>();
                    for (int i = 2; i < texts.size(); i += 2) {
                        dimensions.add(texts.get(i));
                    }
                    shown.add(new Seen(texts.get(0), texts.get(1), dimensions));
                }
            }
        }
        return shown;
    }

    static Stream<JsonNode> stream(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
