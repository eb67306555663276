"""A lake in a local folder, read by DuckDB within this process."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd

from pythoflow import dialect, frames
from pythoflow.lake import DEFAULT_DATABASE, LakeError, tables_query


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
        # As the database in Glue is called, unless it is called otherwise.
        self._connection.execute(f"CREATE SCHEMA {DEFAULT_DATABASE}")
        self._connection.execute(f"USE {DEFAULT_DATABASE}")
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
        try:
            relation = self._relation(sql)
            if relation is None:
                return frames.frame([])
            table = relation.to_arrow_table()
        except duckdb.Error as error:
            raise LakeError(_advised(str(error))) from error
        names = _named(self._unnamed(sql), relation.columns)
        try:
            return frames.frame(
                [
                    frames.Column(name, _word_of(str(type_), name), cells)
                    for name, type_, cells in zip(names, relation.types, table.columns, strict=True)
                ]
            )
        except frames.NotTellable as error:
            raise LakeError(str(error)) from error

    def tables(self) -> pd.DataFrame:
        """The columns of every table and view; see ``Lake.tables``."""
        described = self.query(tables_query(DEFAULT_DATABASE))
        described["data_type"] = described["data_type"].map(_signature).astype("str")
        return described

    def _relation(self, sql: str) -> duckdb.DuckDBPyRelation | None:
        """The answer of one statement, or None where it has none."""
        self._look_for_files()
        statements = self._connection.extract_statements(sql)
        if len(statements) != 1:
            raise LakeError(f"Ask one statement at a time, not {len(statements)}")
        relation = self._connection.sql(sql)
        nothing = duckdb.ExpectedResultType.NOTHING in statements[0].expected_result_type
        return None if nothing else relation

    def _unnamed(self, sql: str) -> list[bool | None]:
        """Which columns of a query have no name of their own; None is a star, of any number."""
        rows = self._connection.execute("SELECT json_serialize_sql(?)", [sql]).fetchall()
        statement = json.loads(rows[0][0])
        if statement["error"]:
            return [None]
        node = statement["statements"][0]["node"]
        while "select_list" not in node:
            # The first query names the columns of a union.
            node = node.get("left") or node["children"][0]
        return [
            None
            if selected["class"] == "STAR"
            else not selected["alias"] and selected["class"] != "COLUMN_REF"
            for selected in node["select_list"]
        ]

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


def _advised(said: str) -> str:
    """What DuckDB says, and what to do."""
    if said.startswith("Catalog Error: Table"):
        return f"{said}\nlake.tables() lists what there is"
    if said.startswith("Binder Error: Referenced column"):
        return f"{said}\nlake.tables() lists the columns"
    if said.startswith("IO Error: No files found"):
        return f"{said}\nThe lake was removed or moved: connect anew"
    return said


def _named(unnamed: list[bool | None], names: list[str]) -> list[str]:
    """Calls columns without a name by their place, as Athena does."""
    if unnamed.count(None) > 1:
        return names
    if None in unnamed:
        star = unnamed.index(None)
        stars: list[bool | None] = [False] * (len(names) - len(unnamed) + 1)
        unnamed = [*unnamed[:star], *stars, *unnamed[star + 1 :]]
    return [f"_col{i}" if unnamed[i] else name for i, name in enumerate(names)]


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


_ELEMENT = r"(VARCHAR|BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|DOUBLE)"
_TELLABLE = re.compile(rf"{_ELEMENT}\[\]|MAP\(VARCHAR, {_ELEMENT}\)")
"""Nested types whose values Athena's answers tell."""


def _word_of(type_: str, name: str) -> str:
    """The same for an answer, which may hold what Athena could not tell."""
    word = _word(type_)
    if word in frames.NESTED and not _TELLABLE.fullmatch(type_):
        raise frames.NotTellable(
            f"Column {name} is {type_}, whose values Athena would not tell; "
            f"{frames.ASK_FOR_JSON.format(name=name)}"
        )
    return word


def _signature(type_: str) -> str:
    """A type of a column, whole, as Athena's ``information_schema`` writes it."""
    if type_.endswith("[]"):
        return f"array({_signature(type_[:-2])})"
    if type_.startswith("MAP("):
        key, _, value = type_[4:-1].partition(", ")
        return f"map({_signature(key)}, {_signature(value)})"
    return _word(type_) + ("(3)" if type_.startswith("TIMESTAMP") else "")
