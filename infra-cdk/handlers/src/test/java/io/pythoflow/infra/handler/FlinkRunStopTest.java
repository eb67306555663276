package io.pythoflow.infra.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.DELETING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.FORCE_STOPPING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.READY;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.RUNNING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.STARTING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus.STOPPING;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.OperationStatus.FAILED;
import static software.amazon.awssdk.services.kinesisanalyticsv2.model.OperationStatus.IN_PROGRESS;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InvalidApplicationConfigurationException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InvalidRequestException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.KinesisAnalyticsV2Exception;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.StopApplicationRequest;

/** Delete of {@code Custom::FlinkRun}, from the event to the answer. */
class FlinkRunStopTest {

    private static final Map<String, String> PROPERTIES =
            Map.of("ApplicationName", FakeFlink.APPLICATION);

    private final ManualLambda lambda = new ManualLambda();
    private final FakeFlink flink = new FakeFlink();

    @Test
    void stopsWithASnapshotAndWaitsUntilItIsReady() throws IOException {
        flink.is(RUNNING, STOPPING, STOPPING, READY);

        delete();

        assertThat(forced()).containsExactly(false);
        assertSuccess();
        assertThat(lambda.passed()).isEqualTo(Duration.ofSeconds(45));
    }

    @Test
    void leavesWhatDoesNotRun() throws IOException {
        flink.is(READY);
        delete();
        assertThat(flink.stops).isEmpty();
        assertSuccess();
    }

    @Test
    void anApplicationThatIsGoneIsStopped() throws IOException {
        delete();
        assertSuccess();
    }

    @Test
    void anApplicationThatGoesWhileItIsStoppedIsStopped() throws IOException {
        flink.is(RUNNING)
                .refuses(ResourceNotFoundException.builder().message("No application").build());
        delete();
        assertSuccess();
    }

    @Test
    void waitsForADeletionThatGoesOn() throws IOException {
        flink.is(DELETING, DELETING, READY);
        delete();
        assertThat(flink.stops).isEmpty();
        assertSuccess();
    }

    @Test
    void waitsForAStartToEndSoThatItCanStopWithASnapshot() throws IOException {
        flink.is(STARTING, STARTING, RUNNING, STOPPING, READY);
        delete();
        assertThat(forced()).containsExactly(false);
        assertSuccess();
    }

    @ParameterizedTest
    @EnumSource(names = {"STARTING", "UPDATING", "AUTOSCALING"})
    void forcesWhatDoesNotSettle(ApplicationStatus status) throws IOException {
        flink.is(
                then(Collections.nCopies(FlinkStop.MAX_MOVING + 1, status), FORCE_STOPPING, READY));

        delete();

        assertThat(forced()).containsExactly(true);
        assertSuccess();
        assertThat(lambda.logged).anyMatch(line -> line.contains("without a snapshot"));
    }

    @Test
    void forcesAStopThatDoesNotEnd() throws IOException {
        List<ApplicationStatus> statuses = new ArrayList<>(List.of(RUNNING));
        statuses.addAll(Collections.nCopies(FlinkStop.MAX_STOPPING + 1, STOPPING));
        flink.is(then(statuses, FORCE_STOPPING, READY));

        delete();

        assertThat(forced()).containsExactly(false, true);
        assertSuccess();
    }

    @Test
    void forcesWhatRunsOnAfterItsSnapshotFailed() throws IOException {
        flink.is(RUNNING, STOPPING, RUNNING, RUNNING, FORCE_STOPPING, READY)
                .operation("stop-1", "StopApplication", FAILED, ManualLambda.START, "Snapshot");
        delete();
        assertThat(forced()).containsExactly(false, true);
        assertSuccess();
    }

    @Test
    void aStopThatHasNotShownYetIsWaitedFor() throws IOException {
        flink.is(RUNNING, RUNNING, STOPPING, READY)
                .operation("stop-1", "StopApplication", IN_PROGRESS, ManualLambda.START, null);
        delete();
        assertThat(forced()).containsExactly(false);
        assertSuccess();
    }

