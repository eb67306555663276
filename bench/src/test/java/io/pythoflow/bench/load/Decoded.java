package io.pythoflow.bench.load;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the job's decoder makes of the payloads of a workload. */
final class Decoded implements MessageHandler {
    final List<Reading> readings = new ArrayList<>();
    final List<String> rejected = new ArrayList<>();

    /** Of the first so many messages, read as if they had come when their readings were made. */
    static Decoded of(Workload workload, long messages) {
        Messages payloads = new Messages(workload);
        MessageDecoder decoder = new MessageDecoder(DecodeLimits.defaults());
        Decoded decoded = new Decoded();
        for (long message = 0; message < messages; message++) {
            decoder.decode(
                    payloads.topic(message),
                    payloads.payload(message),
                    workload.timeOf(message * workload.readingsPerMessage()) + 3_600_000,
                    decoded);
        }
        return decoded;
    }

    @Override
    public void onReading(Reading reading, ElementBytes origin) {
        readings.add(reading);
    }

    @Override
    public void onGatewayMessage(GatewayMessage message) {
        throw new AssertionError("No message of a workload is a gateway's: " + message);
    }

    @Override
    public void onRejected(RejectedMessage message) {
        rejected.add(new String(message.payload(), StandardCharsets.UTF_8));
    }
}
