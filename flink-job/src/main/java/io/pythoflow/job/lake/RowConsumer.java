package io.pythoflow.job.lake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the columns of one row, in any order, each at most once; a column that is not given, or
 * given as null, is null in the row. Columns are addressed by their index in the table definition,
 * see {@link io.pythoflow.contract.table.TableDefinition#indexOf}.
 *
 * <p>A column given twice is an {@link IllegalStateException}: it would shift every later row of
 * the file. A value of another type than the column's is an {@link UnsupportedOperationException}.
 */
public interface RowConsumer {

    /** A string that hardly ever repeats: an id of a message, a text. */
    void string(int column, @Nullable String value);

    /** A string that many rows share, such as a sensor, a topic or a unit: its bytes are kept. */
    void repeatingString(int column, @Nullable String value);

    void bool(int column, boolean value);

    void integer(int column, int value);

    void bigint(int column, long value);

    /** NaN is no number and is stored as null, since engines disagree on how it compares. */
    void real(int column, double value);

    /** Epoch milliseconds, UTC. */
    void timestamp(int column, long epochMillis);

    /** The array must not change afterwards. */
    void binary(int column, byte[] value);

    void strings(int column, List<String> values);

    /** Starts a map column; followed by any number of {@link #entry} and one {@link #closeMap}. */
    void openMap(int column);

    /** One entry of the open map; the caller sees to it that keys are distinct. */
    void entry(String key, double value);

    /** The same of a map to strings, which are taken to repeat. */
    void entry(String key, String value);

    void closeMap();

    default void integer(int column, @Nullable Integer value) {
        if (value != null) {
            integer(column, value.intValue());
        }
    }

    default void bigint(int column, @Nullable Long value) {
        if (value != null) {
            bigint(column, value.longValue());
        }
    }

    default void real(int column, @Nullable Double value) {
        if (value != null) {
            real(column, value.doubleValue());
        }
    }
}
