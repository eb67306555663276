package io.pythoflow.sim.load;

import java.util.List;

/**
 * A metric with made-up values in thousandths of its unit. Two of every shape count instead of
 * being drawn: together they differ for 625 million readings, so that no two messages without an id
 * are equal by chance.
 *
 * @param name as published
 * @param unit as published, null for none
 * @param lowest thousandths, with the same number of digits as the highest
 * @param span thousandths
 * @param source how a value comes about
 */
record LoadMetric(String name, String unit, long lowest, long span, Source source) {

    /** Where values come from. */
    enum Source {
        DRAWN,
        COUNTING,
        COUNTING_ROUNDS
    }

    static final List<LoadMetric> V1 =
            List.of(
                    new LoadMetric("soil_moisture", "%VWC", 10_000, 35_000, Source.DRAWN),
                    new LoadMetric(
                            "soil_temperature", "Cel", 12_000, 25_000, Source.COUNTING_ROUNDS),
                    new LoadMetric("temperature", "Cel", 12_000, 25_000, Source.COUNTING),
                    new LoadMetric("humidity", "%RH", 30_000, 60_000, Source.DRAWN),
                    new LoadMetric("battery", "V", 3_400, 800, Source.DRAWN));

    static final List<LoadMetric> LEGACY =
            List.of(
                    new LoadMetric("temperature", "Cel", 12_000, 25_000, Source.COUNTING),
                    new LoadMetric("humidity", "%RH", 30_000, 60_000, Source.DRAWN),
                    new LoadMetric("soil_humidity", "%rel", 10_000, 80_000, Source.DRAWN),
                    new LoadMetric("light", "adc", 100_000, 800_000, Source.DRAWN),
                    new LoadMetric("uv_intensity", "adc", 10_000, 80_000, Source.DRAWN),
                    new LoadMetric(
                            "soil_temperature", "Cel", 12_000, 25_000, Source.COUNTING_ROUNDS));

    static List<LoadMetric> of(PayloadKind kind) {
        return kind == PayloadKind.V1 ? V1 : LEGACY;
    }

    /** The value of a reading in thousandths; the same for the same arguments. */
    long thousandths(long seed, long reading) {
        return lowest
                + switch (source) {
                    case DRAWN -> Math.floorMod(mixed(seed + reading * 31 + name.hashCode()), span);
                    case COUNTING -> reading % span;
                    case COUNTING_ROUNDS -> reading / span % span;
                };
    }

    /** The finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mixed(long number) {
        long z = number * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
