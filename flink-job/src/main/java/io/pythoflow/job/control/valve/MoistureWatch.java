package io.pythoflow.job.control.valve;

import io.pythoflow.contract.payload.Alert.Code;
import io.pythoflow.contract.payload.GatewayError.Severity;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whether the soil is wetter after watering. Pulses that follow each other too fast to be judged
 * alone are judged together, from before the first.
 */
final class MoistureWatch {

    /** Less than this, in % of whichever unit, is noise of a sensor. */
    private static final double NOTABLE_RISE = 0.3;

    /** A watering whose rise would be less is not judged, in % volumetric. */
    private static final double JUDGED_RISE = 2 * NOTABLE_RISE;

    private static final double MM_PER_PERCENT_AND_METRE = 10;
    private static final double INEFFECTIVE_DOSE_FACTOR = 0.5;
    private static final long NEVER = RunState.NEVER;

    private long judgedFrom = NEVER;
    private long wateredUntil = NEVER;
    private double before;
    private double wettest;
    private boolean ineffective;

    /** What share of the usual dose to give. */
    double doseFactor() {
        return ineffective ? INEFFECTIVE_DOSE_FACTOR : 1;
    }

    /** Judges a watering that ends now, together with one that is not judged yet. */
    void begin(ValveRun watered, Moment at, long waitMillis) {
        if (watered.moistureBefore() == null || !isJudged(watered, at.zone().rootDepthM())) {
            return;
        }
        double moistureBefore = watered.moistureBefore();
        before = judgedFrom == NEVER ? moistureBefore : Math.min(before, moistureBefore);
        wettest = Double.NEGATIVE_INFINITY;
        wateredUntil = at.now();
        judgedFrom = at.now() + waitMillis;
    }

    private static boolean isJudged(ValveRun watered, double rootDepthM) {
        return watered.depthMm() == null
                || watered.depthMm() / (MM_PER_PERCENT_AND_METRE * rootDepthM) >= JUDGED_RISE;
    }

    void measured(double moisture, long readingAt, Troubles troubles, Moment at) {
        if (judgedFrom == NEVER || readingAt < wateredUntil) {
            return;
        }
        wettest = Math.max(wettest, moisture);
        if (wettest - before >= NOTABLE_RISE) {
            judgedFrom = NEVER;
            ineffective = false;
            troubles.clear(
                    Code.INEFFECTIVE_WATERING,
                    "Zone %s is wetter after watering".formatted(at.zone().id()),
                    at.out());
        } else if (readingAt >= judgedFrom) {
            judgedFrom = NEVER;
            ineffective = true;
            troubles.raise(
                    Code.INEFFECTIVE_WATERING,
                    Severity.WARN,
                    "Zone %s was watered and its soil moisture went from %.1f to %.1f: doses are halved"
                            .formatted(at.zone().id(), before, wettest),
                    at.out());
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeLong(judgedFrom);
        out.writeLong(wateredUntil);
        out.writeDouble(before);
        out.writeDouble(wettest);
        out.writeBoolean(ineffective);
    }

    static MoistureWatch read(DataInput in) throws IOException {
        MoistureWatch watch = new MoistureWatch();
        watch.judgedFrom = in.readLong();
        watch.wateredUntil = in.readLong();
        watch.before = in.readDouble();
        watch.wettest = in.readDouble();
        watch.ineffective = in.readBoolean();
        return watch;
    }
}
