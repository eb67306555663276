package io.pythoflow.infra.handler;

import java.time.Clock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;

/**
 * That the application runs, as long as the resource exists. CloudFormation makes and updates the
 * application but does not start it; an update of a running one restarts it from a snapshot by
 * itself and is only waited for.
 *
 * <p>Properties: {@code ApplicationName}; {@code CodeKey}, the key of the jar, and {@code
 * Configuration}, without which CloudFormation would not send an Update when only the application
 * changed; {@code AllowNonRestoredState}; {@code StartOnDeploy}, false: leave the application as it
 * is.
 */
final class FlinkRun implements ResourceWork {

    private final KinesisAnalyticsV2Client flink;
    private final Clock clock;

    FlinkRun(KinesisAnalyticsV2Client flink, Clock clock) {
        this.flink = flink;
        this.clock = clock;
    }

    static String id(String application) {
        return "flink:" + application;
    }

    @Override
    public Step create(ResourceRequest request) {
        String application = application(request);
        if (!request.properties().flag("StartOnDeploy")) {
            return new Done(id(application));
        }
        return new FlinkStart(flink, request, application, clock.instant()).look();
    }

    @Override
    public Step update(ResourceRequest request) {
        return create(request);
    }

    @Override
    public Step delete(ResourceRequest request) {
        return new FlinkStop(flink, request, application(request)).look();
    }

    /** The application may be starting still, and must not be when it is deleted. */
    @Override
    public @Nullable String idOfFailedCreate(ResourceRequest request) {
        String application = request.properties().find("ApplicationName");
        return application == null ? null : id(application);
    }

    private static String application(ResourceRequest request) {
        return request.properties().text("ApplicationName");
    }
}
