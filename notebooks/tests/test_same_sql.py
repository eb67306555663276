from __future__ import annotations

import pytest
from same_sql import NotTheSame, check

FROM = "FROM readings WHERE dt = '2026-06-01'"


@pytest.mark.parametrize(
    "sql",
    [
        f"SELECT * {FROM}",
        f"SELECT CAST(floor(battery) AS bigint) AS b {FROM}",
        f"SELECT hour(ts) AS h, count(*) AS n {FROM} GROUP BY 1 ORDER BY h DESC LIMIT 3",
        f"SELECT coalesce(zone_id, '?') AS zone_id {FROM} GROUP BY coalesce(zone_id, '?')",
        f"SELECT zone_id, sum(rain) AS r {FROM} GROUP BY zone_id HAVING sum(rain) > 0.5",
        f"SELECT count(DISTINCT sensor_id) FILTER (WHERE historical) AS n {FROM}",
        f"WITH r AS (SELECT max(ts) AS newest {FROM}) SELECT newest FROM r",
        f"SELECT sum(seq) / nullif(count(*), 0) AS m, 1e2 * count_if(historical) AS p {FROM}",
        "SELECT r.seq FROM readings AS r JOIN zone_water AS z ON z.zone_id = r.zone_id",
        f"SELECT gateway_id || '/' || sensor_id AS name {FROM}",
        f"SELECT seq {FROM} AND zone_id IN (SELECT zone_id FROM zone_water)",
        "SELECT sensor_id FROM readings UNION ALL SELECT identifier FROM environment",
    ],
)
def test_takes_what_both_take(sql: str) -> None:
    check(sql)


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        # Words.
        (f"SELECT strftime(ts, '%Y') AS y {FROM}", "strftime was not tried"),
        (f"SELECT epoch(ts) AS y {FROM}", "epoch was not tried"),
        (f"SELECT median(battery) AS y {FROM}", "median was not tried"),
        (f"SELECT approx_distinct(sensor_id) AS y {FROM}", "approx_distinct was not tried"),
        # Spelling of DuckDB alone.
        (f"SELECT ts::date AS d {FROM}", "CAST for ::"),
        ("SELECT [1, 2] AS a", "ARRAY"),
        ("SELECT {'a': 1} AS a", "Not written alike"),
        (f"SELECT other_metrics['rssi'] AS r {FROM}", "element_at"),
        (f"SELECT ts + INTERVAL 1 HOUR AS t {FROM}", "INTERVAL '1' HOUR"),
        (f"SELECT count(*) AS n, {FROM}", "Not written alike"),
        (FROM, "Not written alike"),
        (f"SELECT seq == 1 AS t {FROM}", "Not written alike"),
        (f"SELECT sensor_id ILIKE 'a' AS t {FROM}", "Not written alike"),
        (f"SELECT * EXCLUDE (ts) {FROM}", "EXCLUDE"),
        (f"SELECT seq {FROM} GROUP BY ALL", "GROUP BY ALL"),
        (f"SELECT DISTINCT ON (seq) seq {FROM}", "DISTINCT ON"),
        (f"SELECT seq {FROM} QUALIFY row_number() OVER (ORDER BY ts) = 1", "No SQL"),
        (f"SELECT seq {FROM} LIMIT 1 OFFSET 2", "Not written alike"),
        (f"SELECT seq AS end {FROM}", "word of Athena's"),
        # Names.
        (f"SELECT nothing {FROM}", "'nothing' could not be resolved"),
        ("SELECT seq FROM nowhere", "could not be resolved"),
        (f"SELECT count(*) {FROM}", "Give it a name"),
        (f"SELECT hour(ts) AS h {FROM} GROUP BY h", "'h' could not be resolved"),
        (f"SELECT seq AS s {FROM} AND s > 1", "'s' could not be resolved"),
        (f"SELECT seq AS s, s + 1 AS t {FROM}", "'s' could not be resolved"),
        (f"SELECT max(seq) AS m {FROM} HAVING m > 1", "does not know m"),
        # Types that Athena does not convert by itself.
        (f"SELECT seq {FROM} AND ts > '2026-06-01'", "does not compare text with time"),
        (f"SELECT seq {FROM} AND dt = DATE '2026-06-01'", "does not compare text with time"),
        (f"SELECT seq {FROM} AND historical = 1", "does not compare number with truth"),
        (f"SELECT seq {FROM} AND seq IN ('1')", "does not compare number with text"),
        (f"SELECT seq {FROM} AND seq BETWEEN '1' AND '2'", "does not compare number with text"),
        (f"SELECT seq {FROM} AND seq IN (SELECT dt FROM zone_water)", "number with text"),
        (f"SELECT 'n' || seq AS n {FROM}", "does not compare number with text"),
        # What both take, and understand differently.
        (f"SELECT avg(CASE WHEN historical THEN 1.0 ELSE 0.0 END) AS a {FROM}", "digits of"),
        (f"SELECT 100.0 * count_if(historical) / count(*) AS p {FROM}", "digits of 100.0"),
        (f"SELECT CAST(battery AS bigint) AS b {FROM}", "use round"),
        (f"SELECT CAST(battery AS varchar) AS b {FROM}", "write it differently"),
        (f"SELECT CAST(ts AS varchar) AS t {FROM}", "write it differently"),
        (f"SELECT ts - received_at AS d {FROM}", "Use date_diff"),
        (f"SELECT CAST(ts AS date) + INTERVAL '1' DAY AS d {FROM}", "makes a time of a day"),
        (f"SELECT date_trunc('week', CAST(ts AS date)) AS d {FROM}", "makes a time of a day"),
        (f"SELECT at_timezone(with_timezone(ts, 'UTC'), 'UTC') AS t {FROM}", "local_time"),
        (f"SELECT approx_percentile(battery, 0.5) FILTER (WHERE historical) AS p {FROM}", "FILTER"),
        (f"SELECT arbitrary(battery) OVER (ORDER BY ts) AS p {FROM}", "OVER"),
        (f"SELECT corr(seq, battery) AS c {FROM}", "integers for reals"),
        # More than one question, or none.
        ("SELECT 1 AS a; SELECT 2 AS b", "one SELECT"),
        ("DROP TABLE readings", "one SELECT"),
        ("SELEC 1", "SELECT|SQL"),
    ],
)
def test_refuses_what_one_of_them_would_not_understand_alike(sql: str, why: str) -> None:
    with pytest.raises(NotTheSame, match=why):
        check(sql)
