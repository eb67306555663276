package io.pythoflow.job.control;

import static io.pythoflow.job.control.ControlScene.PATIENCE;
import static io.pythoflow.job.control.ControlScene.rules;
import static io.pythoflow.job.control.ControlScene.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.TestDevice;
import io.pythoflow.job.testing.TestDevice.Manner;
import io.pythoflow.job.testing.TestDevice.Received;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Whatever state the job starts from, no decision opens a valve twice. */
class ControlRestartIT {

    private static final String VALIDITY = "2 min";
    private static final String WATERED = "watered";
    private static final String CUT_OFF = "cut-off";
    private static final String DRIED = "dried";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private ControlScene scene;

    @BeforeEach
    void startScene() throws IOException {
        scene = ControlScene.start(folder);
    }

    @AfterEach
    void stopScene() throws IOException {
        scene.close();
    }

    /** A run that outlasts the restart of a job on a slow machine. */
    private static String slowly(String name) {
        return zone(
                name,
                "\"device\": {\"id\": \"%s\", \"protocol\": \"v1\"}, \"demand\": {\"fixed_run_s\": 25}"
                        .formatted(name));
    }

    @Test
    void aJobKilledWhileValvesAreOpenOpensNoneAgainAndLearnsHowTheRunsEnded() throws Exception {
        scene.publishRules(rules(slowly(WATERED), zone(CUT_OFF), zone(DRIED)));
        try (TestDevice watered = TestDevice.start(scene.brokerUrl(), WATERED, Manner.OBEYS);
                TestDevice cutOff = TestDevice.start(scene.brokerUrl(), CUT_OFF, Manner.OBEYS);
                TestDevice dried = TestDevice.start(scene.brokerUrl(), DRIED, Manner.OBEYS)) {
            try (JavaProcess job = scene.job("killed", VALIDITY)) {
                job.awaitSubscribed(4, PATIENCE);
                scene.awaitRulesInForce();
                scene.dry(WATERED);
                await().atMost(PATIENCE).until(watered::isOpen);
                scene.awaitDecision("zone_id = 'watered' AND reason = 'valve_busy'");
                scene.dry(CUT_OFF);
                await().atMost(PATIENCE).until(() -> !cutOff.received(Action.OPEN).isEmpty());
                // Right behind the checkpoint: whether the commit is known to be done or not, the
                // OPEN is in that checkpoint, and may be published from it once more.
                job.kill();
                job.awaitExit(PATIENCE);
            }
            scene.dry(DRIED);

            try (JavaProcess job = scene.job("resumed", VALIDITY, "--resume")) {
                job.awaitOutput("Resumed from", PATIENCE);
                scene.awaitAlert(Code.STATE_GAP, Alert.State.RAISED);
                scene.awaitDecision(
                        "zone_id = 'dried' AND reason = 'valve_busy' AND explanation = 'what the valve does is not known since the restart'");
                assertThat(dried.received()).isEmpty();
                dried.tell();
                await().atMost(PATIENCE).until(() -> !dried.received(Action.OPEN).isEmpty());

                scene.wet(DRIED);
                scene.wet(CUT_OFF);
                assertThat(watered.isOpen()).isTrue();
                scene.wet(WATERED);
                scene.awaitDecision(
                        "zone_id = 'watered' AND outcome = 'aborted' AND outcome_detail = 'soil_wet'");
                scene.awaitDecision("zone_id = 'cut-off' AND outcome = 'completed'");
                scene.awaitDecision("zone_id = 'dried' AND kind = 'outcome'");
            }
            assertThat(watered.openIds()).hasSize(1);
            assertThat(cutOff.openIds()).hasSize(1);
            assertThat(dried.openIds()).hasSize(1);
            assertThat(cutOff.received(Action.OPEN))
                    .allMatch(copy -> hasBytesOf(copy, cutOff.received(Action.OPEN).get(0)));
            assertThat(scene.decisions("kind = 'outcome' AND zone_id = 'watered'")).isEqualTo(1);
            assertThat(scene.decisions("kind = 'outcome' AND zone_id = 'cut-off'")).isEqualTo(1);
            assertThat(
                            scene.lake()
                                    .count(
                                            "SELECT count(*) - count(DISTINCT decision_id) FROM {irrigation_decisions} WHERE kind = 'evaluation'"))
                    .isZero();
        }
    }

    private static boolean hasBytesOf(Received one, Received other) {
        return Arrays.equals(one.payload(), other.payload());
    }

    @Test
    void theSameSnapshotTwiceUsesNoIdTwiceAndOpensNothingByItself() throws Exception {
        scene.publishRules(rules(zone(WATERED)));
        try (TestDevice device = TestDevice.start(scene.brokerUrl(), WATERED, Manner.OBEYS)) {
            Path snapshot;
            try (JavaProcess job = scene.job("first", VALIDITY)) {
                job.awaitSubscribed(4, PATIENCE);
                scene.awaitRulesInForce();
                waterOnce(device, 1);
                job.terminate();
                job.awaitExit(PATIENCE);
                snapshot = savepoint();
            }
            // The second time it is older than what the job went on to do.
            resumeAndWater(snapshot, "once", device, 2);
            resumeAndWater(snapshot, "twice", device, 3);

            List<Received> openings = device.received(Action.OPEN);
            assertThat(openings).hasSize(3);
            assertThat(openings.stream().map(one -> one.command().decisionId()).distinct())
                    .hasSize(3);
            assertThat(scene.alerts(Code.STATE_GAP, Alert.State.RAISED)).hasSize(2);
        }
    }

    private void resumeAndWater(Path snapshot, String name, TestDevice device, int openings)
            throws Exception {
        try (JavaProcess job = scene.job(name, VALIDITY, "--resume-from", snapshot.toString())) {
            job.awaitSubscribed(4, PATIENCE);
            scene.dry(WATERED);
            await().atMost(PATIENCE)
                    .until(
                            () ->
                                    scene.alerts(Code.STATE_GAP, Alert.State.RAISED).size()
                                            == openings - 1);
            long resumedAt =
                    scene.alerts(Code.STATE_GAP, Alert.State.RAISED).get(openings - 2).timestamp();
            scene.awaitDecision(
                    "reason = 'valve_busy' AND moisture < 22 AND epoch_ms(decided_at) >= "
                            + resumedAt);
            assertThat(device.openIds()).hasSize(openings - 1);
            device.tell();
            waterOnce(device, openings);
        }
    }

    /** Dries the soil until the valve opens, and wets it when it has closed. */
    private void waterOnce(TestDevice device, int openings) throws IOException {
        scene.dry(WATERED);
        await().atMost(PATIENCE).until(() -> device.openIds().size() == openings);
        await().atMost(PATIENCE).until(() -> !device.isOpen());
        scene.wet(WATERED);
        await().atMost(PATIENCE).until(() -> scene.decisions("kind = 'outcome'") == openings);
    }

    private Path savepoint() throws IOException {
        try (Stream<Path> savepoints = Files.list(scene.state().resolve("savepoints"))) {
            return savepoints.findFirst().orElseThrow();
        }
    }
}
