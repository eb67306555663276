"""Where the SQL of Athena (Trino) and of DuckDB differ.

Queries are written once, in Athena's words. DuckDB is given those it lacks or takes otherwise; what
cannot be given has a function here that writes the SQL. What is left to whoever writes a query
(the tests find all of it but the last two):

- name every column that is reckoned, and do not use that name in WHERE, GROUP BY or HAVING;
- compare times with ``TIMESTAMP '…'``, days with ``DATE '…'``, never with a text;
- add ``INTERVAL '1' HOUR`` to times, and count between them with ``date_diff``;
- reckon with ``1e0``, not with ``1.0``: Athena divides and averages decimals in their own digits;
- round a double before it is cast to an integer; let pandas write numbers and times as texts;
- divide by ``nullif(n, 0)``: Athena makes infinity of a double, DuckDB fails;
- expect percentiles of many values to differ a little: Athena's are approximate.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pandas as pd

MACROS = {
    # Whole units that passed, where DuckDB counts the boundaries between.
    "date_diff": "(unit, since, until) AS date_sub(unit, since, until)",
    "with_timezone": "(local, zone) AS local AT TIME ZONE zone",
    "at_timezone": "(instant, zone) AS instant AT TIME ZONE zone",
    "to_unixtime": "(instant) AS epoch(instant)",
    "from_unixtime": "(seconds) AS to_timestamp(seconds)",
    "day_of_week": "(moment) AS isodow(moment)",
    "day_of_year": "(moment) AS dayofyear(moment)",
    "sequence": "(first, last) AS generate_series(first, last),"
    " (first, last, step) AS generate_series(first, last, step)",
    "element_at": "(map, key) AS map_extract_value(map, key)",
    "map_agg": "(key, value) AS map(list(key), list(value))",
    # Null where one is null, which DuckDB's pass over.
    "greatest": "(a, b) AS CASE WHEN a >= b THEN a WHEN a < b THEN b END,"
    " (a, b, c) AS CASE WHEN a >= b AND a >= c THEN a WHEN b >= a AND b >= c THEN b"
    " WHEN c >= a AND c >= b THEN c END",
    "least": "(a, b) AS CASE WHEN a <= b THEN a WHEN a > b THEN b END,"
    " (a, b, c) AS CASE WHEN a <= b AND a <= c THEN a WHEN b <= a AND b <= c THEN b"
    " WHEN c <= a AND c <= b THEN c END",
    # From the top, so that of two middle values it takes the greater, as Trino does.
    "approx_percentile": "(value, share) AS CASE WHEN share = 1 THEN max(value)"
    " ELSE quantile_disc(value, share - 1) END",
    # The first that is not null, where DuckDB's is the first.
    "arbitrary": "(value) AS any_value(value)",
    "regexp_like": "(text, pattern) AS regexp_matches(text, pattern)",
    "from_utf8": "(bytes) AS decode(bytes)",
    "json_format": "(json) AS CAST(json AS VARCHAR)",
}
"""Athena's words, each with the parameters and the body it has in DuckDB."""

DUCKDB_WORDS = "SET integer_division = true;\n" + "\n".join(
    f"CREATE OR REPLACE MACRO {name}{meaning};" for name, meaning in MACROS.items()
)
"""What makes DuckDB count and speak as Athena does."""


def entries(map_column: str, key: str, value: str) -> str:
    """SQL: the entries of a map as rows, two columns more; a row without entries falls out.

    ``FROM irrigation_decisions {entries("gates", "gate", "result")} WHERE dt = …``
    """
    return (
        f"CROSS JOIN UNNEST(map_keys({map_column})) AS {key}_keys({key}) "
        f"CROSS JOIN UNNEST(ARRAY[element_at({map_column}, {key})]) AS {value}_values({value})"
    )


def local_time(instant: str, zone: ZoneInfo) -> str:
    """SQL: a UTC time as the clocks of a zone show it, to be grouped by: its day, its hour.

    Not to be returned as it is: frames take a time without zone for UTC.
    """
    return f"CAST(at_timezone(with_timezone({instant}, 'UTC'), '{zone.key}') AS timestamp)"


def moment(at: pd.Timestamp) -> str:
    """SQL: a moment as the tables have it, UTC without a zone, to the millisecond."""
    utc = at.tz_convert("UTC")
    return f"TIMESTAMP '{utc:%Y-%m-%d %H:%M:%S}.{utc.microsecond // 1000:03d}'"


def days(since: pd.Timestamp, until: pd.Timestamp) -> str:
    """SQL: the days of UTC between two moments, both with theirs: which files are opened."""
    first, last = since.tz_convert("UTC"), until.tz_convert("UTC")
    return f"dt BETWEEN '{first:%Y-%m-%d}' AND '{last:%Y-%m-%d}'"


def text(value: str) -> str:
    """SQL: a text."""
    return "'" + value.replace("'", "''") + "'"
