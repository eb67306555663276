package io.pythoflow.job.control.season;

/** What a season came to on one plot. Depths in mm. */
public final class Ledger {
    private static final double HOURS_PER_STEP = 24.0 / SeasonWeather.STEPS_PER_DAY;

    /** Ks this close to 1 is 1. */
    private static final double NO_STRESS = 0.9999;

    private double waterMm;
    private double percolationMm;
    private double cropEtMm;
    private double actualEtMm;
    private double worstExcessShare;
    private double stressHoursToday;
    private double stressSumToday;
    private int stressDays;
    private double worstDailyStress = 1;
    private int openings;

    /** Water that reached the roots. */
    void watered(double depthMm) {
        waterMm += depthMm;
    }

    void opened() {
        openings++;
    }

    /**
     * A step of the soil.
     *
     * @param excessShare how far Dr lies beyond RAW, as a share of TAW
     */
    void advanced(int step, double cropMm, double stress, double percolatedMm, double excessShare) {
        cropEtMm += cropMm;
        actualEtMm += stress * cropMm;
        percolationMm += percolatedMm;
        worstExcessShare = Math.max(worstExcessShare, excessShare);
        stressHoursToday += stress < NO_STRESS ? HOURS_PER_STEP : 0;
        stressSumToday += stress;
        if ((step + 1) % SeasonWeather.STEPS_PER_DAY == 0) {
            stressDays += stressHoursToday >= 1 ? 1 : 0;
            worstDailyStress =
                    Math.min(worstDailyStress, stressSumToday / SeasonWeather.STEPS_PER_DAY);
            stressHoursToday = 0;
            stressSumToday = 0;
        }
    }

    /** Irrigation that reached the roots. */
    public double waterMm() {
        return waterMm;
    }

    /** What ran through the root zone, of rain and irrigation. */
    public double percolationMm() {
        return percolationMm;
    }

    /** ETc, what the crop would take without stress. */
    public double cropEtMm() {
        return cropEtMm;
    }

    /** ETa / ETc of the season, which yield goes with. */
    public double cropEtShare() {
        return actualEtMm / cropEtMm;
    }

    /** Farthest that Dr went beyond RAW, as a share of TAW. */
    public double worstExcessShare() {
        return worstExcessShare;
    }

    /** Days with an hour or more of Ks below 1. */
    public int stressDays() {
        return stressDays;
    }

    /** The lowest mean Ks of a day. */
    public double worstDailyStress() {
        return worstDailyStress;
    }

    /** Runs of the valve. */
    public int openings() {
        return openings;
    }
}
