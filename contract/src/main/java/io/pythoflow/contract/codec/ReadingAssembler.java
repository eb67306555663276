package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.Reading;
import io.pythoflow.contract.payload.RejectReason;
import io.pythoflow.contract.payload.TimestampSource;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a finished draft is: a reading, or no reading for a reason it notes there. */
final class ReadingAssembler {

    private final TimeRules times;
    private final int maxIdLength;

    ReadingAssembler(DecodeLimits limits) {
        this.times = new TimeRules(limits);
        this.maxIdLength = limits.maxIdLength();
    }

    /**
     * @param topicSensorId from the topic; null where the topic names no sensor
     * @param envelopeTime of the message around the reading, absent where there is none
     */
    @Nullable Reading assemble(
            ReadingDraft draft,
            String topic,
            @Nullable String topicSensorId,
            SentTime envelopeTime,
            long receivedAt) {
        if (draft.problem() != null) {
            return null;
        }
        MeasurementBuffer metrics = draft.hasValues ? draft.values : draft.flat;
        if (metrics.isEmpty() && !draft.hasValues && !draft.declaresReading) {
            draft.fail(
                    RejectReason.NOT_A_READING,
                    "Has no values, send them in values or beside the id");
            return null;
        }
        String sensorId = sensorId(draft, topicSensorId);
        if (sensorId == null) {
            return null;
        }
        SentTime sent = draft.time.isAbsent() ? draft.otherTime : draft.time;
        TimestampSource source =
                draft.stampedByGateway ? TimestampSource.GATEWAY : TimestampSource.DEVICE;
        if (sent.isAbsent()) {
            sent = draft.ingestionTime.isAbsent() ? envelopeTime : draft.ingestionTime;
            source = TimestampSource.GATEWAY;
        }
        boolean believed = !sent.isAbsent() && isBelieved(sent, receivedAt, draft);
        if (!believed || draft.timedByReceipt) {
            source = TimestampSource.INGEST;
        }
        List<Measurement> measurements = metrics.build(draft);
        if (measurements == null || draft.problem() != null) {
            return null;
        }
        return new Reading(
                draft.messageId,
                sensorId,
                draft.gatewayId,
                draft.zoneId,
                believed ? sent.epochMillis() : receivedAt,
                source,
                receivedAt,
                draft.sequence,
                draft.samplePeriodSeconds,
                draft.historical,
                measurements,
                draft.sortedFlags(),
                topic,
                draft.firmware);
    }

    private @Nullable String sensorId(ReadingDraft draft, @Nullable String topicSensorId) {
        if (draft.sensorId != null) {
            if (topicSensorId != null && !topicSensorId.equals(draft.sensorId)) {
                draft.flag(Flags.TOPIC_SENSOR_DIFFERS);
            }
            return draft.sensorId;
        }
        if (topicSensorId == null) {
            draft.fail(
                    RejectReason.MISSING_SENSOR_ID,
                    "Names no sensor, send sensor_id, or identifier as the original firmware does");
            return null;
        }
        String violation = IdRules.violation(topicSensorId, maxIdLength);
        if (violation != null) {
            draft.fail(RejectReason.INVALID_ID, "The sensor in the topic " + violation);
            return null;
        }
        return topicSensorId;
    }

    private boolean isBelieved(SentTime sent, long receivedAt, ReadingDraft draft) {
        if (sent.isUnreadable()) {
            draft.fail(RejectReason.INVALID_TIMESTAMP, sent.complaint());
            return false;
        }
        switch (times.judge(sent, receivedAt)) {
            case NEVER_SET -> {
                draft.flag(Flags.CLOCK_NOT_SET);
                return false;
            }
            case FAR_AHEAD -> {
                draft.flag(Flags.CLOCK_FAR_AHEAD);
                return false;
            }
            case AHEAD -> draft.flag(Flags.CLOCK_AHEAD);
            case TOO_OLD ->
                    draft.fail(
                            RejectReason.TOO_OLD,
                            "Measured at "
                                    + Instant.ofEpochMilli(sent.epochMillis())
                                    + ", beyond the configured age");
            case BELIEVED -> {}
        }
        if (sent.zoneAssumed()) {
            draft.flag(Flags.ZONE_ASSUMED);
        }
        return true;
    }
}
