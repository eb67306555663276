package io.pythoflow.job.aggregate;

import java.util.Arrays;

/**
 * Values of one metric in order of time. Values of the same instant stand in ascending order, so
 * the order does not depend on arrival.
 *
 * @param offsets milliseconds since the window's start, ascending
 * @param values one for each offset
 */
record Points(int[] offsets, double[] values) {

    /**
     * Puts points in order.
     *
     * @param offsets left as they are, and part of the result where they are in order already
     */
    static Points sorted(int[] offsets, double[] values) {
        if (ascending(offsets)) {
            return new Points(offsets, values);
        }
        int size = offsets.length;
        long[] order = new long[size];
        for (int i = 0; i < size; i++) {
            order[i] = ((long) offsets[i] << Integer.SIZE) | i;
        }
        Arrays.sort(order);
        int[] sortedOffsets = new int[size];
        double[] sortedValues = new double[size];
        for (int i = 0; i < size; i++) {
            sortedOffsets[i] = (int) (order[i] >> Integer.SIZE);
            sortedValues[i] = values[(int) order[i]];
        }
        int from = 0;
        for (int to = 1; to <= size; to++) {
            if (to == size || sortedOffsets[to] != sortedOffsets[from]) {
                Arrays.sort(sortedValues, from, to);
                from = to;
            }
        }
        return new Points(sortedOffsets, sortedValues);
    }

    /** Whether no two are of one instant, and each comes later than the one before it. */
    private static boolean ascending(int[] offsets) {
        for (int i = 1; i < offsets.length; i++) {
            if (offsets[i] <= offsets[i - 1]) {
                return false;
            }
        }
        return true;
    }

    int size() {
        return values.length;
    }

    Points slice(int from, int to) {
        return new Points(
                Arrays.copyOfRange(offsets, from, to), Arrays.copyOfRange(values, from, to));
    }
}
