package io.pythoflow.bench.load;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Function;

/**
 * The formulas of {@link Workload} and {@link Field} in DuckDB's SQL: what messages say, computed
 * from their numbers.
 */
final class SentSql {
    private final Workload workload;
    private final List<Field> fields;

    SentSql(Workload workload) {
        this.workload = workload;
        this.fields = Field.ALL.subList(0, workload.metrics());
    }

    /** Names of the metrics, in the order of the payload. */
    List<String> metrics() {
        return fields.stream().map(Field::metric).toList();
    }

    /**
     * The readings of the first so many messages: {@code reading} (its number), {@code times} (how
     * often it was sent), {@code sensor_id}, {@code ts} (epoch milliseconds), {@code late}, and a
     * column for each metric.
     *
     * @param messages which may be the copy of the one before
     * @param fromBroken whether the elements before the break of a broken message count
     */
    String readings(long messages, BrokenMessages fromBroken) {
        return """
        SELECT reading, times, sensor_id,
            CASE WHEN late THEN millis - %d
                WHEN place >= 980 THEN millis - reading %% %d ELSE millis END AS ts,
            late, %s
        FROM (
            SELECT *, (reading * %d + reading // 1000 * %d) %% 1000 AS place,
                place < %d AS late,
                %d + reading * %d // 1000000 AS millis,
                '%s' || lpad((reading %% %d)::VARCHAR, 6, '0') AS sensor_id
            FROM (
                SELECT message, message * %d + place_in_message AS reading,
                    CASE WHEN message %% %d = %d AND message + 1 < %d THEN 2 ELSE 1 END AS times
                FROM range(0, %d) AS m(message), range(0, %d) AS r(place_in_message)
                WHERE message %% %d <> %d%s
            )
        )"""
                .formatted(
                        Workload.LATE_MILLIS,
                        Workload.OUT_OF_ORDER_MILLIS,
                        joined(SentSql::value),
                        Workload.PLACE_STEP,
                        Workload.PLACE_SHIFT,
                        workload.late().inThousand(),
                        workload.base(),
                        workload.stepNanos(),
                        Messages.SENSOR_PREFIX,
                        workload.sensors(),
                        workload.readingsPerMessage(),
                        Workload.PER_MESSAGES,
                        Workload.COPY - 1,
                        messages,
                        messages,
                        workload.readingsPerMessage(),
                        Workload.PER_MESSAGES,
                        Workload.COPY,
                        fromBroken == BrokenMessages.KEPT_BEFORE_BREAK
                                        && workload.readingsPerMessage() > 1
                                ? ""
                                : " AND message %% %d <> %d"
                                        .formatted(Workload.PER_MESSAGES, Workload.BROKEN));
    }

    /** Numbers of the first readings of broken messages, as {@code reading}. */
    String broken(long messages) {
        return "SELECT message * %d AS reading FROM range(0, %d) AS m(message) WHERE message %% %d = %d"
                .formatted(
                        workload.readingsPerMessage(),
                        messages,
                        Workload.PER_MESSAGES,
                        Workload.BROKEN);
    }

    /** What a receiver makes of a message that breaks off. */
    enum BrokenMessages {
        /** All elements of an array, since each is whole. */
        KEPT_BEFORE_BREAK,
        /** Nothing. */
        LEFT_OUT
    }

    /** For each field, with commas between. */
    String joined(Function<Field, String> sql) {
        return fields.stream().map(sql).collect(joining(", "));
    }

    /** The double next to the decimal number: numerator and denominator are exact, so is this. */
    private static String value(Field field) {
        return "(%d + reading * %d %% %d) / 1e%d AS %s"
                .formatted(
                        field.least(),
                        field.step(),
                        field.span(),
                        field.decimals(),
                        field.metric());
    }
}
