package io.pythoflow.contract.codec;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.metric.Units;
import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.RejectReason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one reading as they come out of a message, and what becomes of them: aliases
 * resolved, units converted, the useless left out and flagged. Reused; not thread-safe.
 */
final class MeasurementBuffer {

    private final int maxMetrics;
    private final int maxNameLength;

    private final MemberName[] names;
    private final double[] values;
    private final @Nullable String[] units;
    private int size;
    private int offered;

    private final Measurement[] built;

    /** Of each measurement built; null where the contract does not know it. */
    private final @Nullable Metric[] builtMetrics;

    private int builtCount;

    /** The known metrics among them. */
    private final Set<Metric> builtKnown = EnumSet.noneOf(Metric.class);

    MeasurementBuffer(int maxMetrics, int maxNameLength) {
        this.maxMetrics = maxMetrics;
        this.maxNameLength = maxNameLength;
        this.names = new MemberName[maxMetrics];
        this.values = new double[maxMetrics];
        this.units = new String[maxMetrics];
        this.built = new Measurement[maxMetrics];
        this.builtMetrics = new Metric[maxMetrics];
    }

    void clear() {
        size = 0;
        offered = 0;
    }

    int capacity() {
        return maxMetrics;
    }

    boolean isEmpty() {
        return offered == 0;
    }

    int mark() {
        return offered;
    }

    /** Forgets what was offered since the mark. */
    void resetTo(int mark) {
        offered = mark;
        size = Math.min(size, mark);
    }

    /** Takes a metric as sent; NaN stands for a value that is no finite number. */
    void offer(MemberName name, double value, @Nullable String unit) {
        if (size < maxMetrics) {
            names[size] = name;
            values[size] = value;
            units[size] = unit;
            size++;
        }
        offered++;
    }

    /**
     * What was offered, in that order, no metric twice. Null, with the problem noted, where it
     * makes no reading.
     */
    @Nullable List<Measurement> build(ReadingDraft draft) {
        if (offered > maxMetrics) {
            draft.fail(
                    RejectReason.TOO_MANY_METRICS,
                    "Has " + offered + " metrics, send at most " + maxMetrics);
            return null;
        }
        builtCount = 0;
        builtKnown.clear();
        for (int i = 0; i < size; i++) {
            Metric known = names[i].metric;
            if (known != null) {
                buildKnown(known, values[i], units[i], draft);
            } else if (!buildOther(names[i], values[i], units[i], draft)) {
                return null;
            }
        }
        if (builtCount == 0) {
            draft.fail(RejectReason.NO_VALUES, "No metric has a finite value, send one at least");
            return null;
        }
        for (int i = 0; i < builtCount; i++) {
            Metric metric = builtMetrics[i];
            if (metric != null && !metric.inRange(built[i].value())) {
                draft.flag(Flags.OUT_OF_RANGE + metric.metricName());
            }
        }
        return List.of(Arrays.copyOf(built, builtCount));
    }

    private void buildKnown(
            Metric sent, double sentValue, @Nullable String sentUnit, ReadingDraft draft) {
        if (!Double.isFinite(sentValue)) {
            draft.flag(Flags.NOT_A_NUMBER + sent.metricName());
            return;
        }
        Metric metric = sent;
        double value = sentValue;
        String unit = sentUnit != null ? sentUnit : draft.defaultUnit(sent);
        if (unit != null && !unit.equals(sent.unit())) {
            Optional<Units.Conversion> conversion = Units.conversion(sent, unit);
            if (conversion.isPresent()) {
                metric = conversion.get().metric();
                value = conversion.get().toCanonical().applyAsDouble(sentValue);
            } else {
                draft.flag(Flags.UNKNOWN_UNIT + sent.metricName());
            }
        }
        if (!Double.isFinite(value)) {
            draft.flag(Flags.NOT_A_NUMBER + metric.metricName());
            return;
        }
        Measurement measurement = new Measurement(metric.metricName(), value, null);
        if (builtKnown.add(metric)) {
            append(measurement, metric);
        } else {
            replace(measurement, draft);
        }
    }

    private boolean buildOther(
            MemberName name, double value, @Nullable String unit, ReadingDraft draft) {
        if (name.violation != null) {
            draft.fail(RejectReason.INVALID_ID, "A metric's name " + name.violation);
            return false;
        }
        if (unit != null && !unit.isEmpty()) {
            String unitViolation = IdRules.violation(unit, maxNameLength);
            if (unitViolation != null) {
                draft.fail(RejectReason.INVALID_FIELD, "A metric's unit " + unitViolation);
                return false;
            }
        }
        if (!Double.isFinite(value)) {
            draft.flag(Flags.NOT_A_NUMBER + name.text);
            return true;
        }
        Measurement measurement = new Measurement(name.text, value, unit);
        if (!replace(measurement, draft)) {
            append(measurement, null);
        }
        return true;
    }

    private void append(Measurement measurement, @Nullable Metric metric) {
        built[builtCount] = measurement;
        builtMetrics[builtCount] = metric;
        builtCount++;
    }

    /** Whether there was one of this name. */
    private boolean replace(Measurement measurement, ReadingDraft draft) {
        for (int i = 0; i < builtCount; i++) {
            if (built[i].metric().equals(measurement.metric())) {
                built[i] = measurement;
                draft.flag(Flags.DUPLICATE_METRIC + measurement.metric());
                return true;
            }
        }
        return false;
    }
}
