package io.pythoflow.job.control;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.Alert;
import io.pythoflow.contract.topic.Topics;
import io.pythoflow.job.mqtt.sink.MqttPublication;
import io.pythoflow.job.mqtt.sink.MqttSerializer;
import java.io.Serializable;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.MetricGroup;

/**
 * Writes alerts for whoever listens on {@code irrigation/system/updates}, never retained: what is
 * retained there is the system document.
 */
public final class AlertSerializer implements MqttSerializer<Alert> {
    private static final long serialVersionUID = 1L;

    /**
     * From publication on, since an alert's own time may be that of a device whose clock is wrong.
     */
    static final Duration VALIDITY = Duration.ofMinutes(5);

    /** Epoch milliseconds. */
    interface SerializableClock extends LongSupplier, Serializable {}

    private final SerializableClock clock;
    private transient MessageEncoder encoder;

    public AlertSerializer() {
        this(System::currentTimeMillis);
    }

    AlertSerializer(SerializableClock clock) {
        this.clock = clock;
    }

    @Override
    public void open(MetricGroup metrics) {
        encoder = new MessageEncoder();
    }

    @Override
    public MqttPublication serialize(Alert alert) {
        return MqttPublication.of(Topics.SYSTEM_UPDATES, encoder.alert(alert))
                .expiringAt(clock.getAsLong() + VALIDITY.toMillis());
    }
}
