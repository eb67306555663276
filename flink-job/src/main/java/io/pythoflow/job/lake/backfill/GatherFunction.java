package io.pythoflow.job.lake.backfill;

import org.apache.flink.api.common.accumulators.LongCounter;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Passes rows on. Keyed by the hour of their partition, batch mode sorts them before, so that a
 * table's sink writes one partition after the other: a year of them needs no more open files than
 * an hour.
 */
public final class GatherFunction<T> extends KeyedProcessFunction<Long, T, T> {

    private static final long serialVersionUID = 1L;

    private static final long HOUR_MILLIS = 3_600_000L;

    private final String table;

    private transient LongCounter rows;
    private transient LongCounter hours;
    private transient long hour;

    /**
     * @param table whose rows these are, for the report
     */
    public GatherFunction(String table) {
        this.table = table;
    }

    /** The hour of a partition time. */
    public static long hourOf(long epochMillis) {
        return Math.floorDiv(epochMillis, HOUR_MILLIS);
    }

    @Override
    public void open(OpenContext context) {
        rows = getRuntimeContext().getLongCounter(Report.ROWS_OF + table);
        hours = getRuntimeContext().getLongCounter(Report.HOURS_OF + table);
        hour = Long.MIN_VALUE;
    }

    @Override
    public void processElement(T row, Context context, Collector<T> out) {
        if (context.getCurrentKey() != hour) {
            hour = context.getCurrentKey();
            hours.add(1);
        }
        rows.add(1);
        out.collect(row);
    }
}
