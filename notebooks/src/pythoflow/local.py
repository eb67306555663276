"""A lake in a local folder, read by DuckDB within this process."""

from __future__ import annotations

import json
import re
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
        self._connection.execute("SET enable_progress_bar = false")
        self._connection.execute(dialect.DUCKDB_WORDS)
        for table in self._definitions["tables"]:
            self._connection.execute(self._definitions["tables"][table]["without_rows"])
        self._connection.execute(self._definitions["views"])

    @property
    def name(self) -> str:
        """Where it is, for people."""
        return str(self._folder)

    @property
    def time_zone(self) -> ZoneInfo:
        """The farm's; tables are in UTC."""
        return self._time_zone

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of a query; see ``Lake.query``."""
        self._look_for_files()
        try:
            table = self._connection.sql(sql).to_arrow_table()
        except duckdb.Error as error:
            raise LakeError(str(error)) from error
        return frames.of_arrow(table)

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


def _pattern(folder: Path) -> str:
    """A path that matches itself alone, within a literal of SQL."""
    return re.sub(r"[*?\[]", r"[\g<0>]", str(folder)).replace("'", "''")
