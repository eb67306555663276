package io.pythoflow.job.aggregate;

/**
 * A sum that carries what rounding loses (Neumaier, ZAMM 54, 1974): its error does not grow with
 * the number of values.
 */
final class CompensatedSum {
    private double sum;
    private double lost;

    CompensatedSum() {}

    CompensatedSum(double sum, double lost) {
        this.sum = sum;
        this.lost = lost;
    }

    void add(double value) {
        double total = sum + value;
        lost += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
        sum = total;
    }

    void add(CompensatedSum other) {
        add(other.sum);
        lost += other.lost;
    }

    /** Infinite where the values are so large that their sum is. */
    double value() {
        return Double.isInfinite(sum) ? sum : sum + lost;
    }

    double sum() {
        return sum;
    }

    double lost() {
        return lost;
    }
}
