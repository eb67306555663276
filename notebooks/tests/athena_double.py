"""A double of Athena and of the bucket of its answers, on a port of 127.0.0.1.

It answers the requests that PyAthena sends, with DuckDB over a local lake, in Athena's formats: the
types of the metadata, texts of values, null and empty, pages, files of answers, states, refusals.
Requests and answers are held against botocore's model of the API.

Formats as Athena's documentation has them, and as measured by others where it is silent:
https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html,
https://docs.aws.amazon.com/athena/latest/APIReference/API_ColumnInfo.html.
"""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import botocore.session
import botocore.validate
import duckdb
import sqlglot
from same_sql import NotTheSame, check
from small_lake import DATABASE
from sqlglot import exp

from pythoflow.local import LocalLake

WORKGROUP = "pythoflow-test"
REGION = "sa-east-1"
_RESULTS = "answers"
_PAGE = 1000


class RefusedError(Exception):
    """A request that Athena does not take, with the error's code in the API."""

    def __init__(self, code: str, message: str, athena_code: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.athena_code = athena_code


class FailedError(Exception):
    """A query that ends in a state other than SUCCEEDED, and why."""

    def __init__(self, reason: str, state: str = "FAILED") -> None:
        super().__init__(reason)
        self.state = state


Named = tuple[str, str]
"""Name and type of a column."""

Texts = list[str | None]
"""The values of a row."""


@dataclass
class _Execution:
    sql: str
    columns: list[Named] = field(default_factory=list)
    rows: list[Texts] = field(default_factory=list)
    state: str = "SUCCEEDED"
    reason: str | None = None
    asked: int = 0


class AthenaDouble:
    """The requests' answers. Threads of the server call it one at a time."""

    def __init__(self, folder: Path) -> None:
        self._lake = _Rows(folder)
        self._model = botocore.session.get_session().get_service_model("athena")
        self.begin_anew()

    def begin_anew(self) -> None:
        """Forgets what it was asked and told."""
        self._executions: dict[str, _Execution] = {}
        self._refusals: list[RefusedError] = []
        self._failures: list[FailedError] = []
        self._answers: list[tuple[list[Named], list[Texts]]] = []
        self._endless: Callable[[], None] | None = None
        self.without_files = False
        """As a workgroup with managed storage of results: answers come through the API alone."""
        self.queued = 0
        """How often a query is said to be queued when its state is asked."""
        self.sqls: list[str] = []
        """Every statement that it was asked, in order."""
        self.stopped: list[str] = []
        """Statements that were stopped."""

    def refuse_next(self, error: RefusedError) -> None:
        self._refusals.append(error)

    def fail_next(self, error: FailedError) -> None:
        self._failures.append(error)

    def answer_next(self, columns: list[Named], rows: list[Texts]) -> None:
        """What it answers to the next query instead of asking the lake."""
        self._answers.append((columns, rows))

    def run_endlessly(self, when_asked: Callable[[], None]) -> None:
        """From now on queries run until they are stopped; does something when asked of one."""
        self._endless = when_asked

    def answer(self, operation: str, request: dict[str, Any]) -> dict[str, Any]:
        """What the API answers."""
        if self._refusals:
            raise self._refusals.pop(0)
        model = self._model.operation_model(operation)
        self._hold(request, model.input_shape)
        answer: dict[str, Any] = getattr(self, f"_{_snake(operation)}")(request)
        self._hold(answer, model.output_shape)
        return answer

    def file(self, path: str) -> bytes | None:
        """An object of the bucket of answers, or None where there is none."""
        execution = self._executions.get(path.removeprefix(f"/{_RESULTS}/").removesuffix(".csv"))
        if execution is None or execution.state != "SUCCEEDED":
            return None
        names: Texts = [name for name, _ in execution.columns]
        return "".join(
            ",".join("" if v is None else '"' + v.replace('"', '""') + '"' for v in row) + "\n"
            for row in [names, *execution.rows]
        ).encode()

    def _hold(self, document: dict[str, Any], shape: Any) -> None:
        report = botocore.validate.ParamValidator().validate(document, shape)
        assert not report.has_errors(), report.generate_report()

    def _start_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        if request["WorkGroup"] != WORKGROUP:
            raise RefusedError(
                "InvalidRequestException", "WorkGroup is not found.", "INVALID_INPUT"
            )
        assert "ResultConfiguration" not in request, "the workgroup says where answers lie"
        sql = request["QueryString"]
        self.sqls.append(sql)
        execution = _Execution(sql)
        try:
            if self._failures:
                raise self._failures.pop(0)
            if request["QueryExecutionContext"]["Database"] != DATABASE:
                database = request["QueryExecutionContext"]["Database"]
                raise FailedError(
                    f"SCHEMA_NOT_FOUND: line 1:15: Schema '{database}' does not exist"
                )
            execution.columns, execution.rows = (
                self._answers.pop(0) if self._answers else self._lake.answer(sql)
            )
        except FailedError as failure:
            execution.state, execution.reason = failure.state, str(failure)
        if self._endless is not None:
            execution.state = "RUNNING"
        id_ = str(uuid.uuid4())
        self._executions[id_] = execution
        return {"QueryExecutionId": id_}

    def _get_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        id_ = request["QueryExecutionId"]
        execution = self._executions[id_]
        execution.asked += 1
        if self._endless is not None and execution.state == "RUNNING":
            self._endless()
        state = "QUEUED" if execution.asked <= self.queued else execution.state
        status = {"State": state}
        if state == execution.state and execution.reason is not None:
            status["StateChangeReason"] = execution.reason
        select = execution.sql.lstrip().upper().startswith(("SELECT", "WITH"))
        extension = ".csv" if select else ".txt"
        location = {"OutputLocation": f"s3://{_RESULTS}/{id_}{extension}"}
        return {
            "QueryExecution": {
                "QueryExecutionId": id_,
                "Query": execution.sql,
                "StatementType": "DML" if select else "UTILITY",
                "ResultConfiguration": {} if self.without_files else location,
                "Status": status,
                "Statistics": {"TotalExecutionTimeInMillis": 1250, "DataScannedInBytes": 2_500_000},
                "WorkGroup": WORKGROUP,
            }
        }

    def _get_query_results(self, request: dict[str, Any]) -> dict[str, Any]:
        execution = self._executions[request["QueryExecutionId"]]
        first = int(request.get("NextToken", 0))
        names: Texts = [name for name, _ in execution.columns]
        rows = [names, *execution.rows]
        if not execution.columns:
            rows = []
        page = rows[first : first + request.get("MaxResults", _PAGE)]
        following = first + len(page)
        return {
            "UpdateCount": 0,
            "ResultSet": {
                "Rows": [
                    {"Data": [{} if v is None else {"VarCharValue": v} for v in row]}
                    for row in page
                ],
                "ResultSetMetadata": {
                    "ColumnInfo": [_info(*column) for column in execution.columns]
                },
            },
        } | ({"NextToken": str(following)} if following < len(rows) else {})

    def _stop_query_execution(self, request: dict[str, Any]) -> dict[str, Any]:
        execution = self._executions[request["QueryExecutionId"]]
        execution.state = "CANCELLED"
        self.stopped.append(execution.sql)
        return {}


@contextmanager
def serve(folder: Path) -> Iterator[tuple[AthenaDouble, dict[str, str]]]:
    """A double that answers until the end, and the environment that leads to it."""
    double = AthenaDouble(folder)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # An answer goes out at once and whole, else each waits for an acknowledgement.
        wbufsize = -1
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            operation = self.headers["X-Amz-Target"].removeprefix("AmazonAthena.")
            with lock:
                try:
                    self._send(200, double.answer(operation, request))
                except RefusedError as refusal:
                    error = {"__type": refusal.code, "Message": str(refusal)}
                    if refusal.athena_code is not None:
                        error["AthenaErrorCode"] = refusal.athena_code
                    self._send(400, error)
                except Exception as error:
                    self._send(400, {"__type": "ValidationException", "Message": repr(error)})
                    raise

        def do_GET(self) -> None:
            with lock:
                body = double.file(self.path.partition("?")[0])
            if body is None:
                self._respond(404, b"", "application/xml")
            else:
                self._respond(200, body, "application/octet-stream")

        def _send(self, status: int, document: dict[str, Any]) -> None:
            self._respond(status, json.dumps(document).encode(), "application/x-amz-json-1.1")

        def _respond(self, status: int, body: bytes, type_: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", type_)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield (
                double,
                {
                    "ATHENA_WORKGROUP": WORKGROUP,
                    "AWS_ENDPOINT_URL": url,
                    "AWS_REGION": REGION,
                    "AWS_ACCESS_KEY_ID": "test",
                    "AWS_SECRET_ACCESS_KEY": "test",
                    "AWS_EC2_METADATA_DISABLED": "true",
                },
            )
        finally:
            server.shutdown()
            thread.join()


class _Rows(LocalLake):
    """What DuckDB finds in a local lake, as Athena would write it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, ZoneInfo("UTC"))

    def answer(self, sql: str) -> tuple[list[tuple[str, str]], list[list[str | None]]]:
        """Columns, and texts of values by row."""
        try:
            check(sql)
        except NotTheSame as error:
            raise RefusedError("InvalidRequestException", str(error), "MALFORMED_QUERY") from error
        try:
            relation = self._relation(sql)
        except duckdb.Error as error:
            raise FailedError(_reason(error)) from error
        if relation is None:
            return [], []
        types = [_type(str(type_)) for type_ in relation.types]
        names = _names(sql, relation.columns)
        return (
            list(zip(names, types, strict=True)),
            [
                [
                    _text(_signature(value) if name == "data_type" else value, type_)
                    for value, name, type_ in zip(row, names, types, strict=True)
                ]
                for row in relation.fetchall()
            ],
        )


def _signature(type_: str) -> str:
    """A type as Trino's information_schema writes it."""
    signature = exp.DataType.build(type_, dialect="duckdb").sql("trino").lower()
    return signature.replace("timestamp", "timestamp(3)")


def _reason(error: duckdb.Error) -> str:
    """What Trino says where DuckDB says that it lacks something."""
    said = str(error)
    if isinstance(error, duckdb.CatalogException) and "Table" in said:
        name = said.split("name ")[1].split(" ")[0]
        return (
            f"TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.{DATABASE}.{name}' does not exist"
        )
    if isinstance(error, duckdb.BinderException) and "column" in said:
        return f"COLUMN_NOT_FOUND: line 1:8: Column '{said.split(chr(34))[1]}' cannot be resolved"
    return f"GENERIC_USER_ERROR: {said}"


def _names(sql: str, names: list[str]) -> list[str]:
    """Athena calls a column without a name by its place."""
    tree = sqlglot.parse_one(sql, read="athena")
    if not isinstance(tree, exp.Query) or tree.is_star:
        return names
    return [selected.alias_or_name or f"_col{i}" for i, selected in enumerate(tree.selects)]


_TYPES = {
    "UBIGINT": "bigint",
    "HUGEINT": "bigint",
    "FLOAT": "float",
    "BLOB": "varbinary",
    '"NULL"': "unknown",
}


def _type(type_: str) -> str:
    if type_.endswith("]"):
        return "array"
    name = type_.partition("(")[0]
    return {"STRUCT": "row"}.get(name, _TYPES.get(name, name.lower()))


def _text(value: Any, type_: str) -> str | None:
    if value is None:
        return None
    match value:
        case bool():
            return str(value).lower()
        case float():
            return _java(value)
        case bytes():
            return value.hex(" ")
        case datetime():
            return (
                value.strftime("%Y-%m-%d %H:%M:%S.")
                + f"{value.microsecond // 1000:03}"
                + (" UTC" if type_ == "timestamp with time zone" else "")
            )
        case date():
            return value.isoformat()
        case list():
            return "[" + ", ".join(_element(v) for v in value) + "]"
        case dict():
            return "{" + ", ".join(f"{k}={_element(v)}" for k, v in value.items()) + "}"
        case str() | int() | Decimal():
            return str(value)
    raise AssertionError(f"{value!r} of {type_}")


def _element(value: Any) -> str:
    text = _text(value, "element")
    return "null" if text is None else text


def _java(value: float) -> str:
    """As Java writes a double: 0.1, 1.0E-4, 1.0E7, Infinity, NaN."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        return repr(value)
    _, digits, exponent = Decimal(repr(value)).normalize().as_tuple()
    assert isinstance(exponent, int)
    fraction = "".join(map(str, digits[1:])) or "0"
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[0]}.{fraction}E{exponent + len(digits) - 1}"


def _info(name: str, type_: str) -> dict[str, Any]:
    precision = {"integer": 10, "bigint": 19, "double": 17, "float": 17, "varchar": 2147483647}
    return {
        "CatalogName": "hive",
        "SchemaName": "",
        "TableName": "",
        "Name": name,
        "Label": name,
        "Type": type_,
        "Precision": precision.get(type_, 0),
        "Scale": 0,
        "Nullable": "UNKNOWN",
        "CaseSensitive": type_ == "varchar",
    }


def _snake(operation: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in operation).lstrip("_")
