package io.pythoflow.contract.rules;

import io.pythoflow.contract.metric.Metric;
import io.pythoflow.contract.rules.Demand.By;
import io.pythoflow.contract.rules.Demand.Calibration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads when a zone is thirsty, and holds that units never mix. */
final class DemandReader {

    private static final Range RELATIVE = range(Metric.SOIL_MOISTURE_RELATIVE);
    private static final Range VOLUMETRIC = range(Metric.SOIL_MOISTURE);

    private static final Map<String, By> BY = new LinkedHashMap<>();
    private static final Map<String, Metric> METRICS = new LinkedHashMap<>();
    private static final int CONFIRMATIONS = 2;

    static {
        BY.put("moisture", By.MOISTURE);
        BY.put("depletion", By.DEPLETION);
        METRICS.put(Metric.SOIL_MOISTURE.metricName(), Metric.SOIL_MOISTURE);
        METRICS.put(Metric.SOIL_MOISTURE_RELATIVE.metricName(), Metric.SOIL_MOISTURE_RELATIVE);
    }

    private DemandReader() {}

    static Demand read(Section demand) {
        Metric metric = demand.requiredWord("metric", METRICS, Metric.SOIL_MOISTURE);
        Calibration calibration = calibration(demand);
        boolean relative = metric == Metric.SOIL_MOISTURE_RELATIVE && calibration == null;
        Range unit = relative ? RELATIVE : VOLUMETRIC;
        Demand read =
                new Demand(
                        demand.word("by", BY, By.MOISTURE),
                        metric,
                        demand.number("low", unit),
                        demand.number("high", unit),
                        demand.integer("confirmations", Range.of(1, 10), CONFIRMATIONS),
                        calibration,
                        demand.integer("fixed_run_s", Range.of(1, ZoneReader.LONGEST_RUN_SECONDS)),
                        demand.number("depletion_fraction", Range.of(0.1, 0.8)));
        demand.leaveNothing();
        if (demand.isWhole()) {
            check(demand, read);
        }
        return read;
    }

    private static @Nullable Calibration calibration(Section demand) {
        if (demand.object("calibration").isEmpty()) {
            return null;
        }
        Section line = demand.section("calibration");
        Calibration read =
                new Calibration(
                        line.requiredNumber("dry_reading", RELATIVE, 0),
                        line.requiredNumber("dry_percent", VOLUMETRIC, 0),
                        line.requiredNumber("wet_reading", RELATIVE, 100),
                        line.requiredNumber("wet_percent", VOLUMETRIC, 50));
        line.leaveNothing();
        if (line.isWhole()) {
            lessThan(line, "dry_reading", read.dryReading(), "wet_reading", read.wetReading());
            lessThan(line, "dry_percent", read.dryPercent(), "wet_percent", read.wetPercent());
        }
        return read;
    }

    private static void check(Section demand, Demand read) {
        if (!demand.sound("metric", "by")) {
            return;
        }
        if (read.metric() == Metric.SOIL_MOISTURE && read.calibration() != null) {
            demand.problem("calibration", "none: soil_moisture is volumetric as it is");
        }
        if (!read.isVolumetric()) {
            checkRelative(demand, read);
        } else if (read.by() == By.DEPLETION) {
            for (String threshold : new String[] {"low", "high"}) {
                if (demand.value(threshold) != null) {
                    demand.problem(threshold, "none: by depletion has no thresholds of moisture");
                }
            }
        }
        Double low = read.low();
        Double high = read.high();
        if (low != null && high != null) {
            lessThan(demand, "low", low, "high", high);
        }
    }

    private static void checkRelative(Section demand, Demand read) {
        if (read.by() == By.DEPLETION) {
            demand.problem("by", "moisture, or a calibration: depletion needs volumetric moisture");
            return;
        }
        for (String needed : new String[] {"low", "high", "fixed_run_s"}) {
            if (demand.value(needed) == null) {
                demand.missing(
                        needed,
                        "it, or a calibration: soil_moisture_relative alone says nothing of"
                                + " millimetres");
            }
        }
    }

    private static void lessThan(
            Section section, String lesser, double less, String greater, double more) {
        if (section.sound(lesser, greater) && less >= more) {
            section.problem(lesser, "less than " + greater + ", " + more);
        }
    }

    private static Range range(Metric metric) {
        return Range.of(metric.lowest(), metric.highest());
    }
}
