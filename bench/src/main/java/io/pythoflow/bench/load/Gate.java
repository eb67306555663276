package io.pythoflow.bench.load;

import io.pythoflow.bench.BenchException;
import io.pythoflow.bench.load.SentSql.BrokenMessages;
import io.pythoflow.contract.table.LakeScript;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Whether a lake holds what must come of the first messages of a workload: asked of the files by
 * DuckDB, which computes what was sent from the messages' numbers. A run whose lake does not pass
 * has no figure.
 *
 * <p>All windows must have been emitted, so the job must have reached the end of its input. Its
 * lateness must be above {@link Workload#LATE_MILLIS}.
 *
 * <p>Percentiles are checked where a window has at most {@link #EXACT_VALUES} values of a metric,
 * the job's limit for exact ones.
 *
 * @param messages sent, from number 0 on
 * @param window length of the windows
 */
public record Gate(Workload workload, long messages, Duration window) {
    /** Default of {@code window.exact.values}. */
    static final int EXACT_VALUES = 1_024;

    /** Of means and deviations, whose last digits depend on the order of addition. */
    private static final double RELATIVE_ERROR = 1e-9;

    private static final String COPIED = "sum(times) - count(*)";

    /**
     * What a lake was found to hold.
     *
     * @param readings rows of {@code readings}
     * @param windows of a sensor and metric, by their newest rows
     * @param aggregateRows all rows of {@code sensor_aggregates}, revisions included
     * @param rejected rows of {@code rejected_messages}
     * @param late values that the newest rows count as late
     * @param duplicates copies that the newest rows count
     */
    public record Found(
            long readings,
            long windows,
            long aggregateRows,
            long rejected,
            long late,
            long duplicates) {}

    private enum Job {
        OURS,
        OURS_AFTER_RESTART,
        BACKFILL,
        PLAIN
    }

    /**
     * Checks what the job wrote in one run.
     *
     * <ul>
     *   <li>{@code readings}: each reading once, with its sensor, time and values.
     *   <li>{@code sensor_aggregates_latest}: each window once; count, minimum, maximum and median
     *       exact, mean and deviation to 1e-9; no more late and duplicate values than were sent,
     *       and of the duplicates at least nine in ten.
     *   <li>{@code sensor_aggregates}: no revision twice.
     *   <li>{@code rejected_messages}: each broken message once.
     * </ul>
     *
     * @throws BenchException that says what differs
     */
    public Found check(Path lake) {
        return check(lake, Job.OURS);
    }

    /**
     * The same after a crash. Redelivered messages are duplicates, a broken one may be rejected
     * twice, and what waited at the broker may be late.
     */
    public Found checkAfterRestart(Path lake) {
        return check(lake, Job.OURS_AFTER_RESTART);
    }

    /**
     * Checks what a backfill made of {@code readings}: every window as in {@link #check}, and none
     * of its values late or a duplicate, since the table has neither.
     */
    public Found checkBackfilled(Path lake) {
        return check(lake, Job.BACKFILL);
    }

    /**
     * Checks what a job wrote that drops neither copies nor keeps late readings: {@code readings}
     * has a row for each copy; count, minimum, maximum, mean and deviation are those of the
     * readings in time, copies included. Where a window has late ones, some of them may be counted
     * as well: a part of the job that is ahead of another waits for its watermark.
     */
    public Found checkPlain(Path lake) {
        return check(lake, Job.PLAIN);
    }

    private Found check(Path lake, Job job) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET temp_directory = '" + lake.resolveSibling("gate.tmp") + "'");
            statement.execute(LakeScript.of(lake));
            SentSql sql = new SentSql(workload);
            statement.execute(
                    "CREATE TEMP TABLE sent AS "
                            + sql.readings(
                                    messages,
                                    job == Job.PLAIN
                                            ? BrokenMessages.LEFT_OUT
                                            : BrokenMessages.KEPT_BEFORE_BREAK));
            checkReadings(statement, sql, job, lake);
            checkWindows(statement, sql, job, lake);
            if (job == Job.OURS || job == Job.OURS_AFTER_RESTART) {
                checkRejected(statement, sql, job, lake);
            }
            return found(statement);
        } catch (SQLException | IOException | IllegalArgumentException e) {
            throw new BenchException(
                    "No figure: cannot check the lake %s: %s".formatted(lake, e.getMessage()), e);
        }
    }

    private static void checkReadings(Statement statement, SentSql sql, Job job, Path lake)
            throws SQLException {
        String differs =
                sql.joined(
                                field ->
                                        "stored.%1$s IS DISTINCT FROM sent.%1$s"
                                                .formatted(field.metric()))
                        .replace(", ", " OR ");
        String same = sql.joined(field -> "any_value(%1$s) AS %1$s".formatted(field.metric()));
        mustBeNone(
                statement,
                "readings",
                lake,
                """
                SELECT coalesce(sent.reading, stored.reading) AS reading,
                    CASE WHEN stored.reading IS NULL THEN 'missing'
                        WHEN sent.reading IS NULL THEN 'never sent'
                        WHEN stored.times <> %s THEN 'stored ' || stored.times || ' times'
                        ELSE 'with other content' END AS problem
                FROM (
                    SELECT CAST(message_id AS BIGINT) AS reading, count(*) AS times,
                        any_value(sensor_id) AS sensor_id, epoch_ms(any_value(ts)) AS ts, %s
                    FROM readings GROUP BY message_id
                ) AS stored FULL JOIN sent ON stored.reading = sent.reading
                WHERE stored.reading IS NULL OR sent.reading IS NULL OR stored.times <> %s
                    OR stored.sensor_id <> sent.sensor_id OR stored.ts <> sent.ts OR %s"""
                        .formatted(
                                job == Job.PLAIN ? "sent.times" : "1",
                                same,
                                job == Job.PLAIN ? "sent.times" : "1",
                                differs));
    }

    private void checkWindows(Statement statement, SentSql sql, Job job, Path lake)
            throws SQLException {
        statement.execute(
                """
                CREATE TEMP TABLE expected AS
                SELECT sensor_id, metric, ts - ts %% %1$d AS window_start, count(*)%2$s AS n,
                    min(value)%2$s AS least, max(value)%2$s AS most, avg(value)%2$s AS mean,
                    stddev_samp(value)%2$s AS deviation,
                    quantile_cont(value, 0.5)%2$s AS median,
                    count(*) FILTER (late) AS late, %3$s AS copied
                FROM (
                    SELECT sensor_id, ts, late, times, unnest([%4$s]) AS metric,
                        unnest([%5$s]) AS value
                    FROM sent%6$s
                )
                GROUP BY ALL"""
                        .formatted(
                                window.toMillis(),
                                job == Job.PLAIN ? " FILTER (NOT late)" : "",
                                COPIED,
                                sql.joined(field -> "'" + field.metric() + "'"),
                                sql.joined(Field::metric),
                                job == Job.PLAIN ? ", range(0, times)" : ""));
        mustBeNone(
                statement,
                "sensor_aggregates",
                lake,
                """
                SELECT first(sensor_id || ' ' || metric || ' ' || window_start) AS reading,
                    'a revision that is there ' || count(*) || ' times' AS problem
                FROM sensor_aggregates
                GROUP BY sensor_id, metric, window_start, revision HAVING count(*) > 1""");
        mustBeNone(
                statement,
                "sensor_aggregates_latest",
                lake,
                """
                SELECT concat_ws(' ', e.sensor_id, e.metric, make_timestamp_ms(e.window_start))
                        AS reading,
                    CASE WHEN l."count" IS NULL THEN 'missing'
                        WHEN e.n IS NULL THEN concat_ws(' ', 'of no reading:', l.sensor_id,
                            l.metric, make_timestamp_ms(l.window_start))
                        ELSE concat('count ', l."count", ' of ', e.n, ', min ', l."min", ' of ',
                            e.least, ', max ', l."max", ' of ', e.most, ', mean ', l.mean, ' of ',
                            e.mean, ', stddev ', l."stddev", ' of ', e.deviation, ', p50 ', l.p50,
                            ' of ', e.median, ', late ', l.late_count, ' of ', e.late,
                            ', duplicates ', l.duplicate_count, ' of ', e.copied)
                    END AS problem
                FROM (
                    SELECT * REPLACE (epoch_ms(window_start) AS window_start)
                    FROM sensor_aggregates_latest
                ) AS l FULL JOIN expected AS e USING (sensor_id, metric, window_start)
                WHERE NOT coalesce(l."count" = e.n AND l."min" = e.least AND l."max" = e.most
                    AND abs(l.mean - e.mean) <= %s * abs(e.mean)
                    AND (e.n < 2 AND l."stddev" IS NULL
                        OR abs(l."stddev" - e.deviation) <= %s * e.deviation + 1e-12)%s, false)"""
                        .formatted(RELATIVE_ERROR, RELATIVE_ERROR, further(job)));
        if (job == Job.OURS) {
            mustBeNone(
                    statement,
                    "sensor_aggregates_latest",
                    lake,
                    """
                    SELECT 'all windows' AS reading,
                        format('only {} duplicates of {}', counted, copied) AS problem
                    FROM (SELECT (SELECT sum(duplicate_count) FROM sensor_aggregates_latest)
                        AS counted, (SELECT sum(copied) FROM expected) AS copied)
                    WHERE counted < 0.9 * copied""");
        }
    }

    private static String further(Job job) {
        String median = " AND (e.n > %d OR abs(l.p50 - e.median) <= 1e-12)".formatted(EXACT_VALUES);
        return switch (job) {
            case OURS -> median + " AND l.late_count <= e.late AND l.duplicate_count <= e.copied";
            case OURS_AFTER_RESTART -> median;
            case BACKFILL -> median + " AND l.late_count = 0 AND l.duplicate_count = 0";
            case PLAIN ->
                    """
                     OR e.late > 0 AND (l."count" IS NULL AND e.n = 0
                        OR l."count" > e.n AND l."count" <= e.n + e.late)""";
        };
    }

    private void checkRejected(Statement statement, SentSql sql, Job job, Path lake)
            throws SQLException {
        mustBeNone(
                statement,
                "rejected_messages",
                lake,
                """
                SELECT coalesce(stored.reading, broken.reading) AS reading,
                    CASE WHEN stored.reading IS NULL THEN 'missing'
                        WHEN broken.reading IS NULL THEN 'not broken'
                        ELSE 'rejected ' || stored.times || ' times' END AS problem
                FROM (
                    SELECT CAST(regexp_extract(payload_text, '"message_id":"(\\d+)"', 1) AS BIGINT)
                        AS reading, count(*) AS times
                    FROM rejected_messages GROUP BY ALL
                ) AS stored FULL JOIN (%s) AS broken USING (reading)
                WHERE stored.reading IS NULL OR broken.reading IS NULL%s"""
                        .formatted(
                                sql.broken(messages),
                                job == Job.OURS ? " OR stored.times > 1" : ""));
    }

    private static void mustBeNone(Statement statement, String table, Path lake, String query)
            throws SQLException {
        String sample =
                "SELECT count(*) OVER (), reading, problem FROM (" + query + ") ORDER BY 2 LIMIT 3";
        try (ResultSet rows = statement.executeQuery(sample)) {
            if (!rows.next()) {
                return;
            }
            StringBuilder problems =
                    new StringBuilder(
                            "No figure: %,d rows of %s in %s are wrong:"
                                    .formatted(rows.getLong(1), table, lake));
            do {
                problems.append(System.lineSeparator())
                        .append("  ")
                        .append(rows.getString(2))
                        .append(": ")
                        .append(rows.getString(3));
            } while (rows.next());
            throw new BenchException(problems.toString());
        }
    }

    private static Found found(Statement statement) throws SQLException {
        try (ResultSet row =
                statement.executeQuery(
                        """
                        SELECT (SELECT count(*) FROM readings),
                            (SELECT count(*) FROM sensor_aggregates_latest),
                            (SELECT count(*) FROM sensor_aggregates),
                            (SELECT count(*) FROM rejected_messages),
                            (SELECT coalesce(sum(late_count), 0) FROM sensor_aggregates_latest),
                            (SELECT coalesce(sum(duplicate_count), 0)
                                FROM sensor_aggregates_latest)""")) {
            row.next();
            return new Found(
                    row.getLong(1),
                    row.getLong(2),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6));
        }
    }
}
