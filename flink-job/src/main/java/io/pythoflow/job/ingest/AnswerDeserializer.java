package io.pythoflow.job.ingest;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.MetricGroup;

/**
 * Decodes what devices say where it is heard early. The same messages come by {@link
 * ReadingDeserializer}, too, which counts and rejects them; here what cannot be read is passed
 * over, and so is what the broker retains: it may be of any age, and a job that has just started
 * must not take it for what a valve does now.
 */
public final class AnswerDeserializer implements MqttDeserializer<GatewayReport> {

    private final DecodeLimits limits;
    private transient MessageDecoder decoder;

    public AnswerDeserializer(DecodeLimits limits) {
        this.limits = limits;
    }

    @Override
    public void open(MetricGroup metrics) {
        decoder = new MessageDecoder(limits);
    }

    @Override
    public void deserialize(MqttMessage message, Output<GatewayReport> out) {
        if (message.retained()) {
            return;
        }
        decoder.decode(
                message.topic(),
                message.payload(),
                message.receivedAt(),
                new MessageHandler() {
                    @Override
                    public void onReading(Reading reading, ElementBytes origin) {
                        // No device measures there.
                    }

                    @Override
                    public void onGatewayMessage(GatewayMessage answer) {
                        out.collect(GatewayReport.of(message.topic(), answer));
                    }

                    @Override
                    public void onRejected(RejectedMessage rejected) {
                        // The copy that is kept is rejected as well.
                    }
                });
    }

    @Override
    public TypeInformation<GatewayReport> getProducedType() {
        return TypeInformation.of(GatewayReport.class);
    }
}
