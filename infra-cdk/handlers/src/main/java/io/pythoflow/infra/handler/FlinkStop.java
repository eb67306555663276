package io.pythoflow.infra.handler;

import io.pythoflow.infra.handler.ResourceWork.Done;
import io.pythoflow.infra.handler.ResourceWork.Later;
import io.pythoflow.infra.handler.ResourceWork.Step;
import java.time.Duration;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ConcurrentModificationException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InvalidApplicationConfigurationException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.InvalidRequestException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceNotFoundException;

/**
 * Brings an application to {@code READY} before CloudFormation deletes it and the network that it
 * is attached to. It stops with a snapshot, with which the job commits what it holds; where that
 * does not come to an end, or the application is in no state to be stopped so, by force.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_StopApplication.html">StopApplication</a>
 */
final class FlinkStop {

    static final Duration PAUSE = Duration.ofSeconds(15);

    /** Five minutes for a start or an update to end: only a running job can be stopped properly. */
    static final int MAX_MOVING = 20;

    /** Ten minutes for the snapshot. */
    static final int MAX_STOPPING = 40;

    private static final String MOVING = "moving";
    private static final String STOPPING = "stopping";

    /** Id of the stop that this request began. */
    private static final String STOPPED = "stopped";

    private static final String FORCED = "forced";

    private final KinesisAnalyticsV2Client flink;
    private final ResourceRequest request;
    private final Progress progress;
    private final String application;

    FlinkStop(KinesisAnalyticsV2Client flink, ResourceRequest request, String application) {
        this.flink = flink;
        this.request = request;
        this.application = application;
        progress = request.progress();
    }

    Step look() {
        try {
            ApplicationStatus status =
                    flink.describeApplication(call -> call.applicationName(application))
                            .applicationDetail()
                            .applicationStatus();
            return switch (status) {
                case READY -> done();
                case RUNNING, ROLLED_BACK -> running();
                case STARTING, UPDATING, AUTOSCALING ->
                        waitOrForce(status, MOVING, MAX_MOVING, "it did not settle");
                case STOPPING ->
                        waitOrForce(status, STOPPING, MAX_STOPPING, "it did not stop by itself");
                case FORCE_STOPPING, DELETING, ROLLING_BACK, MAINTENANCE, UNKNOWN_TO_SDK_VERSION ->
                        later(status.toString(), progress);
            };
        } catch (ResourceNotFoundException e) {
            return done();
        }
    }

    private Step running() {
        String stopped = progress.find(STOPPED);
        if (progress.has(FORCED)) {
            return later("RUNNING", progress);
        }
        if (stopped == null) {
            return stop();
        }
        if (new FlinkOperations(flink, application).isInProgress(stopped)) {
            return later("RUNNING", progress);
        }
        return force("it went on running after it was stopped");
    }

    private Step waitOrForce(ApplicationStatus status, String name, int most, String problem) {
        if (progress.has(FORCED) || progress.count(name) < most) {
            return later(status.toString(), progress.counted(name));
        }
        return force(problem);
    }

    private Step stop() {
        try {
            String operation =
                    flink.stopApplication(call -> call.applicationName(application)).operationId();
            return later(
                    "told to stop", progress.with(STOPPED, operation == null ? "" : operation));
        } catch (ResourceInUseException | ConcurrentModificationException e) {
            if (progress.count(MOVING) < MAX_MOVING) {
                return later(Reasons.of(e), progress.counted(MOVING));
            }
            return force(Reasons.of(e));
        } catch (InvalidApplicationConfigurationException
                | InvalidArgumentException
                | InvalidRequestException e) {
            return force(Reasons.of(e));
        }
    }

    private Step force(String problem) {
        try {
            flink.stopApplication(call -> call.applicationName(application).force(true));
            return later(
                    "stopped by force, without a snapshot (" + problem + ")",
                    progress.with(FORCED, "true"));
        } catch (ResourceInUseException | ConcurrentModificationException e) {
            return later(Reasons.of(e), progress);
        }
    }

    private Later later(String state, Progress next) {
        return new Later(PAUSE, "application %s, %s, is READY".formatted(application, state), next);
    }

    private Done done() {
        return new Done(request.physicalId());
    }
}
