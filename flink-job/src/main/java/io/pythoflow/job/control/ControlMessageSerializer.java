package io.pythoflow.job.control;

import io.pythoflow.job.mqtt.sink.MqttPublication;
import io.pythoflow.job.mqtt.sink.MqttSerializer;
import org.apache.flink.metrics.MetricGroup;

/** Writes commands and alerts that share one connection. */
public final class ControlMessageSerializer implements MqttSerializer<ControlMessage> {
    private static final long serialVersionUID = 1L;

    private final CommandSerializer commands = new CommandSerializer();
    private final AlertSerializer alerts = new AlertSerializer();

    @Override
    public void open(MetricGroup metrics) {
        commands.open(metrics);
        alerts.open(metrics);
    }

    @Override
    public MqttPublication serialize(ControlMessage message) {
        return message.command() == null
                ? alerts.serialize(message.alert())
                : commands.serialize(message.command());
    }
}
