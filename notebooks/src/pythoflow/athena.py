"""The lake on AWS, asked through Athena."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from zoneinfo import ZoneInfo

import botocore.exceptions
import pandas as pd
import pyarrow as pa
import pyarrow.csv
from pyathena.connection import Connection
from pyathena.converter import Converter
from pyathena.cursor import Cursor
from pyathena.error import Error as AthenaError
from pyathena.util import parse_output_location

from pythoflow import frames
from pythoflow.lake import LakeError, tables_query

_log = logging.getLogger(__name__)
# What it logs of failed requests is in the LakeError; without a handler it would be printed too.
logging.getLogger("pyathena").addHandler(logging.NullHandler())


class AthenaLake:
    """The tables and views of a Glue database, asked in a workgroup of Athena.

    The workgroup says where answers are kept and how much a query may read.
    """

    def __init__(self, workgroup: str, database: str, time_zone: ZoneInfo) -> None:
        """Prepares to ask; nothing is sent before the first query.

        Raises:
            LakeError: if no region is named.
        """
        self._workgroup = workgroup
        self._database = database
        self._time_zone = time_zone
        with self._explained():
            self._connection: Connection[Cursor] = Connection(
                work_group=workgroup,
                schema_name=database,
                # Not the environment's: the workgroup says where.
                s3_staging_dir="",
                region_name=os.environ.get("AWS_REGION"),
                converter=_Texts(),
                poll_interval=0.25,
            )

    @property
    def name(self) -> str:
        """Where it is, for people."""
        region = self._connection.client.meta.region_name
        return f"Athena workgroup {self._workgroup}, database {self._database}, {region}"

    @property
    def time_zone(self) -> ZoneInfo:
        """The farm's; tables are in UTC."""
        return self._time_zone

    def __repr__(self) -> str:
        """Where it is, and how its clocks go."""
        return f"<{self.name}, time zone {self._time_zone.key}>"

    def query(self, sql: str) -> pd.DataFrame:
        """The rows of a query; see ``Lake.query``. Interrupted, it stops the query."""
        with self._explained(), self._connection.cursor() as cursor:
            cursor.execute(sql)
            _log.info(
                "Athena query %s: %.1f s, %.1f MB read",
                cursor.query_id,
                (cursor.total_execution_time_in_millis or 0) / 1e3,
                (cursor.data_scanned_in_bytes or 0) / 1e6,
            )
            types = [(column[0], column[1]) for column in cursor.description or ()]
            return frames.frame(
                [
                    frames.of_texts(name, type_, texts)
                    for (name, type_), texts in zip(types, self._texts(cursor), strict=True)
                ]
            )

    def tables(self) -> pd.DataFrame:
        """The columns of every table and view; see ``Lake.tables``."""
        return self.query(tables_query(self._database))

    def _texts(self, cursor: Cursor) -> list[pa.ChunkedArray]:
        location = cursor.output_location
        width = len(cursor.description or ())
        if location and location.endswith(".csv"):
            # A file has it all at once; pages of the API are of a thousand rows.
            bucket, key = parse_output_location(location)
            s3: Any = self._connection.s3_client
            answer: bytes = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
            return _of_csv(answer, width)
        rows = [tuple(row) for row in cursor.fetchall()]
        return [
            pa.chunked_array([pa.array([row[i] for row in rows], pa.string())])
            for i in range(width)
        ]

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except frames.NotTellable as error:
            raise LakeError(str(error)) from error
        except (AthenaError, botocore.exceptions.BotoCoreError) as error:
            raise LakeError(self._explain(error)) from error
        except botocore.exceptions.ClientError as error:
            raise LakeError(self._explain(error)) from error

    def _explain(self, error: Exception) -> str:
        """What Athena says, and what to do."""
        said = " ".join(str(argument) for argument in error.args) or type(error).__name__
        for pattern, advice in _ADVICE:
            if re.search(pattern, said, re.IGNORECASE):
                return f"{said}: " + advice.format(
                    workgroup=self._workgroup, database=self._database
                )
        return said


_ADVICE = [
    (r"Unable to locate credentials|Partial credentials", "log in to AWS, or set AWS_PROFILE"),
    (r"config profile .* could not be found", "correct AWS_PROFILE"),
    (r"must specify a region", "set AWS_REGION to the region of the lake"),
    (r"(Expired|security) ?token|SSO", "log in to AWS again"),
    (
        r"Could not connect to the endpoint",
        "check the network, and that AWS_REGION is the region of the lake",
    ),
    (
        r"WorkGroup is not found|WorkGroup .*not exist",
        "there is no workgroup {workgroup} in this region; correct ATHENA_WORKGROUP or AWS_REGION",
    ),
    (
        r"SCHEMA_NOT_FOUND|Database .* not found",
        "there is no database {database} in this region; correct GLUE_DATABASE or AWS_REGION",
    ),
    (r"TABLE_NOT_FOUND", "lake.tables() lists what there is"),
    (r"COLUMN_NOT_FOUND", "lake.tables() lists the columns"),
    (
        r"Bytes scanned limit was exceeded",
        "the query reads more than workgroup {workgroup} allows; "
        "put a filter on dt into it, or ask for less time",
    ),
    (
        r"AccessDenied|not authorized|Access denied|Insufficient permissions",
        "you may not ask this; the policy for analysts allows it (output AnalystPolicyArn)",
    ),
]


class _Texts(Converter):
    """Leaves values as Athena writes them: ``frames`` reads them."""

    def __init__(self) -> None:
        super().__init__(mappings={})

    def convert(self, type_: str, value: str | None, type_hint: str | None = None) -> str | None:
        return value


def _of_csv(answer: bytes, width: int) -> list[pa.ChunkedArray]:
    """The columns of a file: names above, every value in quotes, null without them."""
    names = [str(i) for i in range(width)]
    table = pyarrow.csv.read_csv(
        pa.BufferReader(answer),
        read_options=pyarrow.csv.ReadOptions(column_names=names, skip_rows_after_names=1),
        # A row of one null is an empty line.
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()),
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    return list(table.columns)
