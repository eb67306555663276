package io.pythoflow.job.mqtt;

import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * One record per message: its payload as text. Event time is the number after the last {@code @}.
 * What begins with {@link #POISON} cannot be read and makes no record.
 */
final class TextDeserializer implements MqttDeserializer<String> {
    static final String POISON = "poison";

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(MqttMessage message, Output<String> out) {
        String text = new String(message.payload(), StandardCharsets.UTF_8);
        int at = text.lastIndexOf('@');
        if (text.startsWith(POISON)) {
            return;
        }

        if (at < 0) {
            out.collect(text);
        } else {
            out.collect(text, Long.parseLong(text.substring(at + 1)));
        }
    }

    @Override
    public TypeInformation<String> getProducedType() {
        return Types.STRING;
    }
}
