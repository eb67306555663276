"""Which lake there is, and what can be asked of any."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd

DEFAULT_FOLDER = "lake"
DEFAULT_DATABASE = "iot_data_catalog"


class LakeError(Exception):
    """What is wrong with the lake or the question, and what to do about it."""


class Lake(Protocol):
    """Tables and views that answer SQL, wherever they lie."""

    @property
    def name(self) -> str:
        """Where it is, for people."""

    @property
    def time_zone(self) -> ZoneInfo:
        """The farm's; tables are in UTC."""

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of a query, with the same columns and types from every lake.

        =========================================  ==============================================
        in SQL                                     in the frame
        =========================================  ==============================================
        tinyint, smallint, integer, bigint         ``Int64``
        real, double, decimal                      ``float64``; null is NaN
        boolean                                    ``boolean``
        timestamp, timestamp with time zone        ``datetime64[ms, UTC]``; those without are UTC
        date                                       ``datetime64[s]``
        array, map                                 list, dict, of numbers, truths or texts
        varbinary                                  bytes
        varchar, json and whatever else            ``str``
        =========================================  ==============================================

        Athena gives an array or a map as a text without quotes and without the type of its
        elements: ``[a, b]``, ``{key=1.5}``. So elements are numbers or truths where all of the
        column read as such, a text with a comma and a space in it is taken for two, and what is
        nested or has an equals sign too many is refused. Where that matters, ask for
        ``json_format(CAST(x AS json))``.

        A column without a name is called ``_col`` and its place, from 0. A statement that answers
        nothing gives a frame without columns.

        Raises:
            LakeError: if the query cannot be answered, with what the engine says.
        """

    def tables(self) -> pd.DataFrame:
        """The columns of every table and view: ``table_name``, ``column_name``, ``data_type``.

        Raises:
            LakeError: if the lake cannot be asked.
        """


def connect(
    workgroup: str | None = None,
    database: str | None = None,
    folder: str | Path | None = None,
    time_zone: str | None = None,
) -> Lake:
    """The lake of the environment: Athena where a workgroup is named, else a local folder.

    Args:
        workgroup: Of Athena; else the variable ``ATHENA_WORKGROUP``, unless a folder is given.
        database: In Glue; else ``GLUE_DATABASE``, else ``iot_data_catalog``.
        folder: Of a local lake, absolute or from the project's root; else ``LAKE``, else ``lake``.
        time_zone: The farm's, of the IANA database; else ``FARM_TIME_ZONE``, else UTC.

    Raises:
        LakeError: if there is no such lake or time zone.
    """
    if workgroup and folder:
        raise LakeError(
            f"Both a workgroup, {workgroup}, and a folder, {folder}, are given: name one"
        )
    zone = _zone(time_zone or os.environ.get("FARM_TIME_ZONE") or "UTC")
    workgroup = workgroup or (None if folder else os.environ.get("ATHENA_WORKGROUP"))
    if workgroup:
        from pythoflow.athena import AthenaLake

        return AthenaLake(
            workgroup, database or os.environ.get("GLUE_DATABASE") or DEFAULT_DATABASE, zone
        )
    from pythoflow.local import LocalLake

    return LocalLake(_located(str(folder or os.environ.get("LAKE") or DEFAULT_FOLDER)), zone)


def tables_query(database: str) -> str:
    """SQL: what ``Lake.tables`` answers."""
    return (
        "SELECT table_name, column_name, data_type FROM information_schema.columns "
        f"WHERE table_schema = '{database}' ORDER BY table_name, ordinal_position"
    )


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise LakeError(
            f"The farm's time zone is {name!r}; give a name of the IANA database, "
            "such as America/Sao_Paulo (FARM_TIME_ZONE)"
        ) from error


def _located(folder: str) -> Path:
    if "://" in folder:
        raise LakeError(
            f"The lake is {folder}, which is no folder: a lake on AWS is asked through Athena; "
            "name its workgroup with ATHENA_WORKGROUP="
        )
    path = Path(folder).expanduser()
    return path if path.is_absolute() else project() / path


def project() -> Path:
    """The root of the project: upwards from the working directory, else from the package.

    Where neither lies within it, the working directory.
    """
    here = Path.cwd()
    for parent in (here, *here.parents, *Path(__file__).resolve().parents):
        if (parent / "Makefile").is_file() and (parent / "notebooks").is_dir():
            return parent
    return here
