"""Where the SQL of Athena (Trino) and of DuckDB differ.

Queries are written once, in Athena's words. DuckDB is given those it lacks or takes otherwise; what
cannot be given has a function here that writes the SQL.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

MACROS = {
    # Whole units that passed, where DuckDB counts the boundaries between.
    "date_diff": "(unit, since, until) AS date_sub(unit, since, until)",
    "with_timezone": "(local, zone) AS local AT TIME ZONE zone",
    "at_timezone": "(instant, zone) AS instant AT TIME ZONE zone",
    "to_unixtime": "(instant) AS epoch(instant)",
    "from_unixtime": "(seconds) AS to_timestamp(seconds)",
    "element_at": "(map, key) AS map_extract_value(map, key)",
    "approx_percentile": "(value, share) AS approx_quantile(value, share)",
    "json_format": "(json) AS CAST(json AS VARCHAR)",
}
"""Athena's words, each with the parameters and the body it has in DuckDB."""

DUCKDB_WORDS = "SET integer_division = true;\n" + "\n".join(
    f"CREATE OR REPLACE MACRO {name}{meaning};" for name, meaning in MACROS.items()
)
"""What makes DuckDB count and speak as Athena does."""


def entries(map_column: str, key: str, value: str) -> str:
    """The entries of a map as rows, behind FROM: two columns more, none where the map is empty.

    ``FROM irrigation_decisions {entries("gates", "gate", "result")} WHERE dt = …``
    """
    return (
        f"CROSS JOIN UNNEST(map_keys({map_column})) AS {key}_keys({key}) "
        f"CROSS JOIN UNNEST(ARRAY[element_at({map_column}, {key})]) AS {value}_values({value})"
    )


def local_time(instant: str, zone: ZoneInfo) -> str:
    """A UTC time as the clocks of a zone show it, to be grouped by: its day, its hour.

    Not to be returned as it is: frames take a time without zone for UTC.
    """
    return f"CAST(at_timezone(with_timezone({instant}, 'UTC'), '{zone.key}') AS timestamp)"