    @Test
    void forcesWhatRunsOnAndOfWhoseStopTheServiceKnowsNothing() throws IOException {
        flink.is(RUNNING, RUNNING, RUNNING, FORCE_STOPPING, READY);
        delete();
        assertThat(forced()).containsExactly(false, true);
        assertSuccess();
    }

    @Test
    void forcesWhatCannotBeStoppedWithASnapshot() throws IOException {
        flink.is(RUNNING, FORCE_STOPPING, READY)
                .refuses(
                        InvalidApplicationConfigurationException.builder()
                                .message("Cannot take a snapshot")
                                .build());
        delete();
        assertThat(forced()).containsExactly(false, true);
        assertSuccess();
    }

    @Test
    void stopsAgainLaterWhatIsInUse() throws IOException {
        flink.is(RUNNING, RUNNING, STOPPING, READY)
                .refuses(ResourceInUseException.builder().message("In use").build());
        delete();
        assertThat(forced()).containsExactly(false, false);
        assertSuccess();
    }

    @Test
    void forcesWhatStaysInUse() throws IOException {
        flink.is(then(Collections.nCopies(FlinkStop.MAX_MOVING + 2, RUNNING), READY));
        for (int i = 0; i <= FlinkStop.MAX_MOVING + 1; i++) {
            flink.refuses(ResourceInUseException.builder().message("In use").build());
        }

        delete();

        assertThat(forced()).hasSize(FlinkStop.MAX_MOVING + 3).contains(true);
        assertSuccess();
    }

    @Test
    void whatCannotBeForcedEitherIsAFailureWithItsReason() throws IOException {
        flink.is(RUNNING)
                .refuses(InvalidRequestException.builder().message("No snapshot").build())
                .refuses(KinesisAnalyticsV2Exception.builder().message("not authorized").build());
        delete();
        assertThat(lambda.answer())
                .containsEntry("Status", "FAILED")
                .containsEntry("PhysicalResourceId", "flink:pythoflow-dev");
        assertThat(Objects.requireNonNull(lambda.answer().get("Reason")).toString())
                .startsWith("not authorized");
    }

    @Test
    void stopsWhatAFailedCreateLeftStarting() throws IOException {
        flink.is(STARTING);
        Map<String, String> properties =
                Map.of(
                        "ApplicationName",
                        FakeFlink.APPLICATION,
                        "CodeKey",
                        "a",
                        "AllowNonRestoredState",
                        "false",
                        "StartOnDeploy",
                        "true");
        lambda.runToTheEnd(
                new FlinkRunHandler(flink, lambda.platform()), Requests.create(properties).text());
        String left = (String) Objects.requireNonNull(lambda.answer().get("PhysicalResourceId"));

        lambda.bodies.clear();
        flink.is(then(Collections.nCopies(FlinkStop.MAX_MOVING + 1, STARTING), READY));
        lambda.run(
                new FlinkRunHandler(flink, lambda.platform()),
                Requests.delete(left, properties).text());

        assertThat(forced()).containsExactly(true);
        assertSuccess();
    }

    private void delete() throws IOException {
        lambda.runToTheEnd(
                new FlinkRunHandler(flink, lambda.platform()),
                Requests.delete("flink:pythoflow-dev", PROPERTIES).text());
    }

    private List<Boolean> forced() {
        return flink.stops.stream()
                .map(StopApplicationRequest::force)
                .map(Boolean.TRUE::equals)
                .toList();
    }

    private void assertSuccess() {
        assertThat(lambda.answer())
                .containsEntry("Status", "SUCCESS")
                .containsEntry("PhysicalResourceId", "flink:pythoflow-dev");
    }

    private static ApplicationStatus[] then(
            List<ApplicationStatus> first, ApplicationStatus... rest) {
        List<ApplicationStatus> all = new ArrayList<>(first);
        all.addAll(List.of(rest));
        return all.toArray(new ApplicationStatus[0]);
    }
}
