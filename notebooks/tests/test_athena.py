from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from athena_double import AthenaDouble, FailedError, RefusedError, serve

import pythoflow as pf
from pythoflow.athena import AthenaLake
from pythoflow.local import LocalLake

LITERALS: list[tuple[str, str, Any]] = [
    ("CAST(NULL AS varchar)", "str", None),
    ("''", "str", ""),
    ("'a \"quoted\", text'", "str", 'a "quoted", text'),
    ("'two\nlines'", "str", "two\nlines"),
    ("'é 🌱'", "str", "é 🌱"),
    ("' '", "str", " "),
    ("'NULL'", "str", "NULL"),
    ("'007'", "str", "007"),
    ("NULL", "str", None),
    ("1", "Int64", 1),
    ("CAST(NULL AS integer)", "Int64", None),
    ("9223372036854775807", "Int64", 9223372036854775807),
    ("CAST(-5 AS smallint)", "Int64", -5),
    ("7 / 2", "Int64", 3),
    ("-7 / 2", "Int64", -3),
    ("1e-5", "float64", 0.00001),
    ("-1.25e20", "float64", -1.25e20),
    ("1e0 / 3", "float64", 1 / 3),
    ("CAST('NaN' AS double)", "float64", None),
    ("CAST('Infinity' AS double)", "float64", float("inf")),
    ("CAST('-Infinity' AS double)", "float64", float("-inf")),
    ("CAST(0.1 AS real)", "float64", 0.10000000149011612),
    ("0.1", "float64", 0.1),
    ("CAST(12.30 AS decimal(10, 2))", "float64", 12.3),
    ("CAST(NULL AS double)", "float64", None),
    ("true", "boolean", True),
    ("CAST(NULL AS boolean)", "boolean", None),
    (
        "TIMESTAMP '2026-06-01 12:00:00.5'",
        "datetime64[ms, UTC]",
        pd.Timestamp("2026-06-01 12:00:00.5Z"),
    ),
    ("CAST(NULL AS timestamp)", "datetime64[ms, UTC]", None),
    (
        "with_timezone(TIMESTAMP '2026-06-01 12:00:00', 'America/Sao_Paulo')",
        "datetime64[ms, UTC]",
        pd.Timestamp("2026-06-01 15:00:00Z"),
    ),
    ("DATE '2026-06-01'", "datetime64[s]", pd.Timestamp(date(2026, 6, 1))),
    ("CAST(NULL AS date)", "datetime64[s]", None),
]


@pytest.mark.parametrize(("sql", "dtype", "value"), LITERALS)
def test_a_value_is_the_same_from_either(
    sql: str, dtype: str, value: Any, local_lake: LocalLake, athena_lake: AthenaLake
) -> None:
    for lake in (local_lake, athena_lake):
        # With a neighbour, and alone: then Athena writes a null as an empty line.
        for asked in (f"SELECT {sql} AS x, 'next' AS y", f"SELECT {sql} AS x"):
            answer = lake.query(asked)["x"]

            assert answer.dtype == dtype
            assert len(answer) == 1
            if value is None:
                assert pd.isna(answer[0])
            else:
                assert answer[0] == value


NESTED: list[tuple[str, Any]] = [
    ("SELECT other_metrics AS x FROM readings WHERE sensor_id = '000-A1'", {"rssi": -61.0}),
    ("SELECT other_metrics AS x FROM readings WHERE sensor_id = '001-X'", {}),
    ("SELECT gates AS x FROM irrigation_decisions WHERE kind = 'outcome'", {}),
    ("SELECT faults AS x FROM irrigation_decisions WHERE decision_id = 'b-2'", {"000-B1": "stuck"}),
    (
        "SELECT flags AS x FROM readings WHERE contains(flags, 'spike')",
        ["out_of_range:soil_moisture", "spike"],
    ),
    ("SELECT CAST(NULL AS map(varchar, double)) AS x", None),
    ("SELECT CASE WHEN 1 > 2 THEN ARRAY['a'] END AS x", None),
    ("SELECT ARRAY[1, NULL, 3] AS x", [1, None, 3]),
    ("SELECT ARRAY[0.5e0, 1e10] AS x", [0.5, 1e10]),
    ("SELECT ARRAY[true, false] AS x", [True, False]),
    ("SELECT payload AS x FROM rejected_messages WHERE reason = 'no_sensor'", b"{}"),
    ("SELECT payload AS x FROM rejected_messages WHERE reason = 'empty'", b""),
]


