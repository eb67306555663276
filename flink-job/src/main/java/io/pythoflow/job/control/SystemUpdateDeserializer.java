package io.pythoflow.job.control;

import io.pythoflow.contract.codec.SchemaName;
import io.pythoflow.job.control.rules.SystemMessage;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * Parts orders from alerts on {@code irrigation/system/updates}. Alerts are what the job, or
 * another one, tells people there: they are counted ({@code alertsIgnored}) and go no further, so
 * that the job never acts on its own words.
 */
public final class SystemUpdateDeserializer implements MqttDeserializer<SystemMessage> {
    private static final long serialVersionUID = 1L;

    private transient SchemaName schemas;
    private transient Counter alertsIgnored;

    @Override
    public void open(MetricGroup metrics) {
        schemas = new SchemaName();
        alertsIgnored = metrics.counter("alertsIgnored", new SimpleCounter());
    }

    @Override
    public void deserialize(MqttMessage message, Output<SystemMessage> out) {
        if (schemas.isAlert(message.payload())) {
            alertsIgnored.inc();
        } else {
            out.collect(
                    new SystemMessage(message.payload(), message.retained(), message.receivedAt()));
        }
    }

    @Override
    public TypeInformation<SystemMessage> getProducedType() {
        return TypeInformation.of(SystemMessage.class);
    }
}
