package io.pythoflow.infra.handler;

import io.pythoflow.infra.handler.ResourceWork.Done;
import io.pythoflow.infra.handler.ResourceWork.Later;
import io.pythoflow.infra.handler.ResourceWork.Step;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationDetail;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationRestoreType;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.RunConfiguration;

/**
 * Brings an application to {@code RUNNING} after CloudFormation made or updated it.
 *
 * <p>It starts from the latest snapshot, which on the very first start does not exist: AWS's own
 * example starts a new application that way, and it begins without state.
 *
 * <p>{@code RUNNING} says that the service runs the job, not that the job stays up: one that fails
 * and restarts again and again is {@code RUNNING} too, as the page on rolling back describes, and
 * no call tells the difference. What the service does notice, a job that cannot be submitted or
 * restored, it ends as {@code READY} or, of an update, by going back to the version before: {@code
 * RUNNING} with other code than the deployed, or with a failed update, is therefore a failure. A
 * restarting job is for the alarm on restarts.
 *
 * @see <a href="https://docs.aws.amazon.com/managed-flink/latest/java/lambda-cfn-flink.html">Using
 *     CloudFormation with Managed Service for Apache Flink</a>
 * @see <a href="https://docs.aws.amazon.com/managed-flink/latest/java/rollback.html">Roll back
 *     application upgrades</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/managed-flink/latest/java/how-system-rollbacks.html">Enable
 *     system rollbacks</a>
 */
final class FlinkStart {

    static final Duration PAUSE = Duration.ofSeconds(15);

    /** An update that began longer ago is not of the deployment that is going on. */
    static final Duration DEPLOYMENT = Duration.ofHours(2);

    private static final ApplicationRestoreType LATEST =
            ApplicationRestoreType.RESTORE_FROM_LATEST_SNAPSHOT;

    /** Id of the operation that this request began. */
    private static final String STARTED = "started";

    /** Seen in a state that ends by itself: what follows is the outcome of this deployment. */
    private static final String MOVING = "moving";

    private static final String WHERE_TO_LOOK =
            "Look for the first exception in the application's log stream";

    private final KinesisAnalyticsV2Client flink;
    private final ResourceRequest request;
    private final String application;
    private final FlinkOperations operations;
    private final Instant now;

    FlinkStart(
            KinesisAnalyticsV2Client flink,
            ResourceRequest request,
            String application,
            Instant now) {
        this.now = now;
        this.flink = flink;
        this.request = request;
        this.application = application;
        operations = new FlinkOperations(flink, application);
    }

    Step look() {
        ApplicationDetail detail = describe();
        return switch (detail.applicationStatus()) {
            case RUNNING -> running(detail);
            case READY -> ready();
            case STARTING, UPDATING, AUTOSCALING, ROLLING_BACK, MAINTENANCE ->
                    later(detail, request.progress().with(MOVING, "true"));
            case STOPPING, FORCE_STOPPING -> stopping(detail);
            case ROLLED_BACK, DELETING -> throw failed(detail.applicationStatusAsString());
            case UNKNOWN_TO_SDK_VERSION -> later(detail, request.progress());
        };
    }

    private Step running(ApplicationDetail detail) {
        String deployed = request.properties().text("CodeKey");
        String running =
                detail.applicationConfigurationDescription()
                        .applicationCodeConfigurationDescription()
                        .codeContentDescription()
                        .s3ApplicationCodeLocationDescription()
                        .fileKey();
        if (!running.equals(deployed)) {
            throw new WorkFailure(
                    "Application %s runs the code %s instead of %s: the service went back to the version before. %s%s"
                            .formatted(
                                    application,
                                    running,
                                    deployed,
                                    operations.failure(),
                                    WHERE_TO_LOOK));
        }
        if (request.kind() == ResourceRequest.Kind.UPDATE
                && operations.updateFailedSince(now.minus(DEPLOYMENT))) {
            throw new WorkFailure(
                    "Application %s runs as it was before the update. %s%s"
                            .formatted(application, operations.failure(), WHERE_TO_LOOK));
        }
        return new Done(FlinkRun.id(application));
    }

    private Step ready() {
        String started = request.progress().find(STARTED);
        if (started == null) {
            if (request.progress().has(MOVING)) {
                throw failed("READY");
            }
            return start();
        }
        if (operations.isInProgress(started)) {
            return new Later(PAUSE, "application " + application + " starts", request.progress());
        }
        throw failed("READY");
    }

    private Step stopping(ApplicationDetail detail) {
        if (request.progress().has(STARTED) || request.progress().has(MOVING)) {
            throw failed(detail.applicationStatusAsString());
        }
        return later(detail, request.progress());
    }

    private Step start() {
        boolean allowNonRestoredState = request.properties().flag("AllowNonRestoredState");
        RunConfiguration run =
                RunConfiguration.builder()
                        .applicationRestoreConfiguration(
                                restore -> restore.applicationRestoreType(LATEST))
                        .flinkRunConfiguration(
                                job -> job.allowNonRestoredState(allowNonRestoredState))
                        .build();
        try {
            String operation =
                    flink.startApplication(
                                    call -> call.applicationName(application).runConfiguration(run))
                            .operationId();
            return new Later(
                    PAUSE,
                    "application " + application + ", just started, is RUNNING",
                    request.progress().with(STARTED, operation == null ? "" : operation));
        } catch (ResourceInUseException e) {
            return new Later(
                    PAUSE,
                    "application " + application + " can be started: " + Reasons.of(e),
                    request.progress());
        }
    }

    private ApplicationDetail describe() {
        try {
            return flink.describeApplication(call -> call.applicationName(application))
                    .applicationDetail();
        } catch (ResourceNotFoundException e) {
            throw new WorkFailure("Application " + application + " does not exist");
        }
    }

    private Later later(ApplicationDetail detail, Progress progress) {
        return new Later(
                PAUSE,
                "application %s, %s, is RUNNING"
                        .formatted(application, detail.applicationStatusAsString()),
                progress);
    }

    private WorkFailure failed(String status) {
        return new WorkFailure(
                "Application %s is %s instead of RUNNING. %s%s"
                        .formatted(application, status, operations.failure(), WHERE_TO_LOOK));
    }
}
