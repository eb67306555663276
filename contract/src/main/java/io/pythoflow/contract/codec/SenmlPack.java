package io.pythoflow.contract.codec;

import io.pythoflow.contract.payload.RejectReason;
import org.jspecify.annotations.Nullable;

/**
 * The records of one SenML pack (RFC 8428), resolved against the base values before them. Records
 * that follow each other and agree in sensor and time make one reading.
 *
 * <p>A record's full name is base name and name. Its metric is what follows the last {@code /} or
 * {@code :}, its sensor what stands before; where the name itself has no such sign, the base name
 * is the sensor. A time below 2^28 counts from receipt.
 */
final class SenmlPack {

    /** RFC 8428 section 4.5.3: below this, seconds relative to now; above, since 1970. */
    private static final double RELATIVE_BELOW = 1 << 28;

    private final MemberNames names;

    /** The reading under construction; empty between readings. */
    private final ReadingDraft run;

    private boolean open;
    private double runTime;

    private String baseName = "";
    private @Nullable String baseUnit;
    private double baseTime = Double.NaN;
    private double baseValue = Double.NaN;

    SenmlPack(DecodeLimits limits, MemberNames names) {
        this.names = names;
        run = new ReadingDraft(limits);
    }

    /** Begins a message. */
    void begin() {
        open = false;
        baseName = "";
        baseUnit = null;
        baseTime = Double.NaN;
        baseValue = Double.NaN;
    }

    /** Whether a reading waits for more records. */
    boolean isOpen() {
        return open;
    }

    /** Ends the open reading and hands out its draft, valid until the next record. */
    ReadingDraft close() {
        open = false;
        return run;
    }

    /** Takes over the base values of a record. */
    void rebase(ReadingDraft.SenmlRecord record) {
        baseName = record.baseName != null ? record.baseName : baseName;
        baseUnit = record.baseUnit != null ? record.baseUnit : baseUnit;
        baseTime = Double.isNaN(record.baseTime) ? baseTime : record.baseTime;
        baseValue = Double.isNaN(record.baseValue) ? baseValue : record.baseValue;
    }

    /** Whether a record, once {@link #rebase}d, belongs to the open reading. */
    boolean continues(ReadingDraft draft) {
        String sensor = sensorOf(fullName(draft.senml), draft.senml);
        return open
                && Double.compare(timeOf(draft.senml), runTime) == 0
                && (sensor == null ? run.sensorId == null : sensor.equals(run.sensorId));
    }

    /** Whether a record carries more than base values. */
    static boolean isMeasurement(ReadingDraft.SenmlRecord record) {
        return record.name != null || record.hasValue();
    }

    /** Adds a record to the open reading, or opens one. */
    void add(ReadingDraft draft, long receivedAt, int maxIdLength) {
        ReadingDraft.SenmlRecord record = draft.senml;
        String fullName = fullName(record);
        if (!open) {
            open(record, fullName, receivedAt, maxIdLength);
        }
        if (draft.problem() != null) {
            run.fail(draft.problem(), draft.problemDetail());
        }
        String metric = metricOf(fullName, record);
        if (metric.isEmpty()) {
            run.fail(RejectReason.INVALID_ID, "A record names no metric, send its n");
            return;
        }
        boolean noNumber = Double.isNaN(record.value) && (record.hasOtherValue || noBaseValue());
        double value =
                noNumber
                        ? Double.NaN
                        : (Double.isNaN(record.value) ? 0 : record.value)
                                + (noBaseValue() ? 0 : baseValue);
        run.values.offer(names.of(metric), value, record.unit != null ? record.unit : baseUnit);
    }

    private void open(
            ReadingDraft.SenmlRecord record, String fullName, long receivedAt, int maxIdLength) {
        run.clear();
        open = true;
        run.hasValues = true;
        run.sensorId = sensorOf(fullName, record);
        if (run.sensorId != null) {
            String violation = IdRules.violation(run.sensorId, maxIdLength);
            if (violation != null) {
                run.fail(RejectReason.INVALID_ID, "A sensor's name " + violation);
            }
        }
        runTime = timeOf(record);
        run.stampedByGateway = Double.isNaN(record.time) || record.time == 0;
        if (runTime != 0 && runTime < RELATIVE_BELOW) {
            run.timedByReceipt = true;
            run.time.set(receivedAt + Math.round(runTime * 1000));
        } else if (runTime != 0) {
            run.time.setNumber(runTime);
        }
    }

    private boolean noBaseValue() {
        return Double.isNaN(baseValue);
    }

    private String fullName(ReadingDraft.SenmlRecord record) {
        return record.name == null ? baseName : baseName + record.name;
    }

    private double timeOf(ReadingDraft.SenmlRecord record) {
        double base = Double.isNaN(baseTime) ? 0 : baseTime;
        return base + (Double.isNaN(record.time) ? 0 : record.time);
    }

    private static String metricOf(String fullName, ReadingDraft.SenmlRecord record) {
        String name = record.name == null ? fullName : record.name;
        return name.substring(lastSign(name) + 1);
    }

    /** Null where the pack names no sensor. */
    private static @Nullable String sensorOf(String fullName, ReadingDraft.SenmlRecord record) {
        String name = record.name == null ? fullName : record.name;
        int end = fullName.length() - name.length() + Math.max(0, lastSign(name));
        while (end > 0 && isSign(fullName.charAt(end - 1))) {
            end--;
        }
        return end == 0 ? null : fullName.substring(0, end);
    }

    private static int lastSign(String name) {
        for (int i = name.length() - 1; i >= 0; i--) {
            if (isSign(name.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSign(char c) {
        return c == '/' || c == ':';
    }
}
