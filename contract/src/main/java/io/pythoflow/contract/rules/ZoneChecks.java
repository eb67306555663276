package io.pythoflow.contract.rules;

import io.pythoflow.contract.codec.MessageEncoder;
import io.pythoflow.contract.payload.OriginalCommand;
import io.pythoflow.contract.rules.Demand.By;

/** What the keys of one zone must be to each other. */
final class ZoneChecks {

    /** Of a command to the original firmware, on the safe side of its 256 bytes a packet. */
    private static final int ORIGINAL_MAX_PAYLOAD_BYTES = 200;

    /** Where high is derived, this share of the available water may be missing. */
    private static final double ENOUGH_FRACTION = 0.1;

    private ZoneChecks() {}

    static void check(Section limits, Limits read) {
        if (limits.sound("min_run_s", "max_run_s") && read.minRunSeconds() > read.maxRunSeconds()) {
            limits.problem("min_run_s", "at most max_run_s, " + read.maxRunSeconds());
        }
        if (limits.sound("max_run_s", "max_run_s_per_day")
                && read.maxRunSeconds() > read.maxRunSecondsPerDay()) {
            limits.problem("max_run_s_per_day", "at least max_run_s, " + read.maxRunSeconds());
        }
        Integer cycle = read.cycleSeconds();
        if (cycle != null
                && limits.sound("min_run_s", "max_run_s")
                && (cycle < read.minRunSeconds() || cycle > read.maxRunSeconds())) {
            limits.problem("cycle_s", betweenRuns(read));
        }
    }

    static void check(Section zone, Zone read) {
        Section limits = zone.section("limits");
        checkThresholds(zone, read);
        Integer fixedRun = read.demand().fixedRunSeconds();
        if (fixedRun != null
                && limits.sound("min_run_s", "max_run_s")
                && (fixedRun < read.limits().minRunSeconds()
                        || fixedRun > read.limits().maxRunSeconds())) {
            zone.section("demand").problem("fixed_run_s", betweenRuns(read.limits()));
        }
        Manual manual = read.manual();
        if (manual != null
                && limits.sound("max_run_s")
                && manual.durationSeconds() > read.limits().maxRunSeconds()) {
            zone.section("manual")
                    .problem(
                            "duration_s",
                            "at most limits.max_run_s, " + read.limits().maxRunSeconds());
        }
        Integer quorum = read.sensing().quorum();
        if (quorum != null && zone.sound("sensors") && quorum > read.sensors().size()) {
            zone.section("sensing")
                    .problem("quorum", "at most the zone's sensors, " + read.sensors().size());
        }
        if (read.demand().by() == By.DEPLETION && read.site() == null && zone.sound("site")) {
            zone.missing("site", "latitude, longitude and elevation_m: by depletion needs the sun");
        }
        if (read.device().protocol() == Protocol.ORIGINAL) {
            checkOriginal(zone.section("device"), read);
        }
    }

    /** Of two thresholds given, their order is known already; here one comes from soil and crop. */
    private static void checkThresholds(Section zone, Zone read) {
        Demand demand = read.demand();
        Section section = zone.section("demand");
        Double low = demand.low();
        Double high = demand.high();
        if (demand.by() != By.MOISTURE
                || !demand.isVolumetric()
                || (low != null && high != null)
                || !zone.sound("soil", "crop", "demand")
                || !section.sound("low", "high", "metric", "by", "depletion_fraction")) {
            return;
        }
        double fieldCapacity = 100 * read.soil().fieldCapacity();
        double available = fieldCapacity - 100 * read.soil().wiltingPoint();
        Double fraction = demand.depletionFraction();
        double p = fraction == null ? read.crop().depletionFraction() : fraction;
        double derivedLow = fieldCapacity - p * available;
        double derivedHigh = fieldCapacity - ENOUGH_FRACTION * available;
        if (low != null && low >= derivedHigh) {
            section.problem("low", "less than the high of this soil, " + rounded(derivedHigh));
        } else if (high != null && high <= derivedLow) {
            section.problem(
                    "high", "more than the low of this soil and crop, " + rounded(derivedLow));
        } else if (low == null && high == null && p <= ENOUGH_FRACTION) {
            section.problem("depletion_fraction", "more than " + ENOUGH_FRACTION);
        }
    }

    private static double rounded(double percent) {
        return Math.round(percent * 100) / 100.0;
    }

    private static void checkOriginal(Section device, Zone read) {
        String id = read.device().id();
        String identifier = read.device().identifier();
        if (id.isEmpty() || identifier == null || identifier.isEmpty()) {
            return;
        }
        try {
            byte[] longest =
                    new MessageEncoder()
                            .originalCommand(
                                    id,
                                    new OriginalCommand(
                                            identifier, read.limits().maxRunSeconds() * 1000L));
            if (longest.length > ORIGINAL_MAX_PAYLOAD_BYTES) {
                device.problem(
                        "identifier",
                        "a shorter one: the command has %d bytes, the original firmware takes %d"
                                .formatted(longest.length, ORIGINAL_MAX_PAYLOAD_BYTES));
            }
        } catch (IllegalArgumentException e) {
            device.problem("identifier", "a shorter one, or a shorter id: " + e.getMessage());
        }
    }

    private static String betweenRuns(Limits limits) {
        return "limits.min_run_s to max_run_s, %d to %d"
                .formatted(limits.minRunSeconds(), limits.maxRunSeconds());
    }
}
