package io.pythoflow.contract.codec;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.payload.RejectReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one object of a message said that may matter to a reading. The members come in any
 * order, so what they make is decided only when all were seen. Reused; not thread-safe.
 */
final class ReadingDraft {

    /** Metrics inside {@code values}, and those beside the id. */
    final MeasurementBuffer values;

    final MeasurementBuffer flat;

    /** From {@code ts}, and from the names it goes by elsewhere. */
    final SentTime time = new SentTime();

    final SentTime otherTime = new SentTime();

    /** When the envelope was made. */
    final SentTime ingestionTime = new SentTime();

    final SenmlRecord senml = new SenmlRecord();

    @Nullable String messageId;
    @Nullable String sensorId;
    @Nullable String gatewayId;
    @Nullable String zoneId;
    @Nullable String firmware;
    @Nullable Long sequence;
    @Nullable Integer samplePeriodSeconds;
    boolean historical;
    boolean stampedByGateway;

    boolean declaresStatus;
    boolean declaresReading;
    boolean hasState;
    boolean hasValues;

    /** Metrics beside the id whose names are none of SenML's. */
    boolean hasFlatMetrics;

    /** The time counts from receipt, so that a copy received later has another one. */
    boolean timedByReceipt;

    /** Where the array of an envelope lies in the text; -1 where there is none. */
    int envelopeStart;

    int envelopeEnd;

    private @Nullable String temperatureUnit;
    private @Nullable String pressureUnit;
    private @Nullable RejectReason problem;
    private String problemDetail = "";
    private final List<String> flags = new ArrayList<>();

    ReadingDraft(DecodeLimits limits) {
        values = new MeasurementBuffer(limits.maxMetrics(), limits.maxIdLength());
        flat = new MeasurementBuffer(limits.maxMetrics(), limits.maxIdLength());
    }

    void clear() {
        values.clear();
        flat.clear();
        time.clear();
        otherTime.clear();
        ingestionTime.clear();
        senml.clear();
        messageId = null;
        sensorId = null;
        gatewayId = null;
        zoneId = null;
        firmware = null;
        sequence = null;
        samplePeriodSeconds = null;
        historical = false;
        stampedByGateway = false;
        declaresStatus = false;
        declaresReading = false;
        hasState = false;
        hasValues = false;
        hasFlatMetrics = false;
        timedByReceipt = false;
        envelopeStart = -1;
        envelopeEnd = -1;
        temperatureUnit = null;
        pressureUnit = null;
        problem = null;
        problemDetail = "";
        flags.clear();
    }

    /** Notes why this makes no reading; the first reason stands. */
    void fail(RejectReason reason, String detail) {
        if (problem == null) {
            problem = reason;
            problemDetail = detail;
        }
    }

    @Nullable RejectReason problem() {
        return problem;
    }

    String problemDetail() {
        return problemDetail;
    }

    void flag(String flag) {
        if (!flags.contains(flag)) {
            flags.add(flag);
        }
    }

    /** The flags in alphabetical order, so that equal payloads make equal readings. */
    List<String> sortedFlags() {
        if (flags.isEmpty()) {
            return List.of();
        }
        flags.sort(null);
        return List.copyOf(flags);
    }

    void temperatureUnit(String unit) {
        temperatureUnit = unit;
    }

    void pressureUnit(String unit) {
        pressureUnit = unit;
    }

    /** The unit the message names for all metrics of a kind; null where it names none. */
    @Nullable String defaultUnit(Metric metric) {
        return switch (metric) {
            case TEMPERATURE, SOIL_TEMPERATURE -> temperatureUnit;
            case PRESSURE -> pressureUnit;
            default -> null;
        };
    }

    /** Whether it says what only a reading says. */
    boolean isReading() {
        return declaresReading || hasValues || sensorId != null;
    }

    /**
     * Whether this is a record of SenML rather than a reading or a status that happens to have a
     * member of such a short name.
     */
    boolean isSenml() {
        boolean another = isReading() || declaresStatus || hasState || envelopeStart >= 0;
        boolean flat = hasFlatMetrics && !senml.hasValue();
        return senml.isSenml && !another && !flat;
    }

    /** The members of RFC 8428 in one object; NaN and null where a member is absent. */
    static final class SenmlRecord {
        boolean isSenml;
        boolean hasOtherValue;
        @Nullable String baseName;
        @Nullable String baseUnit;
        @Nullable String name;
        @Nullable String unit;
        double baseTime;
        double baseValue;
        double time;
        double value;

        boolean hasValue() {
            return !Double.isNaN(value) || hasOtherValue;
        }

        void clear() {
            isSenml = false;
            hasOtherValue = false;
            baseName = null;
            baseUnit = null;
            name = null;
            unit = null;
            baseTime = Double.NaN;
            baseValue = Double.NaN;
            time = Double.NaN;
            value = Double.NaN;
        }
    }
}
