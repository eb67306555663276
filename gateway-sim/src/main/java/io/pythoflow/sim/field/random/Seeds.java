package io.pythoflow.sim.field.random;

import java.util.Random;

/** Derives independent streams from one seed, by name or by index. */
public final class Seeds {

    /** Weyl increment of SplitMix64 (Steele, Lea and Flood 2014). */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final double TO_UNIT = 0x1.0p-53;

    private Seeds() {}

    /** The seed of the part with this name. */
    public static long of(long seed, String name) {
        return mix(seed + GOLDEN_GAMMA * (name.hashCode() | 1L));
    }

    /**
     * A generator for the part with this name. {@link Random} because its algorithm is specified: a
     * seed means the same on every JVM.
     */
    public static Random random(long seed, String name) {
        return new Random(of(seed, name));
    }

    /** A number in [0, 1) that depends on nothing but seed and index. */
    public static double uniform(long seed, long index) {
        return (mix(seed + GOLDEN_GAMMA * (index + 1)) >>> 11) * TO_UNIT;
    }

    /** A standard normal number that depends on nothing but seed and index. */
    public static double gaussian(long seed, long index) {
        double radius = Math.sqrt(-2 * Math.log(1 - uniform(seed, 2 * index)));
        return radius * Math.cos(2 * Math.PI * uniform(seed, 2 * index + 1));
    }

    private static long mix(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
