package io.pythoflow.infra.handler;

import software.amazon.awssdk.services.kinesisanalyticsv2.KinesisAnalyticsV2Client;

/** {@code Custom::FlinkRun}: the application runs after a deployment and stops before it goes. */
public final class FlinkRunHandler extends CustomResourceHandler {

    /** What Lambda calls. */
    public FlinkRunHandler() {
        this(Clients.build(KinesisAnalyticsV2Client.builder()), Platform.lambda());
    }

    FlinkRunHandler(KinesisAnalyticsV2Client flink, Platform platform) {
        super(new FlinkRun(flink, platform.clock()), platform);
    }
}
