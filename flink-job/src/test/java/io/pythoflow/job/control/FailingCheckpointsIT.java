package io.pythoflow.job.control;

import static io.pythoflow.job.control.ControlScene.PATIENCE;
import static io.pythoflow.job.control.ControlScene.rules;
import static io.pythoflow.job.control.ControlScene.stopped;
import static io.pythoflow.job.control.ControlScene.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.payload.Command.Action;
import io.pythoflow.job.testing.JavaProcess;
import io.pythoflow.job.testing.TestDevice;
import io.pythoflow.job.testing.TestDevice.Manner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** While no checkpoint completes nothing opens, and everything that closes works as ever. */
class FailingCheckpointsIT {

    private static final String OPEN = "open";
    private static final String LEAKING = "leaking";
    private static final String THIRSTY = "thirsty";

    /** What the project promises for the CLOSE of a leak. */
    private static final long CLOSED_WITHIN_MILLIS = 2_000;

    /** How long a valve must be closed before flow means a leak. */
    private static final Duration SETTLED = Duration.ofSeconds(15);

    private static final String RULES = rules(longRun(OPEN), zone(LEAKING), zone(THIRSTY));

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private ControlScene scene;
    private TestDevice open;
    private TestDevice leaking;
    private TestDevice thirsty;

    private static String longRun(String name) {
        return zone(
                name,
                "\"device\": {\"id\": \"%s\", \"protocol\": \"v1\"}, \"demand\": {\"fixed_run_s\": 60}"
                        .formatted(name));
    }

    @BeforeEach
    void startScene() throws IOException {
        scene = ControlScene.start(folder);
        open = TestDevice.start(scene.brokerUrl(), OPEN, Manner.OBEYS);
        leaking = TestDevice.start(scene.brokerUrl(), LEAKING, Manner.OBEYS);
        thirsty = TestDevice.start(scene.brokerUrl(), THIRSTY, Manner.OBEYS);
        scene.publishRules(RULES);
    }

    @AfterEach
    void stopScene() throws IOException {
        open.close();
        leaking.close();
        thirsty.close();
        scene.close();
    }

    @Test
    void stopsAndClosesWhileCheckpointsFailAndForgetsWhatItDecidedMeanwhile() throws Exception {
        long resumedAt;
        try (JavaProcess job = scene.job("failing", "2 min")) {
            job.awaitSubscribed(4, PATIENCE);
            scene.awaitRulesInForce();
            scene.dry(OPEN);
            await().atMost(PATIENCE).until(open::isOpen);
            scene.awaitDecision("zone_id = 'leaking'");
            long settledAt = System.currentTimeMillis() + SETTLED.toMillis();
            FailingStore store = FailingStore.begin(scene.state());

            scene.dry(THIRSTY);
            job.awaitOutput("Zone thirsty opens", PATIENCE);
            await().atMost(PATIENCE).until(() -> System.currentTimeMillis() > settledAt);

            long leakedAt = System.currentTimeMillis();
            leaking.tellLeak(3.5);
            await().atMost(PATIENCE).until(() -> !leaking.received(Action.CLOSE).isEmpty());
            assertThat(leaking.received(Action.CLOSE).get(0).arrivedAt() - leakedAt)
                    .isLessThan(CLOSED_WITHIN_MILLIS);

            scene.publishRules(stopped(RULES));
            await().atMost(PATIENCE).until(() -> !open.received(Action.STOP_ALL).isEmpty());
            await().atMost(PATIENCE).until(() -> !leaking.received(Action.STOP_ALL).isEmpty());
            await().atMost(PATIENCE).until(() -> !thirsty.received(Action.STOP_ALL).isEmpty());
            assertThat(open.isOpen()).isFalse();
            assertThat(thirsty.received(Action.OPEN)).isEmpty();
            job.kill();
            job.awaitExit(PATIENCE);
            store.end();
        }

        resumedAt = System.currentTimeMillis();
        try (JavaProcess job = scene.job("resumed", "2 min", "--resume")) {
            job.awaitOutput("Resumed from", PATIENCE);
            scene.awaitAlert(Code.STATE_GAP, Alert.State.RAISED);
            await().atMost(PATIENCE).until(() -> thirsty.received(Action.STOP_ALL).size() >= 2);
            thirsty.tell();
            open.tell();
            scene.publishRules(RULES);
            await().atMost(PATIENCE).until(() -> !thirsty.received(Action.OPEN).isEmpty());
            Command opened = thirsty.received(Action.OPEN).get(0).command();
            assertThat(opened.issuedAt()).isGreaterThan(resumedAt);
            scene.awaitDecision(
                    "kind = 'evaluation' AND decision_id = '%s'".formatted(opened.decisionId()));
        }
        assertThat(open.openIds()).hasSize(1);
        assertThat(thirsty.openIds()).hasSize(1);
    }
}