@pytest.mark.parametrize(("sql", "value"), NESTED)
def test_arrays_maps_and_bytes(
    sql: str, value: Any, local_lake: LocalLake, athena_lake: AthenaLake
) -> None:
    for lake in (local_lake, athena_lake):
        answer = lake.query(sql)["x"]

        assert answer.dtype == object
        assert answer[0] == value


def test_what_athena_writes_ambiguously_is_refused_with_the_way_out(
    athena: AthenaDouble, athena_lake: AthenaLake
) -> None:
    for type_, text in [
        ("map", "{a=b=c}"),
        ("map", "{a=b, c}"),
        ("array", "[[1], [2]]"),
        ("map", "{a=[1, 2]}"),
        ("row", "{a=1}"),
    ]:
        athena.answer_next([("x", type_)], [[text]])
        with pytest.raises(pf.LakeError, match=r"json_format\(CAST\(x AS json\)\)"):
            athena_lake.query("SELECT 1 AS x")


def test_a_time_that_clocks_show_twice_is_refused_with_the_way_out(
    athena: AthenaDouble, athena_lake: AthenaLake
) -> None:
    twice = "2026-10-25 02:30:00.000 Europe/Berlin"
    athena.answer_next([("x", "timestamp with time zone")], [[twice]])

    with pytest.raises(pf.LakeError, match="AT TIME ZONE 'UTC'"):
        athena_lake.query("SELECT 1 AS x")


def test_zones_that_athena_names(athena: AthenaDouble, athena_lake: AthenaLake) -> None:
    texts = [
        "2026-06-01 12:00:00.000 America/Sao_Paulo",
        "2026-06-01 12:00:00.000000 UTC",
        "2026-06-01 12:00:00.000 +02:00",
        "2026-06-01 12:00:00.000 -02:30",
        None,
    ]
    athena.answer_next([("x", "timestamp with time zone")], [[text] for text in texts])

    times = athena_lake.query("SELECT 1 AS x")["x"]

    assert times.dtype == "datetime64[ms, UTC]"
    assert [None if pd.isna(time) else f"{time:%H:%M}" for time in times] == [
        "15:00",
        "12:00",
        "10:00",
        "14:30",
        None,
    ]


def test_columns_without_a_name_and_with_the_same(
    local_lake: LocalLake, athena_lake: AthenaLake
) -> None:
    for lake in (local_lake, athena_lake):
        answer = lake.query("SELECT zone_id, zone_id FROM zone_water WHERE zone_id = 'field-01.A'")
        assert list(answer.columns) == ["zone_id", "zone_id"]
        assert answer.iloc[0].tolist() == ["field-01.A", "field-01.A"]


def test_what_local_lakes_call_a_column_without_a_name(local_lake: LocalLake) -> None:
    def columns(sql: str) -> list[str]:
        return list(local_lake.query(sql).columns)

    assert columns("SELECT count(*), max(dt) AS dt, 1 FROM readings") == ["_col0", "dt", "_col2"]
    assert columns("SELECT 1 UNION ALL SELECT 2") == ["_col0"]
    assert columns("WITH t AS (SELECT 1 AS n) SELECT *, n + 1 FROM t") == ["n", "_col1"]


def test_many_rows_come_whole_with_and_without_files(
    athena: AthenaDouble, athena_lake: AthenaLake, local_lake: LocalLake
) -> None:
    sql = "SELECT sensor_id, ts, zone_id, message_id FROM readings ORDER BY sensor_id, ts"
    rows = local_lake.query(sql)
    assert len(rows) > 2000

    pd.testing.assert_frame_equal(athena_lake.query(sql), rows)
    athena.without_files = True
    pd.testing.assert_frame_equal(athena_lake.query(sql), rows)


def test_a_statement_without_columns(athena: AthenaDouble, athena_lake: AthenaLake) -> None:
    athena.answer_next([], [])

    answer = athena_lake.query("CREATE TABLE t AS SELECT 1")

    assert answer.shape == (0, 0)


