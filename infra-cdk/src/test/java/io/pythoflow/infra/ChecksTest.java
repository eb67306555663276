package io.pythoflow.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pythoflow.infra.config.InfraConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * cdk-nag, CDK's own validation and the project's rules have nothing to say, whatever an
 * environment chooses, but for what is acknowledged with a reason beside the construct. Errors end
 * a synthesis; warnings are in its report alone.
 */
class ChecksTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Named<String>> environments() throws IOException {
        Path files = Path.of(System.getProperty("pythoflow.root"), "infra-cdk/environments");
        String elsewhere = "arn:aws:iot:us-east-1:123456789012:cert/" + "a".repeat(64);
        return List.of(
                Named.of("defaults", ""),
                Named.of("of the original", Files.readString(files.resolve("original.tfvars"))),
                Named.of("with given roles", Files.readString(files.resolve("academy.tfvars"))),
                Named.of(
                        "closed to the internet",
                        """
                        internet_access = "endpoints"
                        flow_logs       = false
                        raw_archive     = false
                        iot_log_level   = "disabled"
                        """),
                Named.of(
                        "of everything else",
                        """
                        environment          = "north-field"
                        aws_region           = "sa-east-1"
                        private_subnet_cidrs = ["10.0.128.0/24", "10.0.129.0/24", "10.0.130.0/24"]
                        nat_gateways         = 3
                        load_balancer_scheme = "internet-facing"
                        mqtt_allowed_cidrs   = ["198.51.100.0/24"]
                        alarm_email          = "farm@example.org"
                        monthly_budget_usd   = 300
                        table_expiry_days    = 3650
                        archive_expiry_days  = 365
                        crawler_schedule     = "cron(15 3 * * ? *)"
                        on_destroy           = "delete"
                        autoscaling          = true
                        start_on_deploy      = false
                        initial_rules        = "%s"
                        """
                                .formatted(files.resolve("../../config/rules-local.json"))),
                Named.of(
                        "with devices of others and a rotation",
                        """
                        certificate_generations   = { "irrigation-gateway-001" = [1, 2] }
                        existing_certificate_arns = { "irrigation-gateway-000" = "%s" }
                        """
                                .formatted(elsewhere)));
    }

    @ParameterizedTest
    @MethodSource("environments")
    void nothingIsLeftToSay(String variables, @TempDir Path work) throws IOException {
        Path jobJar = Files.writeString(work.resolve("pythoflow-job.jar"), "job");
        Path handlersJar = Files.writeString(work.resolve("infra-handlers.jar"), "handlers");
        Path output = work.resolve("out");

        InfraApp.build(
                        InfraConfigReader.read("test.tfvars", variables, work),
                        new Artifacts(jobJar, handlersJar),
                        output)
                .synth();

        assertThat(violations(output)).isEmpty();
        assertThat(warnings(output)).isEmpty();
    }

    /** What CDK's constructs say of their use; the command line prints it with every deploy. */
    private static List<String> warnings(Path output) throws IOException {
        List<String> warnings = new ArrayList<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".metadata.json")).toList()) {
                JSON.readTree(file.toFile())
                        .forEach(
                                messages ->
                                        messages.forEach(
                                                message -> {
                                                    String type = message.path("type").asText();
                                                    if (type.equals("aws:cdk:warning")
                                                            || type.equals("aws:cdk:error")) {
                                                        warnings.add(message.path("data").asText());
                                                    }
                                                }));
            }
        }
        return warnings;
    }

    private static List<JsonNode> violations(Path output) throws IOException {
        JsonNode report = JSON.readTree(output.resolve("validation-report.json").toFile());
        assertThat(report.path("pluginReports")).isNotEmpty();
        List<JsonNode> violations = new ArrayList<>();
        report.path("pluginReports")
                .forEach(plugin -> plugin.path("violations").forEach(violations::add));
        return violations;
    }
}
