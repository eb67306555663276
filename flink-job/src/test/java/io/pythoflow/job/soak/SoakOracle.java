package io.pythoflow.job.soak;

import io.pythoflow.job.soak.SoakReport.Aggregates;
import io.pythoflow.job.soak.SoakReport.Readings;
import io.pythoflow.job.testing.Lake;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes from the ledger what the tables must hold, in SQL and with nothing of the job, and
 * compares. Figures of aggregates may differ by 1e-9 of their size where they are sums; counts,
 * extremes, first and last values must be equal.
 */
final class SoakOracle {

    private static final int EXAMPLES = 5;

    private final Path ledger;
    private final Lake lake;
    private final long windowMillis;

    SoakOracle(Path ledger, Lake lake, Duration windowLength) {
        this.ledger = ledger;
        this.lake = lake;
        this.windowMillis = windowLength.toMillis();
    }

    /**
     * Compares now.
     *
     * @param delivered messages that the broker sent to the job
     */
    SoakReport compare(long delivered) {
        long rows = lake.count("SELECT count(*) FROM {readings}");
        long aggregateRows = lake.count("SELECT count(*) FROM {sensor_aggregates}");
        if (rows == 0 || aggregateRows == 0) {
            long sent = number(count(ledger()));
            return new SoakReport(
                    new Readings(sent, rows, sent, 0, 0, 0),
                    new Aggregates(0, aggregateRows, 0, 0, 0, 0),
                    delivered,
                    List.of("A table has no rows yet."));
        }
        Readings readings =
                new Readings(
                        number(count(ledger())),
                        rows,
                        number(count(missing())),
                        copies(),
                        number(count(unexpected())),
                        lake.count("SELECT count(*) FROM {rejected_messages}"));
        Aggregates aggregates =
                new Aggregates(
                        number(count(expected())),
                        aggregateRows,
                        number(count(compared("missing"))),
                        number(count(compared("unexpected"))),
                        number(count(compared("different"))),
                        number(
                                "SELECT coalesce(sum(n - 1), 0)::BIGINT FROM (SELECT count(*) AS n"
                                        + " FROM {sensor_aggregates} GROUP BY sensor_id, metric,"
                                        + " window_start, revision)"));
        return new SoakReport(readings, aggregates, delivered, examples(readings, aggregates));
    }

    /** Readings that a reader sees more than once now. */
    long copies() {
        return lake.count(
                "SELECT coalesce(sum(n - 1), 0)::BIGINT FROM (SELECT count(*) AS n"
                        + " FROM {readings} GROUP BY message_id)");
    }

    private List<String> examples(Readings readings, Aggregates aggregates) {
        List<String> examples = new ArrayList<>();
        if (readings.missing() > 0) {
            examples.addAll(some("missing reading", missing()));
        }
        if (readings.unexpected() > 0) {
            examples.addAll(some("unexpected row", unexpected()));
        }
        if (!aggregates.agree()) {
            for (String verdict : List.of("missing", "unexpected", "different")) {
                examples.addAll(some(verdict + " aggregate", compared(verdict)));
            }
        }
        return examples;
    }

    private List<String> some(String what, String rows) {
        return lake.query("SELECT * FROM (%s) LIMIT %d".formatted(rows, EXAMPLES)).stream()
                .map(row -> what + " " + row)
                .toList();
    }

    private String ledger() {
        return ("SELECT * FROM read_json('%s', format = 'newline_delimited', columns = {message_id:"
                        + " 'VARCHAR', sensor_id: 'VARCHAR', ts: 'BIGINT', 'values': 'MAP(VARCHAR,"
                        + " DOUBLE)'})")
                .formatted(ledger);
    }

    private String missing() {
        return "SELECT message_id, sensor_id, make_timestamp(ts * 1000) AS ts FROM ("
                + ledger()
                + ") WHERE message_id NOT IN (SELECT message_id FROM {readings} WHERE message_id IS"
                + " NOT NULL) ORDER BY ts";
    }