def test_waits_for_queued_queries_and_logs_what_they_cost(
    athena: AthenaDouble, athena_lake: AthenaLake, caplog: pytest.LogCaptureFixture
) -> None:
    athena.queued = 1
    with caplog.at_level(logging.INFO, logger="pythoflow"):
        athena_lake.query("SELECT 1 AS x")

    assert [record.getMessage().partition(": ")[2] for record in caplog.records] == [
        "1.2 s, 2.5 MB read"
    ]


@pytest.fixture
def interruptible() -> Iterator[None]:
    """A shell that starts the tests in its background has them ignore what Ctrl-C sends."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_stops_the_query(athena: AthenaDouble, athena_lake: AthenaLake) -> None:
    athena.run_endlessly(
        when_asked=lambda: signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
    )

    with pytest.raises(KeyboardInterrupt):
        athena_lake.query("SELECT 1 AS x")

    assert athena.stopped == ["SELECT 1 AS x"]


def test_what_the_query_gets_wrong(athena: AthenaDouble, athena_lake: AthenaLake) -> None:
    for reason, advice in [
        ("COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved", "lists the columns"),
        (
            "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.iot_data_catalog.x' does not exist",
            "lists what there is",
        ),
        (
            "Query exhausted resources at this scale factor",
            "Query exhausted resources at this scale factor",
        ),
    ]:
        athena.fail_next(FailedError(reason))
        with pytest.raises(pf.LakeError) as error:
            athena_lake.query("SELECT 1 AS x")
        assert str(error.value).startswith(reason)
        assert advice in str(error.value)


def test_what_is_no_sql(athena_lake: AthenaLake) -> None:
    with pytest.raises(pf.LakeError, match="InvalidRequestException"):
        athena_lake.query("SELEC 1")


def test_a_query_that_the_workgroup_stops(athena: AthenaDouble, athena_lake: AthenaLake) -> None:
    athena.fail_next(FailedError("Bytes scanned limit was exceeded", "CANCELLED"))

    with pytest.raises(
        pf.LakeError, match=r"limit was exceeded: .*pythoflow-test allows; put a filter on dt"
    ):
        athena_lake.query("SELECT * FROM readings")


def test_the_wrong_names(athena: AthenaDouble) -> None:
    with pytest.raises(pf.LakeError, match="there is no workgroup nobody in this region"):
        pf.connect(workgroup="nobody").query("SELECT 1 AS x")
    with pytest.raises(pf.LakeError, match="there is no database nothing in this region"):
        pf.connect(database="nothing").query("SELECT 1 AS x")


def test_who_may_not_ask(athena: AthenaDouble, athena_lake: AthenaLake) -> None:
    for code, message, advice in [
        ("AccessDeniedException", "You are not authorized", "output AnalystPolicyArn"),
        ("ExpiredTokenException", "The security token included is expired", "log in to AWS again"),
        (
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
            "log in to AWS again",
        ),
    ]:
        athena.refuse_next(RefusedError(code, message))
        with pytest.raises(pf.LakeError) as error:
            athena_lake.query("SELECT 1 AS x")
        assert message in str(error.value)
        assert advice in str(error.value)


def test_without_credentials(
    athena: AthenaDouble, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_") and "ACCESS" in name]:
        monkeypatch.delenv(name)
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / "none"))

    with pytest.raises(pf.LakeError, match="credentials: log in to AWS"):
        pf.connect().query("SELECT 1 AS x")


def test_no_error_shows_a_secret(
    athena: AthenaDouble, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush-hush")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token-token")
    athena.refuse_next(RefusedError("AccessDeniedException", "no"))
    lake = pf.connect()

    with pytest.raises(pf.LakeError) as error, caplog.at_level(logging.INFO):
        lake.query("SELECT 1 AS x")

    said = str(error.value) + repr(lake) + caplog.text
    assert "hush-hush" not in said
    assert "token-token" not in said


def test_when_nobody_answers(lake_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(lake_folder) as (_, environment):
        pass
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")

    with pytest.raises(pf.LakeError, match="AWS_REGION is the region of the lake"):
        pf.connect().query("SELECT 1 AS x")
