package io.pythoflow.bench.source;

import io.pythoflow.bench.wire.NumberedReading;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/** The number of a message and nothing else: the source is measured, not the decoder. */
final class NumberDeserializer implements MqttDeserializer<Long> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(MqttMessage message, Output<Long> out) {
        out.collect(NumberedReading.number(message.payload()), message.receivedAt());
    }

    @Override
    public TypeInformation<Long> getProducedType() {
        return Types.LONG;
    }
}
