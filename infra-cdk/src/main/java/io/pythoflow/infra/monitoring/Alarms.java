package io.pythoflow.infra.monitoring;

import io.pythoflow.infra.config.InfraConfig;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.cloudwatch.actions.SnsAction;
import software.amazon.awscdk.services.sns.ITopic;
import software.constructs.Construct;

/** The alarms of one kind, which all go to the topic. */
final class Alarms extends Construct {

    /** Whether people are told, too, that it is over. */
    enum End {
        TOLD,
        /** The condition ends by itself, and its end says nothing. */
        UNTOLD
    }

    /**
     * What people read.
     *
     * @param happened what was seen
     * @param field what it means for data and plants
     * @param advice what to do now
     */
    record Words(String happened, String field, String advice) {

        String text() {
            return happened
                    + " For the field: "
                    + field
                    + " What to do: "
                    + advice
                    + " More in docs/monitoring.md.";
        }
    }

    /**
     * When it rings.
     *
     * @param datapoints of the metric that must be so
     * @param of the last so many
     * @param unknown what holds while nothing is reported
     */
    record When(
            IMetric metric,
            ComparisonOperator is,
            double threshold,
            int datapoints,
            int of,
            TreatMissingData unknown) {

        static When above(
                IMetric metric,
                double threshold,
                int datapoints,
                int of,
                TreatMissingData unknown) {
            return new When(
                    metric,
                    ComparisonOperator.GREATER_THAN_THRESHOLD,
                    threshold,
                    datapoints,
                    of,
                    unknown);
        }

        static When below(
                IMetric metric,
                double threshold,
                int datapoints,
                int of,
                TreatMissingData unknown) {
            return new When(
                    metric,
                    ComparisonOperator.LESS_THAN_THRESHOLD,
                    threshold,
                    datapoints,
                    of,
                    unknown);
        }
    }

    private final InfraConfig config;
    private final SnsAction action;
    private final List<Alarm> all = new ArrayList<>();

    Alarms(Construct scope, String id, InfraConfig config, ITopic topic) {
        super(scope, id);
        this.config = config;
        this.action = new SnsAction(topic);
    }

    /**
     * Adds one.
     *
     * @param name unique in the environment
     */
    void add(String name, When when, End end, Words words) {
        Alarm alarm =
                Alarm.Builder.create(this, name)
                        .alarmName(AlarmTopic.alarm(config, name))
                        .alarmDescription(words.text())
                        .metric(when.metric())
                        .comparisonOperator(when.is())
                        .threshold(when.threshold())
                        .datapointsToAlarm(when.datapoints())
                        .evaluationPeriods(when.of())
                        .treatMissingData(when.unknown())
                        .build();
        alarm.addAlarmAction(action);
        if (end == End.TOLD) {
            alarm.addOkAction(action);
        }
        all.add(alarm);
    }

    List<Alarm> all() {
        return List.copyOf(all);
    }
}
