package io.pythoflow.job.control;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.codec.ControlDecoder;
import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.InvalidPayloadException;
import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.SystemUpdate;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.testing.Broker;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.Lake;
import io.pythoflow.job.testing.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Everything around a job that controls valves: a broker, a lake, sensors, and the operator, who
 * publishes rules and hears the alerts. The job runs in a process of its own, with times as short
 * as settings allow.
 */
final class ControlScene implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String SETTINGS =
            """
            [{"PropertyGroupId": "control", "PropertyMap": {
                "control.mode": "act",
                "control.decision.interval": "1 s",
                "control.gateway.silence": "5 s",
                "control.ack.timeout": "3 s",
                "control.command.validity": "%s"}}]
            """;

    /**
     * Thirsty below 22, watered for three seconds, content above 25. The rest is for a test to say
     * that the soil is wet now.
     */
    private static final String DEFAULTS =
            """
            {"crop": "lettuce", "soil": "loam", "area_m2": 10, "flow_l_min": 60, "efficiency": 1,
             "time_zone": "UTC",
             "demand": {"by": "moisture", "metric": "soil_moisture", "low": 22, "high": 25,
                        "confirmations": 1, "fixed_run_s": 3},
             "limits": {"min_run_s": 1, "max_run_s": 60, "min_rest_s": 5}}
            """;

    private final Path folder;
    private final Broker broker;
    private final Lake lake;
    private final RawClient operator;
    private final List<Alert> alerts = new CopyOnWriteArrayList<>();
    private long rulesVersion;
    private long readings;

    private ControlScene(Path folder) throws IOException {
        this.folder = folder;
        broker = Broker.start(folder);
        lake = new Lake(folder.resolve("lake"));
        operator = RawClient.connect(broker.url(), "operator", this::hear);
        operator.subscribe(Topics.SYSTEM_UPDATES);
    }

    static ControlScene start(Path folder) throws IOException {
        return new ControlScene(folder);
    }

    private void hear(RawClient.Message message) {
        if (message.text().contains("pythoflow.alert/1")) {
            try {
                alerts.add(new ControlDecoder(DecodeLimits.defaults()).alert(message.payload()));
            } catch (InvalidPayloadException e) {
                throw new IllegalStateException("Not an alert: " + message.text(), e);
            }
        }
    }

    String brokerUrl() {
        return broker.url();
    }

    Lake lake() {
        return lake;
    }

    /** Where checkpoints and savepoints lie. */
    Path state() {
        return folder.resolve("state");
    }

    /**
     * Starts the job.
     *
     * @param commandValidity of openings; a valve of protocol original is busy for as long
     */
    JavaProcess job(String name, String commandValidity, String... options) throws IOException {
        Path settings = folder.resolve(name + ".json");
        Files.writeString(settings, SETTINGS.formatted(commandValidity));
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "--properties",
                                settings.toString(),
                                "--broker",
                                broker.url(),
                                "--lake",
                                lake.root().toString(),
                                "--state",
                                state().toString(),
                                "--checkpoint-interval",
                                "1 s",
                                "--checkpoint-pause",
                                "100 ms"));
        arguments.addAll(List.of(options));
        return JavaProcess.localRun(
                folder.resolve(name + ".log"), arguments.toArray(String[]::new));
    }

    /** Of a device of protocol v1, the sensor and the zone that have the same name. */
    static String zone(String name) {
        return zone(name, "\"device\": {\"id\": \"%s\", \"protocol\": \"v1\"}".formatted(name));
    }

    /** A zone with a sensor of the same name. */
    static String zone(String name, String members) {
        return "\"%1$s\": {\"sensors\": [\"%1$s\"], %2$s}".formatted(name, members);
    }

    /** A whole document. */
    static String rules(String... zones) {
        return "{\"schema\": \"pythoflow.rules/1\", \"defaults\": %s, \"zones\": {%s}}"
                .formatted(DEFAULTS, List.of(zones).stream().collect(Collectors.joining(", ")));
    }

    /** The same document with the emergency stop pressed. */
    static String stopped(String document) {
        return "{\"emergency_stop\": true, " + document.strip().substring(1);
    }

    /** Publishes and retains a whole document under the next version. */
    void publishRules(String document) throws IOException {
        operator.publishRetained(
                Topics.SYSTEM_UPDATES,
                update(SystemUpdate.Type.RULES, SystemUpdate.Mode.REPLACE, document));
    }

    /** Publishes a part under the next version; the whole is not retained. */
    void publishPart(String part) throws IOException {
        operator.publish(
                Topics.SYSTEM_UPDATES,
                update(SystemUpdate.Type.RULES, SystemUpdate.Mode.MERGE, part));
    }

    private byte[] update(SystemUpdate.Type type, SystemUpdate.Mode mode, String payload) {
        rulesVersion++;
        long now = System.currentTimeMillis();
        return new MessageEncoder()
                .systemUpdate(
                        new SystemUpdate(
                                "update-" + rulesVersion,
                                rulesVersion,
                                now,
                                now,
                                SystemUpdate.ALL_ZONES,
                                type,
                                mode,
                                payload));
    }

    /** Of the document published last. */
    long rulesVersion() {
        return rulesVersion;
    }

    /** The version published last was refused. */
    void takeBackVersion() {
        rulesVersion--;
    }

    /** Publishes anything, as anybody. */
    void publish(String topic, byte[] payload) throws IOException {
        operator.publish(topic, payload);
    }

    /** A reading below all thresholds. */
    void dry(String sensor) throws IOException {
        measure(sensor, 18);
    }

    /** A reading above all thresholds. */
    void wet(String sensor) throws IOException {
        measure(sensor, 27);
    }

    /** A reading of soil moisture; no two are equal. */
    void measure(String sensor, double moisture) throws IOException {
        readings++;
        operator.publish(
                Topics.sensorData(sensor),
                "{\"sensor_id\": \"%s\", \"ts\": %d, \"message_id\": \"m-%d\", \"values\": {\"soil_moisture\": {\"v\": %.1f, \"u\": \"%%VWC\"}}}"
                        .formatted(sensor, System.currentTimeMillis(), readings, moisture)
                        .getBytes(UTF_8));
    }

    /** Every alert so far. */
    List<Alert> alerts() {
        return List.copyOf(alerts);
    }

    /** The alerts of a kind so far. */
    List<Alert> alerts(Alert.Code code, Alert.State state) {
        return alerts.stream().filter(one -> one.code() == code && one.state() == state).toList();
    }

    void awaitAlert(Alert.Code code, Alert.State state) {
        await("alert %s %s, logs in %s".formatted(code, state, folder))
                .atMost(PATIENCE)
                .until(() -> !alerts(code, state).isEmpty());
    }

    /** Rows of {@code irrigation_decisions} that a condition holds for. */
    long decisions(String condition) {
        return lake.count("SELECT count(*) FROM {irrigation_decisions} WHERE " + condition);
    }

    void awaitDecision(String condition) {
        await("a decision with %s, logs in %s".formatted(condition, folder))
                .atMost(PATIENCE)
                .until(() -> decisions(condition) > 0);
    }

    /**
     * Waits until the rules published last are in force wherever the job looks at them: a reading
     * that comes before is nobody's, and no other may follow in a test. The row of a decision by
     * them is visible after a checkpoint, which came to everybody behind the rules.
     */
    void awaitRulesInForce() {
        awaitDecision("rules_version = " + rulesVersion);
    }

    @Override
    public void close() throws IOException {
        operator.close();
        broker.close();
    }
}
