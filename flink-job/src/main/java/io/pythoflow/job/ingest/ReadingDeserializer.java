package io.pythoflow.job.ingest;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.job.mqtt.MqttDeserializer;
import io.pythoflow.job.mqtt.MqttMessage;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;

/**
 * Decodes messages where they arrive, on the source's task thread, so that event time is known to
 * the source and its watermarks are those of a slot. Never throws for a payload: what cannot be
 * read becomes a reject.
 *
 * <p>Only readings move event time. What gateways and devices say of themselves goes on without a
 * timestamp, as rejects do, so watermark, liveness and catching up of a slot stay those of its
 * readings: a status of now would make late what a gateway still holds in its buffer, and the
 * status of a gateway with a wrong clock would open or close windows that it has nothing to do
 * with. Who needs the time of a report finds it in the message.
 *
 * <p>Reports pass no deduplication, and delivery is at least once: an acknowledgement or a status
 * may arrive twice, the copy with a later time of receipt. Two messages of one sender may come
 * through two slots, in either order. Whoever acts on reports must bear both: states are set, not
 * counted, and a command's progress never goes backwards.
 */
public final class ReadingDeserializer implements MqttDeserializer<Ingested> {

    private final DecodeLimits limits;
    private transient MessageDecoder decoder;
    private transient Counter gatewayMessages;
    private transient Counter elementsCut;
    private transient Emitter emitter;

    public ReadingDeserializer(DecodeLimits limits) {
        this.limits = limits;
    }

    @Override
    public void open(MetricGroup metrics) {
        decoder = new MessageDecoder(limits);
        gatewayMessages = metrics.counter("gatewayMessages", new SimpleCounter());
        emitter = new Emitter();
        elementsCut = metrics.counter("elementsCut", new SimpleCounter());
    }

    @Override
    public void deserialize(MqttMessage message, Output<Ingested> out) {
        decoder.decode(
                message.topic(),
                message.payload(),
                message.receivedAt(),
                emitter.of(message.topic(), out));
    }

    @Override
    public TypeInformation<Ingested> getProducedType() {
        return TypeInformation.of(Ingested.class);
    }

    /** Emits what was found in one message after the other; reused, since there are many. */
    private final class Emitter implements MessageHandler {

        private String topic = "";
        private Output<Ingested> out;

        Emitter of(String messageTopic, Output<Ingested> output) {
            topic = messageTopic;
            out = output;
            return this;
        }

        @Override
        public void onReading(Reading reading, ElementBytes origin) {
            out.collect(Ingested.of(reading, origin), reading.timestamp());
        }

        @Override
        public void onGatewayMessage(GatewayMessage message) {
            gatewayMessages.inc();
            out.collect(Ingested.of(GatewayReport.of(topic, message)));
        }

        @Override
        public void onUnkept(RejectReason reason, int elements) {
            elementsCut.inc(elements);
        }

        @Override
        public void onRejected(RejectedMessage rejected) {
            out.collect(Ingested.of(rejected));
        }
    }
}
