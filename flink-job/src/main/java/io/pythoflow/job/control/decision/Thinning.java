package io.pythoflow.job.control.decision;

import io.pythoflow.job.state.NullableText;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Which evaluations of a zone become rows: every one that differs from the row before, and one per
 * interval of those that do not. None is lost: a row says how many evaluations there were since the
 * row before.
 */
public final class Thinning {
    private static final byte VERSION = 1;

    private @Nullable String lastResult;
    private long lastRowAt = Long.MIN_VALUE;
    private long evaluations;

    /**
     * Takes note of an evaluation.
     *
     * @param result what makes two evaluations equal
     * @param now epoch milliseconds
     * @param intervalMillis within which equal ones become one row
     * @return how many evaluations the row stands for; 0 where there is none yet
     */
    public long record(String result, long now, long intervalMillis) {
        evaluations++;
        boolean news = !result.equals(lastResult);
        if (!news && now - lastRowAt < intervalMillis) {
            return 0;
        }
        long counted = evaluations;
        evaluations = 0;
        lastResult = result;
        lastRowAt = now;
        return counted;
    }

    public void write(DataOutput out) throws IOException {
        out.writeByte(VERSION);
        NullableText.write(lastResult, out);
        out.writeLong(lastRowAt);
        out.writeLong(evaluations);
    }

    /** What {@link #write} wrote. */
    public static Thinning read(DataInput in) throws IOException {
        byte version = in.readByte();
        if (version != VERSION) {
            throw new IOException(
                    "Thinning was written in version %d, this reads %d".formatted(version, VERSION));
        }
        Thinning thinning = new Thinning();
        thinning.lastResult = NullableText.read(in);
        thinning.lastRowAt = in.readLong();
        thinning.evaluations = in.readLong();
        return thinning;
    }
}
