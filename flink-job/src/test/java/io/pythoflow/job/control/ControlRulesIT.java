package io.pythoflow.job.control;

import static io.pythoflow.job.control.ControlScene.PATIENCE;
import static io.pythoflow.job.control.ControlScene.rules;
import static io.pythoflow.job.control.ControlScene.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.job.testing.JavaProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Rules come from the broker, change while the job runs, and are refused whole. */
class ControlRulesIT {

    private static final String ZONE = "ruled";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void rulesBeginChangeAndAreRefusedWhileTheJobRuns() throws Exception {
        try (ControlScene scene = ControlScene.start(folder);
                JavaProcess job = scene.job("job", "5 s")) {
            job.awaitSubscribed(4, PATIENCE);
            scene.measure(ZONE, 30);
            await().atMost(PATIENCE)
                    .until(() -> scene.lake().count("SELECT count(*) FROM {readings}") == 1);
            await().atMost(PATIENCE).until(() -> metric(job, "rulesVersion") == -1);
            assertThat(scene.decisions("true")).isZero();

            scene.publishRules(rules(zone(ZONE)));
            scene.awaitRulesInForce();
            scene.measure(ZONE, 30);
            scene.awaitDecision("rules_version = 1 AND reason = 'demand'");

            scene.publishPart("{\"pause\": {\"reason\": \"harvest\"}}");
            scene.awaitDecision("rules_version = 2 AND reason = 'paused'");

            scene.publishPart("{\"zones\": {\"ruled\": {\"area_m2\": -1, \"soil\": \"cheese\"}}}");
            scene.awaitAlert(Code.RULES_REJECTED, Alert.State.RAISED);
            Alert refused = scene.alerts(Code.RULES_REJECTED, Alert.State.RAISED).get(0);
            assertThat(refused.message())
                    .contains("area_m2", "-1", "soil", "cheese", "version 2 is in force");
            scene.awaitDecision(
                    "rules_version = 2 AND epoch_ms(decided_at) > " + refused.timestamp());
            assertThat(scene.decisions("rules_version > 2")).isZero();
            assertThat(
                            scene.lake()
                                    .count(
                                            "SELECT count(*) FROM {gateway_events} WHERE kind = 'alert' AND code = 'rules_rejected'"))
                    .isEqualTo(1);
        }
    }

    /** The value of an operator's metric, as the web UI shows it. */
    private long metric(JavaProcess job, String name) throws Exception {
        String ui = first(job.output(), "Flink web UI\\s+(\\S+)");
        String id = first(get(ui + "/jobs"), "\"id\":\"(\\w+)\"");
        String vertices = get(ui + "/jobs/" + id);
        for (MatchResult vertex :
                Pattern.compile("\"id\":\"(\\w{32})\",\"slotSharingGroupId\"")
                        .matcher(vertices)
                        .results()
                        .toList()) {
            String metrics = ui + "/jobs/" + id + "/vertices/" + vertex.group(1) + "/metrics";
            for (MatchResult metric :
                    Pattern.compile("\"id\":\"(0\\.Rules\\." + name + ")\"")
                            .matcher(get(metrics))
                            .results()
                            .toList()) {
                return Long.parseLong(
                        first(get(metrics + "?get=" + metric.group(1)), "\"value\":\"(-?\\d+)\""));
            }
        }
        return Long.MIN_VALUE;
    }

    private String get(String uri) throws Exception {
        return http.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                .body();
    }

    private static String first(String text, String regex) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("No " + regex + " in " + text))
                .group(1);
    }
}
