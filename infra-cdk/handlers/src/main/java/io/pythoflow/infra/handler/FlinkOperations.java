package io.pythoflow.infra.handler;

import java.time.Instant;
import java.util.Comparator;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationOperationInfo;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationOperationInfoDetails;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.OperationStatus;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceNotFoundException;

/**
 * What became of the operations on one application: its starts, stops and updates.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_ListApplicationOperations.html">ListApplicationOperations</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/managed-flink/latest/apiv2/API_DescribeApplicationOperation.html">DescribeApplicationOperation</a>
 */
final class FlinkOperations {

    private final KinesisAnalyticsV2Client flink;
    private final String application;

    FlinkOperations(KinesisAnalyticsV2Client flink, String application) {
        this.flink = flink;
        this.application = application;
    }

    /** Whether the operation with this id has not ended; false where the service knows of none. */
    boolean isInProgress(String operationId) {
        try {
            return !operationId.isEmpty()
                    && details(operationId).operationStatus() == OperationStatus.IN_PROGRESS;
        } catch (ResourceNotFoundException e) {
            return false;
        }
    }

    /**
     * Whether the newest update began since then and failed: what runs is not what was deployed.
     */
    boolean updateFailedSince(Instant since) {
        // The page does not say in which order they come.
        return flink
                .listApplicationOperationsPaginator(
                        call -> call.applicationName(application).operation("UpdateApplication"))
                .applicationOperationInfoList()
                .stream()
                .max(Comparator.comparing(ApplicationOperationInfo::startTime))
                .filter(update -> !update.startTime().isBefore(since))
                .filter(update -> update.operationStatus() == OperationStatus.FAILED)
                .isPresent();
    }

    /**
     * Why the newest operation that failed did so, and where to read on. It explains a failure that
     * is established already, so a call that fails itself is only said to have failed.
     */
    String failure() {
        try {
            return flink
                    .listApplicationOperationsPaginator(
                            call ->
                                    call.applicationName(application)
                                            .operationStatus(OperationStatus.FAILED))
                    .applicationOperationInfoList()
                    .stream()
                    .max(Comparator.comparing(ApplicationOperationInfo::startTime))
                    .map(this::failure)
                    .orElse("The service knows of no operation that failed. ");
        } catch (SdkException e) {
            return "Its operations cannot be read: " + Reasons.of(e) + ". ";
        }
    }

    private String failure(ApplicationOperationInfo operation) {
        ApplicationOperationInfoDetails details = details(operation.operationId());
        String error =
                details.operationFailureDetails() == null
                                || details.operationFailureDetails().errorInfo() == null
                        ? "no cause is named"
                        : details.operationFailureDetails().errorInfo().errorString();
        return "%s (operation %s) failed: %s. "
                .formatted(operation.operation(), operation.operationId(), error);
    }

    private ApplicationOperationInfoDetails details(String operationId) {
        return flink.describeApplicationOperation(
                        call -> call.applicationName(application).operationId(operationId))
                .applicationOperationInfoDetails();
    }
}
