package io.pythoflow.job.ingest;

import io.pythoflow.contract.codec.ElementBytes;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.RejectedMessage;
import org.jspecify.annotations.Nullable;

/**
 * What one element of a message became: a reading with the bytes it came from, a reject, or the
 * report of a gateway or device. Exactly one of {@code reading}, {@code rejected} and {@code
 * report} is set. Travels only inside the chain from source to admission, so the bytes of a message
 * are shared, never copied.
 *
 * @param payload the whole message of a reading
 * @param offset of the reading's first byte in it
 * @param length of the reading in bytes
 * @param element the reading's index in the message's array; null where it is the whole message
 */
public record Ingested(
        @Nullable Reading reading,
        @Nullable RejectedMessage rejected,
        @Nullable GatewayReport report,
        byte @Nullable [] payload,
        int offset,
        int length,
        @Nullable Integer element) {

    static Ingested of(Reading reading, ElementBytes origin) {
        return new Ingested(
                reading,
                null,
                null,
                origin.payload(),
                origin.offset(),
                origin.length(),
                origin.element());
    }

    static Ingested of(RejectedMessage rejected) {
        return new Ingested(null, rejected, null, null, 0, 0, null);
    }

    static Ingested of(GatewayReport report) {
        return new Ingested(null, null, report, null, 0, 0, null);
    }

    /** The reading as a reject, with the bytes it came from. */
    RejectedMessage reject(RejectReason reason, String detail) {
        return new RejectedMessage(
                reading.receivedAt(),
                reading.topic(),
                reason.code(),
                detail,
                element,
                new ElementBytes(payload, offset, length, element).copy());
    }
}
