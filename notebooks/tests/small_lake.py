"""A small lake in a folder, with every table: the farm of ``small_farm``, for tests to ask."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import timedelta
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet
import small_farm as farm

from pythoflow.lake import DEFAULT_DATABASE

DATABASE = DEFAULT_DATABASE
DEFINITIONS: dict[str, Any] = json.loads(files("pythoflow").joinpath("tables.json").read_text())


PARTITION_TIMES = {
    "readings": "ts",
    "sensor_aggregates": "window_start",
    "rejected_messages": "received_at",
    "gateway_events": "ts",
    "irrigation_decisions": "decided_at",
}


def make(folder: Path) -> Path:
    """Writes the whole farm below a folder."""
    minute = timedelta(minutes=1)
    past = farm.readings(farm.PAST, farm.LIVE, 10 * minute)
    live = farm.readings(farm.LIVE, farm.END, minute)
    write(folder, "readings", [*past, *live, *farm.doubtful_readings()])
    aggregated = [*farm.aggregates(past, 30 * minute), *farm.aggregates(live, 5 * minute)]
    write(folder, "sensor_aggregates", [*aggregated, *farm.revisions(aggregated)])
    write(folder, "rejected_messages", farm.rejects())
    write(folder, "gateway_events", farm.gateway_events())
    write(folder, "irrigation_decisions", farm.decisions())
    return folder


def write(folder: Path, table: str, rows: Sequence[farm.Row]) -> None:
    """Adds rows as the job does: a file for each hour; columns that a row lacks are null."""
    schema = schema_of(table)
    time = PARTITION_TIMES[table]
    root = DEFINITIONS["tables"][table]["files"].removeprefix("{lake}/").partition("/dt=")[0]
    for row in rows:
        unknown = set(row) - set(schema.names)
        assert not unknown, f"{table} has no {unknown}"

    def partition(row: farm.Row) -> str:
        return f"{row[time]:dt=%Y-%m-%d/hour=%H}"

    for hour, members in groupby(sorted(rows, key=partition), partition):
        path = folder / root / hour / f"part-{uuid.uuid4()}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        pyarrow.parquet.write_table(
            pa.Table.from_pylist(list(members), schema), path, compression="zstd"
        )


def schema_of(table: str) -> pa.Schema:
    """As the job writes it; days and hours are in the path alone."""
    with duckdb.connect() as connection:
        connection.execute(DEFINITIONS["tables"][table]["without_rows"])
        described = connection.execute(f"DESCRIBE {table}").fetchall()
    types = {
        "VARCHAR": pa.string(),
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "DOUBLE": pa.float64(),
        "BOOLEAN": pa.bool_(),
        "BLOB": pa.binary(),
        "TIMESTAMP": pa.timestamp("ms", "UTC"),
        "VARCHAR[]": pa.list_(pa.string()),
        "MAP(VARCHAR, DOUBLE)": pa.map_(pa.string(), pa.float64()),
        "MAP(VARCHAR, VARCHAR)": pa.map_(pa.string(), pa.string()),
    }
    return pa.schema(
        [
            pa.field(name, types[type_])
            for name, type_, *_ in described
            if name not in ("dt", "hour")
        ]
    )
