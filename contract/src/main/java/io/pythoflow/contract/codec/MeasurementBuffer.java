package io.pythoflow.contract.codec;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.metric.Units;
import io.pythoflow.contract.payload.Flags;
import io.pythoflow.contract.payload.Measurement;
import io.pythoflow.contract.payload.RejectReason;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one reading as they come out of a message, and what becomes of them: aliases
 * resolved, units converted, the useless left out and flagged. Reused; not thread-safe.
 */
final class MeasurementBuffer {

    private final int maxMetrics;
    private final int maxNameLength;

    private final String[] names;
    private final double[] values;
    private final @Nullable String[] units;
    private int size;
    private int offered;

    private final Measurement[] built;
    private int builtCount;

    MeasurementBuffer(int maxMetrics, int maxNameLength) {
        this.maxMetrics = maxMetrics;
        this.maxNameLength = maxNameLength;
        this.names = new String[maxMetrics];
        this.values = new double[maxMetrics];
        this.units = new String[maxMetrics];
        this.built = new Measurement[maxMetrics];
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
    void offer(String name, double value, @Nullable String unit) {
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
        for (int i = 0; i < size; i++) {
            Optional<Metric> known = Metric.sentAs(names[i]);
            if (known.isPresent()) {
                buildKnown(known.get(), values[i], units[i], draft);
            } else if (!buildOther(names[i], values[i], units[i], draft)) {
                return null;
            }
        }
        if (builtCount == 0) {
            draft.fail(RejectReason.NO_VALUES, "No metric has a finite value, send one at least");
            return null;
        }
        for (int i = 0; i < builtCount; i++) {
            flagImplausible(built[i], draft);
        }
        return List.of(Arrays.copyOf(built, builtCount));
    }

    private static void flagImplausible(Measurement measurement, ReadingDraft draft) {
        Optional<Metric> metric = Metric.named(measurement.metric());
        if (metric.isPresent() && !metric.get().inRange(measurement.value())) {
            draft.flag(Flags.OUT_OF_RANGE + measurement.metric());
        }
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
        add(new Measurement(metric.metricName(), value, null), draft);
    }

    private boolean buildOther(
            String name, double value, @Nullable String unit, ReadingDraft draft) {
        String violation = IdRules.violation(name, maxNameLength);
        if (violation != null) {
            draft.fail(RejectReason.INVALID_ID, "A metric's name " + violation);
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
            draft.flag(Flags.NOT_A_NUMBER + name);
            return true;
        }
        add(new Measurement(name, value, unit), draft);
        return true;
    }

    private void add(Measurement measurement, ReadingDraft draft) {
        for (int i = 0; i < builtCount; i++) {
            if (built[i].metric().equals(measurement.metric())) {
                built[i] = measurement;
                draft.flag(Flags.DUPLICATE_METRIC + measurement.metric());
                return;
            }
        }
        built[builtCount++] = measurement;
    }
}
