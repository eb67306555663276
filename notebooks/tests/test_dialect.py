"""Athena's words in a local lake.

Values are those of Trino, whose engine Athena's is.
"""

from __future__ import annotations

import math
import re
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from same_sql import WORDS, check

import pythoflow as pf
from pythoflow import dialect
from pythoflow.athena import AthenaLake
from pythoflow.local import LocalLake

FOUR = "FROM UNNEST(ARRAY[1e0, 2e0, 4e0, 5e0]) AS t(x)"
PAIRS = "FROM UNNEST(sequence(1, 4)) AS t(x)"
NOON = "TIMESTAMP '2026-06-01 12:34:56.500'"
MAP = "MAP(ARRAY['a', 'b'], ARRAY[1, 2])"

VALUES: list[tuple[str, Any]] = [
    ("abs(-3)", 3),
    (f"any_value(x) {FOUR} WHERE x > 4", 5.0),
    (f"arbitrary(x) {FOUR} WHERE x > 4", 5.0),
    (f"approx_percentile(x, 0.75) {FOUR}", 5.0),
    (f"approx_percentile(x, 0.5) {FOUR}", 4.0),
    (f"approx_percentile(x, 0.05) {FOUR}", 1.0),
    (f"approx_percentile(x, 0) {FOUR}", 1.0),
    (f"approx_percentile(x, 1) {FOUR}", 5.0),
    (f"approx_percentile(x, 0.5) {PAIRS}", 3),
    (f"array_agg(x ORDER BY x DESC) {FOUR}", [5.0, 4.0, 2.0, 1.0]),
    (f"avg(x) {FOUR}", 3.0),
    (f"bool_and(x > 1) {FOUR}", False),
    (f"bool_or(x > 4) {FOUR}", True),
    (f"cardinality({MAP})", 2),
    ("cardinality(ARRAY[1, 2, 3])", 3),
    ("ceil(1.2e0)", 2.0),
    ("ceiling(-1.2e0)", -1.0),
    ("coalesce(NULL, 2)", 2),
    ("contains(ARRAY['a', 'b'], 'b')", True),
    (f"corr(x, 2 * x) {FOUR}", 1.0),
    (f"count(x) {FOUR}", 4),
    (f"count_if(x > 1) {FOUR}", 3),
    (f"covar_pop(x, 2 * x) {FOUR}", 5.0),
    (f"covar_samp(x, 2 * x) {FOUR}", 20 / 3),
    (f"cume_dist() OVER (ORDER BY x) AS y {PAIRS} ORDER BY x", 0.25),
    (f"dense_rank() OVER (ORDER BY x) AS y {PAIRS} ORDER BY x", 1),
    (f"rank() OVER (ORDER BY x) AS y {PAIRS} ORDER BY x", 1),
    (f"percent_rank() OVER (ORDER BY x) AS y {PAIRS} ORDER BY x DESC", 1.0),
    (f"row_number() OVER (ORDER BY x DESC) AS y {PAIRS} ORDER BY x", 4),
    (f"ntile(2) OVER (ORDER BY x) AS y {PAIRS} ORDER BY x DESC", 2),
    (f"lag(x) OVER (ORDER BY x) AS y {PAIRS} ORDER BY x DESC", 3),
    (f"lead(x, 2) OVER (ORDER BY x) AS y {PAIRS} ORDER BY x", 3),
    (f"first_value(x) OVER (ORDER BY x) AS y {PAIRS} ORDER BY x DESC", 1),
    (f"last_value(x) OVER (ORDER BY x) AS y {PAIRS} ORDER BY x DESC", 4),
    (f"nth_value(x, 2) OVER (ORDER BY x) AS y {PAIRS} ORDER BY x DESC", 2),
    # Whole units that passed: 59 minutes are no hour, though the clock shows another.
    ("date_diff('hour', TIMESTAMP '2026-06-01 11:30:00', TIMESTAMP '2026-06-01 12:29:00')", 0),
    (f"date_diff('second', TIMESTAMP '2026-06-01 12:34:55.900', {NOON})", 0),
    (f"date_diff('minute', {NOON}, TIMESTAMP '2026-06-01 12:31:00')", -3),
    ("date_diff('day', DATE '2026-05-30', DATE '2026-06-02')", 3),
    (f"date_trunc('hour', {NOON})", pd.Timestamp("2026-06-01 12:00Z")),
    (f"date_trunc('week', {NOON})", pd.Timestamp("2026-06-01 00:00Z")),
    (f"day({NOON})", 1),
    # Monday is 1.
    (f"day_of_week({NOON})", 1),
    ("day_of_week(DATE '2026-06-07')", 7),
    ("day_of_year(DATE '2026-02-01')", 32),
    (f"hour({NOON})", 12),
    (f"minute({NOON})", 34),
    (f"second({NOON})", 56),
    (f"month({NOON})", 6),
    (f"week({NOON})", 23),
    (f"year({NOON})", 2026),
    ("degrees(pi())", 180.0),
    ("radians(180)", math.pi),
    (f"element_at({MAP}, 'b')", 2),
    (f"element_at({MAP}, 'c')", None),
    ("exp(0)", 1.0),
    ("floor(-1.2e0)", -2.0),
    ("from_unixtime(1780317296)", pd.Timestamp("2026-06-01 12:34:56Z")),
    (f"to_unixtime({NOON})", 1780317296.5),
    ("from_utf8(payload) AS y FROM rejected_messages WHERE reason = 'no_sensor'", "{}"),
    ("greatest(1, 3, 2)", 3),
    ("greatest(1, 2)", 2),
    # One that is not known is not the smaller one.
    ("greatest(1, NULL)", None),
    ("least(3, 1, 2)", 1),
    ("least(2, 1)", 1),
    ("least(1, NULL)", None),
    ("if(1 > 2, 'a', 'b')", "b"),
    (f"json_format(CAST({MAP} AS json))", '{"a":1,"b":2}'),
    ("json_format(CAST(ARRAY['a, b', NULL] AS json))", '["a, b",null]'),
    ("length('été')", 3),
    ("ln(exp(2))", 2.0),
    ("log10(1000)", 3.0),
    ("lower('É')", "é"),
    ("upper('é')", "É"),
    ("lpad('7', 3, '0')", "007"),
    ("rpad('7', 3, '0')", "700"),
    ("ltrim('  a ')", "a "),
    ("rtrim(' a  ')", " a"),
    ("trim('  a ')", "a"),
    (f"map_agg('k' || CAST(x AS varchar), x) {PAIRS} WHERE x < 3", {"k1": 1, "k2": 2}),
    (MAP, {"a": 1, "b": 2}),
    (f"map_keys({MAP})", ["a", "b"]),
    (f"map_values({MAP})", [1, 2]),
    (f"max(x) {FOUR}", 5.0),
    (f"min(x) {FOUR}", 1.0),
    (f"max_by(x, -x) {FOUR}", 1.0),
    (f"min_by(x, -x) {FOUR}", 5.0),
    ("mod(-7, 3)", -1),
    ("nullif(1, 1)", None),
    ("pow(2, 3)", 8.0),
    ("power(2, 0.5e0)", math.sqrt(2)),
    ("regexp_like('field-01.A', '^field-[0-9]+')", True),
    (f"regr_slope(2 * x, x) {FOUR}", 2.0),
    (f"regr_intercept(2 * x + 1, x) {FOUR}", 1.0),
    ("replace('a-b', '-', '_')", "a_b"),
    ("reverse('abc')", "cba"),
    ("round(2.5e0)", 3.0),
    ("round(-2.5e0)", -3.0),
    ("round(2.345e0, 1)", 2.3),
    ("sequence(1, 3)", [1, 2, 3]),
    ("sequence(0, 10, 5)", [0, 5, 10]),
    (
        "max(t) FROM UNNEST(sequence(TIMESTAMP '2026-06-01 00:00:00',"
        " TIMESTAMP '2026-06-01 02:30:00', INTERVAL '1' HOUR)) AS s(t)",
        pd.Timestamp("2026-06-01 02:00Z"),
    ),
    ("split_part('field-01.A', '.', 2)", "A"),
    ("sqrt(2)", math.sqrt(2)),
    ("starts_with('field', 'fi')", True),
    (f"stddev(x) {FOUR}", math.sqrt(10 / 3)),
    (f"stddev_samp(x) {FOUR}", math.sqrt(10 / 3)),
    (f"stddev_pop(x) {FOUR}", math.sqrt(2.5)),
    (f"variance(x) {FOUR}", 10 / 3),
    (f"var_samp(x) {FOUR}", 10 / 3),
    (f"var_pop(x) {FOUR}", 2.5),
    ("strpos('field', 'e')", 3),
    ("substr('field', 2, 3)", "iel"),
    (f"sum(x) {FOUR}", 12.0),
    (f"sum(x) {PAIRS}", 10),
    ("try(1 / 0)", None),
    (f"with_timezone({NOON}, 'America/Sao_Paulo')", pd.Timestamp("2026-06-01 15:34:56.5Z")),
    (
        f"CAST(at_timezone(with_timezone({NOON}, 'UTC'), 'America/Sao_Paulo') AS timestamp)",
        pd.Timestamp("2026-06-01 09:34:56.5Z"),
    ),
    # Not words, but meanings.
    ("7 / 2", 3),
    ("7e0 / 2", 3.5),
    ("CAST(round(2.5e0) AS bigint)", 3),
    ("TIMESTAMP '2026-06-01 00:00:00' - INTERVAL '90' MINUTE", pd.Timestamp("2026-05-31 22:30Z")),
    ("CAST(DATE '2026-05-31' + INTERVAL '1' DAY AS date)", pd.Timestamp("2026-06-01")),
    ("CAST(DATE '2026-06-01' AS varchar)", "2026-06-01"),
    ("CAST('42' AS integer)", 42),
    ("try_cast('x' AS integer)", None),
    ("extract(hour FROM TIMESTAMP '2026-06-01 12:00:00')", 12),
    ("'a' || 'b'", "ab"),
    ("'a' LIKE 'A'", False),
    ("'b' IN ('a', 'b')", True),
    ("CASE WHEN 'a' < 'b' THEN 'yes' ELSE 'no' END", "yes"),
]


