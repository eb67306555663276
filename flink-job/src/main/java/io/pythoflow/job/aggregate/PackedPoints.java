package io.pythoflow.job.aggregate;

import io.pythoflow.job.state.PackedInput;
import io.pythoflow.job.state.PackedOutput;

/**
 * Points in few bytes, none of them rounded. Sensors send at nearly even intervals, and numbers of
 * few decimals that change little: so differences are kept, and values as whole numbers of their
 * last decimal where that is exact for all of them.
 */
final class PackedPoints {
    /** Values stand as they are, eight bytes each. */
    private static final int AS_THEY_ARE = 15;

    private static final double[] POWERS = {1, 10, 100, 1e3, 1e4, 1e5, 1e6};

    /** Whole numbers beyond this are not exact in a double. */
    private static final double LARGEST = 1L << 53;

    private PackedPoints() {}

    /**
     * Writes the first points, their count in front.
     *
     * @param offsets in any order; near each other where the points are near each other in the
     *     array
     */
    static void write(int[] offsets, double[] values, int size, PackedOutput out) {
        out.writeUnsigned(size);
        if (size == 0) {
            return;
        }
        long before = 0;
        long step = 0;
        for (int i = 0; i < size; i++) {
            long next = offsets[i] - before;
            out.writeSigned(next - step);
            step = next;
            before = offsets[i];
        }
        int decimals = decimalsOf(values, size);
        out.writeByte(decimals);
        if (decimals == AS_THEY_ARE) {
            for (int i = 0; i < size; i++) {
                out.writeDouble(values[i]);
            }
            return;
        }
        long last = 0;
        for (int i = 0; i < size; i++) {
            long whole = (long) Math.rint(values[i] * POWERS[decimals]);
            out.writeSigned(whole - last);
            last = whole;
        }
    }

    /** How many decimals all values have at most, if whole numbers can tell them exactly. */
    private static int decimalsOf(double[] values, int size) {
        int decimals = 0;
        for (int i = 0; i < size; i++) {
            while (!isWhole(values[i], POWERS[decimals])) {
                decimals++;
                if (decimals == POWERS.length) {
                    return AS_THEY_ARE;
                }
            }
        }
        return decimals;
    }

    /** A quotient of two exact numbers is rounded once, as the value was when it was read. */
    private static boolean isWhole(double value, double power) {
        double whole = Math.rint(value * power);
        // As a long, which has one zero only.
        return Math.abs(whole) < LARGEST
                && Double.doubleToRawLongBits((long) whole / power)
                        == Double.doubleToRawLongBits(value);
    }

    /**
     * Reads points behind their count.
     *
     * @param from where the first of them goes in the arrays
     */
    static void read(PackedInput in, int size, int[] offsets, double[] values, int from) {
        if (size == 0) {
            return;
        }
        int to = from + size;
        long before = 0;
        long step = 0;
        for (int i = from; i < to; i++) {
            step += in.readSigned();
            before += step;
            offsets[i] = (int) before;
        }
        int decimals = in.readByte();
        if (decimals == AS_THEY_ARE) {
            for (int i = from; i < to; i++) {
                values[i] = in.readDouble();
            }
            return;
        }
        double power = POWERS[decimals];
        long whole = 0;
        for (int i = from; i < to; i++) {
            whole += in.readSigned();
            values[i] = whole / power;
        }
    }
}
