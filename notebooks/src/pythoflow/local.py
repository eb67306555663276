"""A lake in a local folder, read by DuckDB within this process."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from pythoflow import dialect, frames
from pythoflow.lake import LakeError


class LocalLake:
    """The tables and views of the catalogue over the files of a folder.

    Files that the job adds later are seen by the next query.
    """

    def __init__(self, folder: Path, time_zone: ZoneInfo) -> None:
        """Opens it.

        Raises:
            LakeError: if there is no lake in the folder.
        """
        self._folder = folder
        self._time_zone = time_zone
        self._definitions = json.loads(files("pythoflow").joinpath("tables.json").read_text())
        self._with_files: set[str] = set()
        if not any(self._root(table).is_dir() for table in self._definitions["tables"]):
            raise LakeError(
                f"No lake in {folder}: make one with make run, name its folder with LAKE=, "
                "or name an Athena workgroup with ATHENA_WORKGROUP="
            )
        self._connection = duckdb.connect()
        self._connection.execute("SET TimeZone = 'UTC'")
        # Within Jupyter without ipywidgets there is no bar, and DuckDB refuses to be told so.
        with suppress(duckdb.InvalidInputException):
            self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute(dialect.DUCKDB_WORDS)
        for table in self._definitions["tables"].values():
            self._connection.execute(table["without_rows"])
        self._connection.execute(self._definitions["views"])

    @property
    def name(self) -> str:
        """Where it is, for people."""
        return str(self._folder)

    @property
    def time_zone(self) -> ZoneInfo:
        """The farm's; tables are in UTC."""
        return self._time_zone

    def __repr__(self) -> str:
        """Where it is, and how its clocks go."""
        return f"<lake {self.name}, time zone {self._time_zone.key}>"

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of a query; see ``Lake.query``."""
        self._look_for_files()
        with _explained():
            relation = self._connection.sql(sql)
            if relation is None:
                return frames.frame([])
            table = relation.to_arrow_table()
            return frames.frame(
                [
                    frames.Column(name, _word(str(type_)), values)
                    for name, type_, values in zip(
                        relation.columns, relation.types, table.columns, strict=True
                    )
                ]
            )

    def tables(self) -> pd.DataFrame:
        """The columns of every table and view; see ``Lake.tables``."""
        described = self.query(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'main' ORDER BY table_name, ordinal_position"
        )
        described["data_type"] = described["data_type"].map(_signature)
        return described

    def _look_for_files(self) -> None:
        for table, definition in self._definitions["tables"].items():
            if table not in self._with_files and self._has_files(table):
                self._connection.execute(
                    definition["over_files"].replace("{lake}", _pattern(self._folder))
                )
                self._with_files.add(table)

    def _has_files(self, table: str) -> bool:
        pattern = self._definitions["tables"][table]["files"].removeprefix("{lake}/")
        return next(self._folder.glob(pattern), None) is not None

    def _root(self, table: str) -> Path:
        files_of_table: str = self._definitions["tables"][table]["files"]
        return self._folder / files_of_table.removeprefix("{lake}/").split("/dt=")[0]


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (frames.NotTellable, duckdb.Error) as error:
        raise LakeError(str(error)) from error


def _pattern(folder: Path) -> str:
    """A path that matches itself alone, within a literal of SQL."""
    return re.sub(r"[*?\[]", r"[\g<0>]", str(folder)).replace("'", "''")


_WORDS = {
    "TINYINT": "tinyint",
    "SMALLINT": "smallint",
    "INTEGER": "integer",
    "BIGINT": "bigint",
    # Athena counts and sums integers in bigint.
    **dict.fromkeys(("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT"), "bigint"),
    "FLOAT": "real",
    "DOUBLE": "double",
    "BOOLEAN": "boolean",
    "VARCHAR": "varchar",
    "JSON": "json",
    "BLOB": "varbinary",
    "DATE": "date",
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"), "timestamp"),
    "TIMESTAMP WITH TIME ZONE": "timestamp with time zone",
    '"NULL"': "unknown",
}
"""DuckDB's types in the words of Athena's metadata."""


def _word(type_: str) -> str:
    if type_.endswith("]"):
        return "array"
    word = type_.partition("(")[0]
    return {"MAP": "map", "STRUCT": "row", "DECIMAL": "decimal"}.get(word) or _WORDS.get(
        type_, type_.lower()
    )


def _signature(type_: str) -> str:
    """A type of a column, whole, as Athena's ``information_schema`` writes it."""
    if type_.endswith("[]"):
        return f"array({_signature(type_[:-2])})"
    if type_.startswith("MAP("):
        key, _, value = type_[4:-1].partition(", ")
        return f"map({_signature(key)}, {_signature(value)})"
    return _word(type_) + ("(3)" if type_.startswith("TIMESTAMP") else "")
