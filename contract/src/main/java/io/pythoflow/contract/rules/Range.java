package io.pythoflow.contract.rules;

import java.math.BigDecimal;

/**
 * Which numbers a key takes.
 *
 * @param lower whether {@code lowest} itself is left out
 */
record Range(double lowest, double highest, Lower lower) {

    enum Lower {
        INCLUDED,
        LEFT_OUT
    }

    static Range of(double lowest, double highest) {
        return new Range(lowest, highest, Lower.INCLUDED);
    }

    /** Above {@code lowest}, at most {@code highest}. */
    static Range above(double lowest, double highest) {
        return new Range(lowest, highest, Lower.LEFT_OUT);
    }

    boolean contains(double value) {
        return value <= highest && (lower == Lower.INCLUDED ? value >= lowest : value > lowest);
    }

    @Override
    public String toString() {
        String from = (lower == Lower.LEFT_OUT ? "above " : "") + plain(lowest);
        return from + " to " + plain(highest);
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }
}
