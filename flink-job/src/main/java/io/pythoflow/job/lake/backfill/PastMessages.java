package io.pythoflow.job.lake.backfill;

import io.pythoflow.contract.codec.DecodeLimits;
import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.codec.MessageDecoder;
import io.pythoflow.contract.codec.MessageHandler;
import io.pythoflow.contract.codec.RuleEnvelope;
import io.pythoflow.contract.payload.GatewayMessage;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import io.pythoflow.contract.payload.TimestampSource;
import io.pythoflow.job.ingest.FoundReading;
import io.pythoflow.job.ingest.FoundReading.Place;
import io.pythoflow.job.lake.backfill.Tally.Item;
import java.util.function.Consumer;
import org.apache.flink.util.Collector;

/**
 * Decodes messages of the past with the stream's decoder, and passes on those that the range can
 * need. Not thread-safe.
 */
final class PastMessages {

    private final MessageDecoder decoder;
    private final RuleEnvelope envelope = new RuleEnvelope();
    private final Place place;
    private final Range range;
    private final Tally tally;

    PastMessages(DecodeLimits limits, Place place, Range range, Tally tally) {
        this.decoder = new MessageDecoder(limits);
        this.place = place;
        this.range = range;
        this.tally = tally;
    }

    /**
     * Decodes a message as it was published.
     *
     * @param file for the report, where something cannot be read
     */
    void decode(
            String topic,
            byte[] message,
            long receivedAt,
            String file,
            Collector<FoundReading> out) {
        decode(topic, message, receivedAt, file, reading -> out.collect(found(reading)));
    }

    /**
     * Decodes a message with what the original's rule added to it. That it was received at {@code
     * ingestion_timestamp} is the rule's word; the file name's, a moment later, stands in.
     */
    void decodeWithEnvelope(
            String topic,
            byte[] message,
            long fileNameTime,
            String file,
            Collector<FoundReading> out) {
        decode(
                topic,
                message,
                envelope.ingestionTime(message).orElse(fileNameTime),
                file,
                reading -> out.collect(found(timedByReceipt(reading))));
    }

    private void decode(
            String topic, byte[] message, long receivedAt, String file, Consumer<Reading> out) {
        tally.add(Item.MESSAGES, 1);
        decoder.decode(topic, message, receivedAt, new Passing(file, out));
    }

    private FoundReading found(Reading reading) {
        return new FoundReading(reading, place);
    }

    private final class Passing implements MessageHandler {
        private final String file;
        private final Consumer<Reading> out;

        Passing(String file, Consumer<Reading> out) {
            this.file = file;
            this.out = out;
        }

        @Override
        public void onReading(Reading reading, ElementBytes origin) {
            tally.add(Item.READINGS, 1);
            if (!range.windows().contains(reading.timestamp())) {
                tally.add(Item.OUT_OF_RANGE, 1);
            }
            if (range.copies().contains(reading.timestamp())) {
                out.accept(reading);
            }
        }

        @Override
        public void onGatewayMessage(GatewayMessage message) {}

        @Override
        public void onRejected(RejectedMessage rejected) {
            tally.reject(rejected.reason(), file);
        }

        @Override
        public void onUnkept(RejectReason reason, int elements) {
            for (int i = 0; i < elements; i++) {
                tally.reject(reason.code(), file);
            }
        }
    }

    /**
     * The rule's time is a time of receipt, as the job's own clock would give it, and not one of
     * the gateway's: so the same message in our table is recognised.
     */
    private static Reading timedByReceipt(Reading reading) {
        if (reading.timestampSource() != TimestampSource.GATEWAY
                || reading.timestamp() != reading.receivedAt()) {
            return reading;
        }
        return new Reading(
                reading.messageId(),
                reading.sensorId(),
                reading.gatewayId(),
                reading.zoneId(),
                reading.timestamp(),
                TimestampSource.INGEST,
                reading.receivedAt(),
                reading.sequence(),
                reading.samplePeriodSeconds(),
                reading.historical(),
                reading.measurements(),
                reading.flags(),
                reading.topic(),
                reading.firmware());
    }
}
