from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow.parquet as pq
import pytest
import small_farm
import small_lake

import pythoflow as pf
from pythoflow.local import LocalLake

MINUTE = timedelta(minutes=1)


def reading(sensor: str = "000-A1", minutes: int = 0) -> small_farm.Row:
    at = small_farm.LIVE + minutes * MINUTE
    return small_farm.reading(sensor, at, MINUTE, at)


def connect(folder: Path) -> LocalLake:
    return LocalLake(folder, ZoneInfo("UTC"))


def count(lake: LocalLake, table: str) -> int:
    return int(lake.query(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])


def test_says_where_it_is_and_how_its_clocks_go(local_lake: LocalLake, lake_folder: Path) -> None:
    assert repr(local_lake) == f"<lake {lake_folder}, time zone America/Sao_Paulo>"


def test_sees_files_that_come_later(tmp_path: Path) -> None:
    small_lake.write(tmp_path, "readings", [reading()])
    lake = connect(tmp_path)
    assert (count(lake, "readings"), count(lake, "gateway_events")) == (1, 0)

    small_lake.write(tmp_path, "readings", [reading(minutes=61)])
    small_lake.write(tmp_path, "gateway_events", small_farm.gateway_events())

    assert count(lake, "readings") == 2
    assert count(lake, "gateway_events") == len(small_farm.gateway_events())


def test_views_see_the_first_files_of_a_table_too(tmp_path: Path) -> None:
    small_lake.write(tmp_path, "readings", [reading()])
    lake = connect(tmp_path)
    assert count(lake, "environment") == 0

    rows = [reading(minutes=i) for i in range(5)]
    small_lake.write(tmp_path, "sensor_aggregates", small_farm.aggregates(rows, 5 * MINUTE))

    assert count(lake, "environment") == 1


def test_a_lake_may_have_one_side_alone(tmp_path: Path) -> None:
    small_lake.write(tmp_path, "irrigation_decisions", small_farm.decisions())

    lake = connect(tmp_path)

    assert count(lake, "zone_water") == 2
    assert lake.query("SELECT ts, seq, flags FROM readings").dtypes.astype(str).tolist() == [
        "datetime64[ms, UTC]",
        "Int64",
        "object",
    ]


def test_does_not_see_files_in_progress(tmp_path: Path) -> None:
    small_lake.write(tmp_path, "readings", [reading()])
    finished = next(tmp_path.rglob("*.parquet"))
    for name in (".part-0.parquet.inprogress.1", ".part-1.parquet", "_part-2.parquet"):
        shutil.copy(finished, finished.with_name(name))

    assert count(connect(tmp_path), "readings") == 1


def test_folders_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / "farm's [old] lake*"
    small_lake.write(folder, "readings", [reading()])

    assert count(connect(folder), "readings") == 1


def test_days_and_hours_are_texts_of_the_path(tmp_path: Path) -> None:
    small_lake.write(tmp_path, "readings", [reading()])

    found = connect(tmp_path).query("SELECT dt, hour FROM readings")

    assert found.dtypes.astype(str).tolist() == ["str", "str"]
    assert found.iloc[0].tolist() == ["2026-06-01", "18"]


def test_files_from_before_a_column_have_null_in_it(tmp_path: Path) -> None:
    rows = small_farm.aggregates([reading()], MINUTE)
    small_lake.write(tmp_path, "sensor_aggregates", rows)
    path = next(tmp_path.rglob("*.parquet"))
    newest = ["reading_count", "received_at_mean_ms"]
    pq.write_table(pq.read_table(path, partitioning=None).drop_columns(newest), path)

    found = connect(tmp_path).query("SELECT reading_count, metric FROM sensor_aggregates")

    assert found["reading_count"].isna().all()
    assert found["reading_count"].dtype == "Int64"


def test_sums_of_integers_are_integers(local_lake: LocalLake) -> None:
    found = local_lake.query(
        "SELECT sum(seq) AS s, sum(seq) / count(*) AS m, avg(seq) AS a FROM readings"
    )

    assert found.dtypes.astype(str).tolist() == ["Int64", "Int64", "float64"]


def test_a_sum_that_bigint_cannot_hold_is_an_error(local_lake: LocalLake) -> None:
    with pytest.raises(pf.LakeError, match="bigint"):
        local_lake.query(
            "SELECT sum(n) AS s FROM (SELECT 9223372036854775807 AS n UNION ALL SELECT 1)"
        )


def test_says_which_tables_and_columns_there_are(local_lake: LocalLake) -> None:
    with pytest.raises(pf.LakeError, match=r'(?s)"readings".*lake\.tables\(\) lists what there is'):
        local_lake.query("SELECT * FROM reading")
    with pytest.raises(pf.LakeError, match=r'(?s)"sensor_id".*lake\.tables\(\) lists the columns'):
        local_lake.query("SELECT sensor FROM readings")


def test_answers_after_an_error(local_lake: LocalLake) -> None:
    with pytest.raises(pf.LakeError):
        local_lake.query("SELECT 1 / 0 AS n")

    assert local_lake.query("SELECT 1 AS n")["n"].tolist() == [1]


def test_one_statement_at_a_time(local_lake: LocalLake) -> None:
    with pytest.raises(pf.LakeError, match="one statement at a time, not 2"):
        local_lake.query("SELECT 1; SELECT 2")
    with pytest.raises(pf.LakeError, match="not 0"):
        local_lake.query("  -- nothing")
    assert local_lake.query("SELECT 1 AS n;")["n"].tolist() == [1]


def test_a_statement_without_answer_gives_an_empty_frame(local_lake: LocalLake) -> None:
    assert local_lake.query("SET threads = 2").shape == (0, 0)


def test_refuses_what_athena_could_not_tell(local_lake: LocalLake) -> None:
    for sql in (
        "SELECT array_agg(ts) AS x FROM readings",
        "SELECT ARRAY[ARRAY[1]] AS x",
        "SELECT ARRAY[0.5] AS x",
    ):
        with pytest.raises(pf.LakeError, match=r"json_format\(CAST\(x AS json\)\)"):
            local_lake.query(sql)


def test_a_lake_that_is_gone(tmp_path: Path) -> None:
    small_lake.write(tmp_path / "lake", "readings", [reading()])
    lake = connect(tmp_path / "lake")
    assert count(lake, "readings") == 1

    shutil.rmtree(tmp_path / "lake")

    with pytest.raises(pf.LakeError, match="was removed or moved"):
        lake.query("SELECT * FROM readings")
