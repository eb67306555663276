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

        Integers are ``Int64``, numbers ``float64``, truths ``boolean``, texts ``str``, times
        ``datetime64[ms, UTC]``, dates ``datetime64[s]``, arrays lists, maps dicts.

        Raises:
            LakeError: if the query cannot be answered, with what the engine says.
        """


def connect(
    workgroup: str | None = None,
    database: str | None = None,
    folder: str | Path | None = None,
    time_zone: str | None = None,
) -> Lake:
    """The lake of the environment: Athena where a workgroup is named, else a local folder.

    Args:
        workgroup: Of Athena; else the variable ``ATHENA_WORKGROUP``.
        database: In Glue; else ``GLUE_DATABASE``, else ``iot_data_catalog``.
        folder: Of a local lake, absolute or from the project's root; else ``LAKE``, else ``lake``.
        time_zone: The farm's, of the IANA database; else ``FARM_TIME_ZONE``, else UTC.

    Raises:
        LakeError: if there is no such lake or time zone.
    """
    zone = _zone(time_zone or os.environ.get("FARM_TIME_ZONE") or "UTC")
    workgroup = workgroup or os.environ.get("ATHENA_WORKGROUP")
    if workgroup and folder is None:
        from pythoflow.athena import AthenaLake

        return AthenaLake(
            workgroup, database or os.environ.get("GLUE_DATABASE") or DEFAULT_DATABASE, zone
        )
    from pythoflow.local import LocalLake

    return LocalLake(_located(Path(folder or os.environ.get("LAKE") or DEFAULT_FOLDER)), zone)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise LakeError(
            f"The farm's time zone is {name!r}; give a name of the IANA database, "
            "such as America/Sao_Paulo (FARM_TIME_ZONE)"
        ) from error


def _located(folder: Path) -> Path:
    if folder.is_absolute():
        return folder
    return _project() / folder


def _project() -> Path:
    """Where ``make run`` leaves its lake: the root of the project, from any folder within."""
    here = Path.cwd()
    for parent in (here, *here.parents):
        if (parent / "Makefile").is_file() and (parent / "notebooks").is_dir():
            return parent
    return here