    private String unexpected() {
        return "SELECT r.message_id, r.sensor_id, r.ts FROM {readings} r LEFT JOIN ("
                + ledger()
                + """
                 ) l ON r.message_id = l.message_id
                AND r.sensor_id = l.sensor_id
                AND epoch_ms(r.ts) = l.ts
                AND r.soil_moisture IS NOT DISTINCT FROM l."values"['soil_moisture']
                AND r.soil_temperature IS NOT DISTINCT FROM l."values"['soil_temperature']
                AND r.temperature IS NOT DISTINCT FROM l."values"['temperature']
                AND r.humidity IS NOT DISTINCT FROM l."values"['humidity']
                AND r.battery IS NOT DISTINCT FROM l."values"['battery']
                WHERE l.message_id IS NULL ORDER BY r.ts""";
    }

    /** Values of one instant stand in ascending order, hence the extremes of pairs. */
    private String expected() {
        return """
        SELECT sensor_id, metric, ts // %1$d * %1$d AS start, count(*) AS n,
            min(v) AS low, max(v) AS high, avg(v) AS mean, stddev_samp(v) AS deviation, sum(v) AS total,
            quantile_cont(v, [0.05, 0.25, 0.5, 0.75, 0.95]) AS q,
            min({ts: ts, v: v}) AS oldest, max({ts: ts, v: v}) AS newest
        FROM (SELECT sensor_id, ts, unnest(map_keys("values")) AS metric,
            unnest(map_values("values")) AS v FROM (%2$s))
        GROUP BY ALL"""
                .formatted(windowMillis, ledger());
    }

    /** One row for each sensor, metric and window that this can be said of. */
    private String compared(String verdict) {
        return """
        SELECT * FROM (SELECT coalesce(e.sensor_id, a.sensor_id) AS sensor_id,
            coalesce(e.metric, a.metric) AS metric,
            make_timestamp(coalesce(e.start, epoch_ms(a.window_start)) * 1000) AS window_start,
            e.n AS count_sent, a."count" AS count_aggregated, a.revision, a.emitted_at,
            CASE WHEN a.sensor_id IS NULL THEN 'missing' WHEN e.sensor_id IS NULL THEN 'unexpected'
            WHEN a."count" = e.n AND a.min = e.low AND a.max = e.high
                AND a.first_value = e.oldest.v AND epoch_ms(a.first_at) = e.oldest.ts
                AND a.last_value = e.newest.v AND epoch_ms(a.last_at) = e.newest.ts
                AND epoch_ms(a.window_end) = e.start + %1$d AND a.window_length_s * 1000 = %1$d
                AND near(a.mean, e.mean) AND near(a.sum, e.total)
                AND coalesce(near(a.stddev, e.deviation), a.stddev IS NULL AND e.deviation IS NULL)
                AND near(a.p05, e.q[1]) AND near(a.p25, e.q[2]) AND near(a.p50, e.q[3])
                AND near(a.p75, e.q[4]) AND near(a.p95, e.q[5]) THEN 'equal'
            ELSE 'different' END AS verdict
        FROM (%2$s) e FULL JOIN (SELECT * FROM {sensor_aggregates}
            QUALIFY row_number() OVER (PARTITION BY sensor_id, metric, window_start
                ORDER BY emitted_at DESC, revision DESC) = 1) a
        ON a.sensor_id = e.sensor_id AND a.metric = e.metric AND epoch_ms(a.window_start) = e.start)
        WHERE verdict = '%3$s'"""
                .formatted(windowMillis, expected(), verdict)
                .replaceAll(
                        "near\\(([^,]+), ([^)]+)\\)",
                        "(abs($1 - $2) <= 1e-9 * greatest(1, abs($2)))");
    }

    private static String count(String rows) {
        return "SELECT count(*) FROM (" + rows + ")";
    }

    private long number(String sql) {
        return ((Number) lake.query(sql).get(0).get(0)).longValue();
    }
}
