package io.pythoflow.infra.stack;

import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import io.pythoflow.infra.monitoring.Monitoring;
import io.pythoflow.infra.monitoring.Monitoring.Watched;
import io.pythoflow.infra.monitoring.Monitoring.WatchedArchive;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.constructs.Construct;

/** Who is told when, and where to look. */
public final class MonitoringStack extends Stack {

    public MonitoringStack(
            Construct scope,
            String id,
            StackProps props,
            InfraConfig config,
            Roles roles,
            LakeStack lake,
            NetworkStack network,
            ProcessingStack processing) {
        super(scope, id, props);
        new Monitoring(
                this,
                "Monitoring",
                config,
                roles,
                new Watched(
                        processing.applicationName(),
                        network.loadBalancerName(),
                        network.targetGroupName(),
                        lake.rawArchive()
                                .map(
                                        archive ->
                                                new WatchedArchive(
                                                        archive.deliveryStreamName(),
                                                        archive.failures()))));
    }
}