def question(expression: str) -> str:
    """The expression called ``y``."""
    if " AS y " in expression:
        return f"SELECT {expression}"
    value, from_, rest = expression.partition(" FROM UNNEST")
    return f"SELECT {value} AS y{from_}{rest}"


@pytest.mark.parametrize(("expression", "value"), VALUES)
def test_a_word_means_the_same(
    expression: str, value: Any, local_lake: LocalLake, athena_lake: AthenaLake
) -> None:
    sql = question(expression)
    check(sql)

    for lake in (local_lake, athena_lake):
        answer = lake.query(sql)["y"].iloc[0]

        if value is None:
            assert pd.isna(answer)
        elif isinstance(value, float):
            assert answer == pytest.approx(value, rel=1e-12)
        else:
            assert answer == value


def test_every_word_was_tried() -> None:
    asked = " ".join(expression for expression, _ in VALUES).lower()

    assert set(re.findall(r"\b([a-z_0-9]+)\(", asked)) >= WORDS


def test_every_macro_is_a_word() -> None:
    assert set(dialect.MACROS) <= WORDS


def test_the_entries_of_a_map(local_lake: LocalLake, athena_lake: AthenaLake) -> None:
    sql = f"""
        SELECT gate, result, count(*) AS times
        FROM irrigation_decisions {pf.entries("gates", "gate", "result")}
        WHERE dt = '2026-06-01' AND zone_id = 'field-01.A' AND mode = 'act'
        GROUP BY gate, result
        ORDER BY gate, result
    """
    check(sql)

    for lake in (local_lake, athena_lake):
        results = lake.query(sql).set_index(["gate", "result"])["times"]

        assert results["demand", "failed"] == 1
        assert results["demand", "passed"] == 1
        assert results["demand", "skipped"] == 3
        assert results["emergency_stop", "passed"] == 5
        # An outcome has no gates.
        assert results.sum() == 5 * 15


