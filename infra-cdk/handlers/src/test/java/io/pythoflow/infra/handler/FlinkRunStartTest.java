package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.FORCE_STOPPING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.READY;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.ROLLING_BACK;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.RUNNING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.STARTING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.STOPPING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.UPDATING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.OperationStatus.FAILED;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.OperationStatus.IN_PROGRESS;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.OperationStatus.SUCCESSFUL;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationRestoreType;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InvalidApplicationConfigurationException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.KinesisAnalyticsV2Exception;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceInUseException;

/** Create and Update of {@code Custom::FlinkRun}, from the event to the answer. */
class FlinkRunStartTest {

    private static final Instant EARLIER = ManualLambda.START.minus(Duration.ofMinutes(10));
    private static final Map<String, String> PROPERTIES =
            Map.of(
                    "ApplicationName",
                    FakeFlink.APPLICATION,
                    "CodeKey",
                    FakeFlink.CODE,
                    "Configuration",
                    "abc",
                    "AllowNonRestoredState",
                    "false",
                    "StartOnDeploy",
                    "true");

    private final ManualLambda lambda = new ManualLambda();
    private final FakeFlink flink = new FakeFlink();

    @Test
    void startsANewApplicationAndWaitsUntilItRuns() throws IOException {
        flink.is(READY, STARTING, STARTING, RUNNING);

        create(PROPERTIES);

        assertThat(flink.starts).hasSize(1);
        assertThat(flink.starts.get(0).applicationName()).isEqualTo(FakeFlink.APPLICATION);
        assertThat(
                        flink.starts
                                .get(0)
                                .runConfiguration()
                                .applicationRestoreConfiguration()
                                .applicationRestoreType())
                .isEqualTo(ApplicationRestoreType.RESTORE_FROM_LATEST_SNAPSHOT);
        assertThat(allowNonRestoredState()).isFalse();
        assertSuccess();
        assertThat(lambda.passed()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void allowsNonRestoredStateWhereCloudFormationSaysTrue() throws IOException {
        flink.is(READY, RUNNING);

        create(with("AllowNonRestoredState", "true"));

        assertThat(allowNonRestoredState()).isTrue();
        assertSuccess();
    }

    @Test
    void leavesTheApplicationAloneWhereCloudFormationSaysFalse() throws IOException {
        create(with("StartOnDeploy", "false"));

        assertThat(flink.starts).isEmpty();
        assertSuccess();
    }

    @Test
    void refusesABooleanThatIsNone() throws IOException {
        create(with("StartOnDeploy", "no"));

        assertFailure("Property StartOnDeploy must be true or false: no");
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "UPDATING", "AUTOSCALING", "ROLLING_BACK", "MAINTENANCE"})
    void waitsForWhatGoesOnAlready(ApplicationStatus status) throws IOException {
        flink.is(status, status, RUNNING);

        update(PROPERTIES);

        assertThat(flink.starts).isEmpty();
        assertSuccess();
    }

    @Test
    void waitsForAStopAndStartsThen() throws IOException {
        flink.is(STOPPING, FORCE_STOPPING, READY, STARTING, RUNNING);

        update(PROPERTIES);

        assertThat(flink.starts).hasSize(1);
        assertSuccess();
    }

    @Test
    void startsAgainLaterWhatIsInUse() throws IOException {
        flink.is(READY, READY, STARTING, RUNNING)
                .refuses(ResourceInUseException.builder().message("In use").build());

        create(PROPERTIES);

        assertThat(flink.starts).hasSize(2);
        assertSuccess();
    }

    @Test
    void aStartThatHasNotShownYetIsNoFailure() throws IOException {
        flink.is(READY, READY, STARTING, RUNNING)
                .operation("start-1", "StartApplication", IN_PROGRESS, ManualLambda.START, null);

        create(PROPERTIES);

        assertThat(flink.starts).hasSize(1);
        assertSuccess();
    }

    @Test
    void aStartThatEndsAsReadyFailsWithWhatTheServiceSays() throws IOException {
        flink.is(READY, STARTING, READY)
                .operation("start-0", "StartApplication", FAILED, EARLIER, "An older error")
                .operation(
                        "start-1",
                        "StartApplication",
                        FAILED,
                        ManualLambda.START,
                        "Cannot map savepoint state to the new program")
                .operation("update-0", "UpdateApplication", FAILED, EARLIER, "An older error");

        create(PROPERTIES);

        assertThat(flink.starts).hasSize(1);
        assertFailure(
                "Application pythoflow-dev is READY instead of RUNNING. StartApplication (operation start-1)"
                        + " failed: Cannot map savepoint state to the new program. Look for the first"
                        + " exception in the application's log stream (log stream");
        assertThat(lambda.answer()).containsEntry("PhysicalResourceId", "flink:pythoflow-dev");
    }

    @Test
    void aFailureOfWhichTheServiceSaysNothingSaysSo() throws IOException {
        flink.is(READY, STARTING, READY)
                .operation("start-1", "StartApplication", FAILED, ManualLambda.START, null);
        create(PROPERTIES);
        assertFailure("failed: no cause is named");
    }

    @Test
    void aFailureWhoseOperationsCannotBeReadIsStillAnswered() throws IOException {
        flink.is(READY, STARTING, READY)
                .operation("start-1", "StartApplication", FAILED, ManualLambda.START, null);
        flink.operationsFailure =
                KinesisAnalyticsV2Exception.builder().message("not authorized").build();
        create(PROPERTIES);
        assertFailure("READY instead of RUNNING. Its operations cannot be read: not authorized.");
    }

    @Test
    void aStopWhileItStartsIsAFailure() throws IOException {
        flink.is(READY, STARTING, FORCE_STOPPING);
        create(PROPERTIES);
        assertFailure("is FORCE_STOPPING instead of RUNNING. The service knows of no operation");
    }

    @Test
    void anUpdateThatEndsAsReadyIsAFailureAndNotStartedAgain() throws IOException {
        flink.is(UPDATING, ROLLING_BACK, READY)
                .operation("u-1", "UpdateApplication", FAILED, EARLIER, "NullPointerException");

        update(PROPERTIES);

        assertThat(flink.starts).isEmpty();
        assertFailure("is READY instead of RUNNING. UpdateApplication (operation u-1) failed:");
    }

    @ParameterizedTest
    @EnumSource(names = {"ROLLED_BACK", "DELETING"})
    void neverRunsFromThere(ApplicationStatus status) throws IOException {
        flink.is(UPDATING, status);
        update(PROPERTIES);
        assertFailure("is " + status + " instead of RUNNING.");
    }

    @Test
    void runningTheCodeFromBeforeIsAFailure() throws IOException {
        flink.is(UPDATING, RUNNING)
                .operation("u-1", "UpdateApplication", FAILED, EARLIER, "No main class");
        flink.codeKey = "assets/old.jar";

        update(PROPERTIES);

        assertFailure(
                "runs the code assets/old.jar instead of assets/new.jar: the service went back to the"
                        + " version before. UpdateApplication (operation u-1) failed: No main class.");
    }

    @Test
    void runningAfterAnUpdateThatFailedIsAFailureThoughTheCodeIsTheSame() throws IOException {
        flink.is(RUNNING)
                .operation("u-1", "UpdateApplication", FAILED, EARLIER, "No such subnet")
                .operation(
                        "u-0",
                        "UpdateApplication",
                        SUCCESSFUL,
                        EARLIER.minus(Duration.ofMinutes(5)),
                        null);

        update(PROPERTIES);

        assertFailure("runs as it was before the update. UpdateApplication (operation u-1) failed");
    }

    @Test
    void anUpdateThatWentWellAfterOneThatFailedIsGood() throws IOException {
        flink.is(RUNNING)
                .operation("u-2", "UpdateApplication", SUCCESSFUL, EARLIER, null)
                .operation(
                        "u-1",
                        "UpdateApplication",
                        FAILED,
                        EARLIER.minus(Duration.ofMinutes(5)),
                        "No such subnet");
        update(PROPERTIES);
        assertSuccess();
    }

    @Test
    void anUpdateThatFailedLongAgoIsNoneOfThisDeployment() throws IOException {
        flink.is(RUNNING)
                .operation(
                        "u-1",
                        "UpdateApplication",
                        FAILED,
                        ManualLambda.START.minus(FlinkStart.DEPLOYMENT).minusSeconds(1),
                        "No such subnet");
        update(PROPERTIES);
        assertSuccess();
    }

    @Test
    void anApplicationThatDoesNotExistIsAFailure() throws IOException {
        create(PROPERTIES);
        assertFailure("Application pythoflow-dev does not exist");
    }

    @Test
    void whatTheServiceRefusesIsAnsweredAsItSaysIt() throws IOException {
        flink.is(READY)
                .refuses(
                        InvalidApplicationConfigurationException.builder()
                                .message("Please check the role provided")
                                .build());
        create(PROPERTIES);
        assertFailure("Please check the role provided");
    }

    @Test
    void aStartThatNeverEndsIsGivenUpInTime() throws IOException {
        flink.is(READY, STARTING);

        lambda.runToTheEnd(handler(), Requests.create(PROPERTIES).text());

        assertThat(flink.starts).hasSize(1);
        assertThat(lambda.invoked).hasSize(4);
        assertThat(lambda.passed()).isLessThanOrEqualTo(Duration.ofMinutes(55));
        assertFailure(
                "Gave up after 55 minutes of waiting until application pythoflow-dev, STARTING");
        assertThat(lambda.answer()).containsEntry("PhysicalResourceId", "flink:pythoflow-dev");
    }

    @Test
    void whatWasStartedInAnEarlierInvocationIsRemembered() throws IOException {
        lambda.timeout = Duration.ofMinutes(2);
        flink.is(READY, READY)
                .operation("start-1", "StartApplication", FAILED, ManualLambda.START, "No jar");

        lambda.runToTheEnd(handler(), Requests.create(PROPERTIES).text());

        assertThat(lambda.invoked).hasSize(1);
        assertThat(flink.starts).hasSize(1);
        assertFailure("failed: No jar.");
    }

    private void create(Map<String, String> properties) throws IOException {
        lambda.run(handler(), Requests.create(properties).text());
    }

    private void update(Map<String, String> properties) throws IOException {
        lambda.run(
                handler(), Requests.update("flink:pythoflow-dev", properties, PROPERTIES).text());
    }

    private FlinkRunHandler handler() {
        return new FlinkRunHandler(flink, lambda.platform());
    }

    private boolean allowNonRestoredState() {
        return flink.starts
                .get(0)
                .runConfiguration()
                .flinkRunConfiguration()
                .allowNonRestoredState();
    }

    private void assertSuccess() {
        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", "flink:pythoflow-dev");
    }

    private void assertFailure(String reason) {
        assertThat(lambda.answer()).containsEntry("Status", "FAILED");
        assertThat(Objects.requireNonNull(lambda.answer().get("Reason")).toString())
                .contains(reason);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> properties = new HashMap<>(PROPERTIES);
        properties.put(name, value);
        return properties;
    }
}
