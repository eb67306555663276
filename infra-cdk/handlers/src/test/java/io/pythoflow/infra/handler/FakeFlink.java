package io.pythoflow.infra.handler;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationOperationInfo;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationOperationInfoDetails;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ApplicationStatus;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.DescribeApplicationOperationRequest;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.DescribeApplicationOperationResponse;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.DescribeApplicationRequest;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.DescribeApplicationResponse;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ListApplicationOperationsRequest;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ListApplicationOperationsResponse;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.OperationStatus;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.StartApplicationRequest;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.StartApplicationResponse;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.StopApplicationRequest;
import software.amazon.awssdk.services.kinesisanalyticsv2.model.StopApplicationResponse;
import software.amazon.awssdk.services.kinesisanalyticsv2.paginators.ListApplicationOperationsIterable;

/**
 * The service as one application's statuses, one for each time it is described and the last from
 * then on; operations come one a page.
 */
final class FakeFlink implements KinesisAnalyticsV2Client {

    static final String APPLICATION = "pythoflow-dev";
    static final String CODE = "assets/new.jar";

    final List<StartApplicationRequest> starts = new ArrayList<>();
    final List<StopApplicationRequest> stops = new ArrayList<>();
    final Deque<RuntimeException> failures = new ArrayDeque<>();
    String codeKey = CODE;
    @Nullable RuntimeException operationsFailure;

    private final Deque<ApplicationStatus> statuses = new ArrayDeque<>();
    private final Map<String, ApplicationOperationInfo> operations = new LinkedHashMap<>();
    private final Map<String, String> errors = new LinkedHashMap<>();

    /** An empty list: there is no such application. */
    FakeFlink is(ApplicationStatus... next) {
        statuses.clear();
        statuses.addAll(List.of(next));
        return this;
    }

    /** The next start or stop fails with it. */
    FakeFlink refuses(RuntimeException failure) {
        failures.add(failure);
        return this;
    }

    FakeFlink operation(
            String id, String kind, OperationStatus status, Instant start, @Nullable String error) {
        operations.put(
                id,
                ApplicationOperationInfo.builder()
                        .operationId(id)
                        .operation(kind)
                        .operationStatus(status)
                        .startTime(start)
                        .build());
        if (error != null) {
            errors.put(id, error);
        }
        return this;
    }

    @Override
    public DescribeApplicationResponse describeApplication(DescribeApplicationRequest request) {
        if (statuses.isEmpty()) {
            throw ResourceNotFoundException.builder().message("No application").build();
        }
        ApplicationStatus status =
                statuses.size() > 1 ? statuses.removeFirst() : statuses.getFirst();
        return DescribeApplicationResponse.builder()
                .applicationDetail(
                        detail ->
                                detail.applicationName(request.applicationName())
                                        .applicationStatus(status)
                                        .applicationConfigurationDescription(
                                                configuration ->
                                                        configuration
                                                                .applicationCodeConfigurationDescription(
                                                                        code ->
                                                                                code
                                                                                        .codeContentDescription(
                                                                                                content ->
                                                                                                        content
                                                                                                                .s3ApplicationCodeLocationDescription(
                                                                                                                        s3 ->
                                                                                                                                s3
                                                                                                                                        .fileKey(
                                                                                                                                                codeKey))))))
                .build();
    }

    @Override
    public StartApplicationResponse startApplication(StartApplicationRequest request) {
        starts.add(request);
        failIfTold();
        return StartApplicationResponse.builder().operationId("start-1").build();
    }

    @Override
    public StopApplicationResponse stopApplication(StopApplicationRequest request) {
        stops.add(request);
        failIfTold();
        return StopApplicationResponse.builder().operationId("stop-1").build();
    }

    @Override
    public DescribeApplicationOperationResponse describeApplicationOperation(
            DescribeApplicationOperationRequest request) {
        ApplicationOperationInfo operation = operations.get(request.operationId());
        if (operation == null) {
            throw ResourceNotFoundException.builder().message("No operation").build();
        }
        ApplicationOperationInfoDetails.Builder details =
                ApplicationOperationInfoDetails.builder()
                        .operation(operation.operation())
                        .operationStatus(operation.operationStatus());
        String error = errors.get(request.operationId());
        if (error != null) {
            details.operationFailureDetails(
                    failure -> failure.errorInfo(info -> info.errorString(error)));
        }
        return DescribeApplicationOperationResponse.builder()
                .applicationOperationInfoDetails(details.build())
                .build();
    }

    @Override
    public ListApplicationOperationsResponse listApplicationOperations(
            ListApplicationOperationsRequest request) {
        if (operationsFailure != null) {
            throw operationsFailure;
        }
        List<ApplicationOperationInfo> matching =
                operations.values().stream()
                        .filter(
                                operation ->
                                        request.operation() == null
                                                || request.operation()
                                                        .equals(operation.operation()))
                        .filter(
                                operation ->
                                        request.operationStatus() == null
                                                || request.operationStatus()
                                                        == operation.operationStatus())
                        .toList();
        int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
        ListApplicationOperationsResponse.Builder response =
                ListApplicationOperationsResponse.builder();
        if (page < matching.size()) {
            response.applicationOperationInfoList(matching.get(page));
        }
        if (page + 1 < matching.size()) {
            response.nextToken(Integer.toString(page + 1));
        }
        return response.build();
    }

    @Override
    public ListApplicationOperationsIterable listApplicationOperationsPaginator(
            ListApplicationOperationsRequest request) {
        return new ListApplicationOperationsIterable(this, request);
    }

    private void failIfTold() {
        if (!failures.isEmpty()) {
            throw failures.removeFirst();
        }
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {}
}