def test_two_maps_at_once(local_lake: LocalLake) -> None:
    sql = f"""
        SELECT sensor, fault, gate
        FROM irrigation_decisions {pf.entries("faults", "sensor", "fault")}
            {pf.entries("gates", "gate", "result")}
        WHERE dt = '2026-06-01' AND result = 'failed'
        ORDER BY sensor
    """
    check(sql)

    assert local_lake.query(sql).to_numpy().tolist() == [
        ["000-A1", "never_heard", "sensors"],
        ["000-B1", "stuck", "sensors"],
    ]


def test_days_and_hours_of_the_farm(local_lake: LocalLake, athena_lake: AthenaLake) -> None:
    local = pf.local_time("ts", ZoneInfo("America/Sao_Paulo"))
    sql = f"""
        SELECT CAST({local} AS date) AS day, hour({local}) AS hour, count(*) AS n
        FROM readings
        WHERE dt = '2026-05-31' AND sensor_id = '000-A1'
        GROUP BY CAST({local} AS date), hour({local})
        ORDER BY day, hour
    """
    check(sql)

    for lake in (local_lake, athena_lake):
        hours = lake.query(sql)
        assert hours.iloc[0].tolist() == [pd.Timestamp("2026-05-30"), 21, 6]
        assert hours.iloc[-1].tolist() == [pd.Timestamp("2026-05-31"), 20, 6]
        assert len(hours) == 24


def test_clocks_that_change(local_lake: LocalLake) -> None:
    """Where a night has 25 hours, two of them are called alike."""
    berlin = pf.local_time("t", ZoneInfo("Europe/Berlin"))
    sql = f"""
        SELECT hour({berlin}) AS hour, count(*) AS n
        FROM UNNEST(sequence(TIMESTAMP '2026-10-24 22:00:00', TIMESTAMP '2026-10-25 02:00:00',
            INTERVAL '1' HOUR)) AS s(t)
        GROUP BY hour({berlin})
        ORDER BY hour
    """
    check(sql)

    assert local_lake.query(sql).to_numpy().tolist() == [[0, 1], [1, 1], [2, 2], [3, 1]]
