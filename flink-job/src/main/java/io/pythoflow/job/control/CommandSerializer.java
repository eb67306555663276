package io.pythoflow.job.control;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Command;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.control.valve.DeviceCommand;
import io.pythoflow.job.mqtt.sink.MqttPublication;
import io.pythoflow.job.mqtt.sink.MqttSerializer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.metrics.MetricGroup;

/**
 * Writes commands in the protocol of their device, never retained: a broker that kept one would
 * open a valve at some later time.
 */
public final class CommandSerializer implements MqttSerializer<DeviceCommand> {
    private static final long serialVersionUID = 1L;

    private transient MessageEncoder encoder;

    @Override
    public void open(MetricGroup metrics) {
        encoder = new MessageEncoder();
    }

    @Override
    public MqttPublication serialize(DeviceCommand command) {
        return body(command).expiringAt(command.expiresAt());
    }

    private MqttPublication body(DeviceCommand order) {
        String topic = Topics.command(order.deviceId());
        Command command = order.command();
        if (command == null) {
            // No properties: the device speaks MQTT 3.1.1 and drops packets over 256 bytes.
            return MqttPublication.of(
                    topic, encoder.originalCommand(order.deviceId(), order.original()));
        }

        return MqttPublication.of(topic, encoder.command(command))
                .correlatedBy(command.commandId().getBytes(StandardCharsets.UTF_8))
                .answeredOn(Topics.commandAck(order.deviceId()));
    }
}
