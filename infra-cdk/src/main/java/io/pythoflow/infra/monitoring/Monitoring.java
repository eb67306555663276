package io.pythoflow.infra.monitoring;

import io.pythoflow.infra.Roles;
import io.pythoflow.infra.config.InfraConfig;
import java.util.Optional;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** The monitoring of one environment. */
public final class Monitoring extends Construct {

    /**
     * What is watched, by the names of its metrics, all tokens.
     *
     * @param application the Flink application
     * @param loadBalancer full name of the MQTT load balancer
     * @param targetGroup full name of its target group
     * @param archive empty where messages are not kept as received
     */
    public record Watched(
            String application,
            String loadBalancer,
            String targetGroup,
            Optional<WatchedArchive> archive) {}

    /**
     * The archive of raw messages.
     *
     * @param stream name of the Firehose stream
     * @param failures log of what could not be written
     */
    public record WatchedArchive(String stream, ILogGroup failures) {}

    public Monitoring(
            Construct scope, String id, InfraConfig config, Roles roles, Watched watched) {
        super(scope, id);
        ITopic topic = new AlarmTopic(this, "Alarms", config).topic();
        AlertMails mails = new AlertMails(this, "Mails", config, topic, roles);
        Metrics metrics = new Metrics(watched.application());

        Alarms engineer = new Alarms(this, "Engineer", config, topic);
        new JobAlarms(engineer, metrics, config.processing()).add();
        EdgeAlarms edge = new EdgeAlarms(engineer, "PythoFlow/" + config.environment());
        edge.addEntrance(watched.loadBalancer(), watched.targetGroup());
        edge.addBroker();
        watched.archive()
                .ifPresent(archive -> edge.addArchive(this, archive.stream(), archive.failures()));
        edge.addMails(this, mails.failures());

        Alarms farm = new Alarms(this, "Farm", config, topic);
        new FarmAlarms(farm, metrics).add();

        new Overview(this, "Overview", config, metrics, engineer.all(), farm.all());
        config.alarms()
                .email()
                .ifPresent(
                        email ->
                                config.alarms()
                                        .monthlyBudgetUsd()
                                        .ifPresent(
                                                limit ->
                                                        new MonthlyBudget(
                                                                this, "Monthly", config, limit,
                                                                email)));
    }
}
