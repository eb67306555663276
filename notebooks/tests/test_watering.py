from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import pytest
from same_sql import check

from pythoflow.athena import AthenaLake
from pythoflow.local import LocalLake
from pythoflow.watering import Windows, areas, orders, responses, waterings

DAY = "2026-06-01"
SINCE = pd.Timestamp("2026-06-01", tz="UTC")
UNTIL = pd.Timestamp("2026-06-03", tz="UTC")


def at(time: str) -> pd.Timestamp:
    return pd.Timestamp(f"{DAY} {time}", tz="UTC")


def readings(
    flow: Callable[[pd.Timestamp], float] = lambda _: 0.0,
    moisture: Callable[[pd.Timestamp], float] = lambda _: 20.0,
    period: str = "5min",
    zone: str = "north",
    sensor: str = "n1",
    rain: Callable[[pd.Timestamp], float | None] = lambda _: None,
    until: str = "23:55",
) -> list[dict[str, object]]:
    times = pd.date_range(at("00:00"), at(until), freq=period)
    return [
        {
            "sensor_id": sensor,
            "zone_id": zone,
            "ts": time,
            "sample_period_s": int(pd.Timedelta(period).total_seconds()),
            "flow_rate": flow(time),
            "soil_moisture": moisture(time),
            "rain": rain(time),
            "flags": [],
        }
        for time in times
    ]


def run(begin: str, end: str, litres_per_minute: float) -> Callable[[pd.Timestamp], float]:
    """A meter's mean since the reading five minutes before."""

    def flow(time: pd.Timestamp) -> float:
        span = pd.Timedelta("5min")
        open_time = min(time, at(end)) - max(time - span, at(begin))
        return litres_per_minute * max(open_time / span, 0.0)

    return flow


def order(kind: str, **values: object) -> dict[str, object]:
    return {
        "decision_id": "d1",
        "zone_id": "north",
        "device_id": "v1",
        "kind": kind,
        "mode": "act",
        "action": "OPEN",
        "reason": "soil_dry",
        "decided_at": at("09:01"),
        "depth_mm": 18.0,
        "duration_s": 2400,
        "volume_l": 1000.0,
        "outcome": None,
        "outcome_at": None,
        "outcome_duration_s": None,
        "outcome_volume_l": None,
    } | values


COMPLETED = {
    "outcome": "completed",
    "outcome_at": at("09:42"),
    "outcome_duration_s": 2400.0,
    "outcome_volume_l": 990.0,
}


@pytest.fixture
def lake(tmp_path: Path) -> Callable[..., LocalLake]:
    def made(
        rows: list[dict[str, object]], decisions: list[dict[str, object]] | None = None
    ) -> LocalLake:
        _write(tmp_path / "raw/readings", rows)
        if decisions:
            _write(tmp_path / "aggregated/irrigation_decisions", decisions)
        return AskedAlike(tmp_path, ZoneInfo("UTC"))

    return made


class AskedAlike(LocalLake):
    """Refuses what Athena would not answer as DuckDB does."""

    def query(self, sql: str) -> pd.DataFrame:
        check(sql)
        return super().query(sql)


def _write(table: Path, rows: list[dict[str, object]]) -> None:
    folder = table / f"dt={DAY}" / "hour=00"
    folder.mkdir(parents=True)
    frame = pd.DataFrame(rows)
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    columns = {"rain": "DOUBLE", "outcome_at": "TIMESTAMPTZ", "flags": "VARCHAR[]"}
    casts = ", ".join(f"{n}::{t} AS {n}" for n, t in columns.items() if n in frame)
    connection.register("frame", frame)
    connection.sql(f"SELECT * REPLACE ({casts}) FROM frame").write_parquet(
        str(folder / "1.parquet")
    )


def test_a_run_begins_and_ends_between_readings(lake: Callable[..., LocalLake]) -> None:
    events = waterings(lake(readings(run("09:02", "09:42", 25))), SINCE, UNTIL)

    assert len(events) == 1
    event = events.iloc[0]
    assert (event["began_at"], event["ended_at"]) == (at("09:02"), at("09:42"))
    assert event["volume_l"] == pytest.approx(1000)
    assert event["flow_l_min"] == pytest.approx(25)
    assert (event["zone_id"], event["source"], event["orders"]) == ("north", "flow", 0)
    assert pd.isna(event["asked_l"])


def test_a_pause_parts_two_runs(lake: Callable[..., LocalLake]) -> None:
    first, second = run("09:00", "09:20", 25), run("09:30", "09:40", 25)

    events = waterings(lake(readings(lambda t: first(t) + second(t))), SINCE, UNTIL)

    assert events["volume_l"].tolist() == pytest.approx([500, 250])
    assert events["duration_s"].tolist() == pytest.approx([1200, 600])


def test_a_duplicate_reading_counts_once(lake: Callable[..., LocalLake]) -> None:
    rows = readings(run("09:00", "09:20", 25))

    events = waterings(lake(rows + rows), SINCE, UNTIL)

    assert events["volume_l"].tolist() == pytest.approx([500])


def test_a_long_silence_counts_for_three_sample_periods(lake: Callable[..., LocalLake]) -> None:
    rows = [
        row
        for row in readings(lambda t: 10.0 if t == at("12:00") else 0.0)
        if not at("06:00") < pd.Timestamp(str(row["ts"])) < at("12:00")
    ]

    events = waterings(lake(rows), SINCE, UNTIL)

    assert events["volume_l"].tolist() == pytest.approx([10 * 15])


def test_what_the_first_reading_says_of_the_time_before_is_not_counted(
    lake: Callable[..., LocalLake],
) -> None:
    assert waterings(lake(readings(lambda t: 9.0 if t == SINCE else 0.0)), SINCE, UNTIL).empty


def test_a_run_knows_what_was_ordered(lake: Callable[..., LocalLake]) -> None:
    some = lake(
        readings(run("09:02", "09:42", 24)), [order("evaluation"), order("outcome", **COMPLETED)]
    )

    event = waterings(some, SINCE, UNTIL).iloc[0]

    assert (event["decision_id"], event["orders"], event["source"]) == ("d1", 1, "flow")
    assert (event["asked_l"], event["asked_mm"]) == (1000, 18)
    assert event["volume_l"] == pytest.approx(960)


def test_an_order_that_no_meter_saw_is_taken_from_its_outcome(
    lake: Callable[..., LocalLake],
) -> None:
    some = lake(readings(), [order("evaluation"), order("outcome", **COMPLETED)])

    event = waterings(some, SINCE, UNTIL).iloc[0]

    assert (event["source"], event["volume_l"], event["duration_s"]) == ("outcome", 990, 2400)
    assert (event["began_at"], event["ended_at"]) == (at("09:02"), at("09:42"))


@pytest.mark.parametrize("outcome", ["rejected", "expired", "timed_out", "unknown"])
def test_an_order_that_nobody_knows_of_is_no_watering(
    lake: Callable[..., LocalLake], outcome: str
) -> None:
    failed = order("outcome", outcome=outcome, outcome_at=at("09:10"))
    some = lake(readings(), [order("evaluation"), failed])

    assert waterings(some, SINCE, UNTIL).empty
    assert orders(some, SINCE, UNTIL)["outcome"].tolist() == [outcome]


def test_an_advised_order_is_none(lake: Callable[..., LocalLake]) -> None:
    advised = order("outcome", mode="advise", outcome="advised", outcome_at=at("09:10"))
    some = lake(readings(), [order("evaluation", mode="advise"), advised])

    assert orders(some, SINCE, UNTIL).empty


def test_a_lake_without_meters_and_decisions_has_no_waterings(
    lake: Callable[..., LocalLake],
) -> None:
    dry = [{**row, "flow_rate": None} for row in readings()]

    some = lake(dry)
    events = waterings(some, SINCE, UNTIL)
    found = responses(some, events)

    assert events.empty
    assert found.events.empty
    assert found.curves.empty
    assert "seen_share" in found.events


def wetted(time: pd.Timestamp) -> float:
    """20 % before, 26 % from the middle of the run on, 25 % after six hours."""
    if time < at("09:20"):
        return 20.0
    return 26.0 if time < at("15:00") else 25.0


def test_the_soil_answers(lake: Callable[..., LocalLake]) -> None:
    some = lake(readings(run("09:00", "09:40", 25), wetted))
    events = waterings(some, SINCE, UNTIL)

    found = responses(some, events, root_depth_m=0.3, area_m2={"north": 50.0})

    event = found.events.iloc[0]
    assert event["before"] == 20
    assert event["peak_rise"] == 6
    assert event["drained_rise"] == 5
    assert event["first_rise_h"] == pytest.approx(20 / 60, abs=5 / 60)
    assert event["given_mm"] == pytest.approx(20)
    assert event["seen_mm"] == pytest.approx(18)
    assert event["seen_share"] == pytest.approx(0.9)
    assert event["rain_mm"] == 0
    curve = found.curves
    assert curve["hours"].min() == pytest.approx(-1 + 2.5 / 60)
    assert curve.loc[curve["hours"] < 0, "rise"].eq(0).all()


def test_sensors_that_differ_or_spike_or_are_stuck_do_not_matter(
    lake: Callable[..., LocalLake],
) -> None:
    some = lake(
        readings(run("09:00", "09:40", 25), wetted)
        + readings(moisture=lambda t: wetted(t) + 7, sensor="n2")
        + readings(moisture=lambda t: 55.0 if t == at("11:00") else wetted(t) - 3, sensor="n3")
        + readings(moisture=lambda _: 31.0, sensor="n4")
    )

    event = responses(some, waterings(some, SINCE, UNTIL)).events.iloc[0]

    assert event["peak_rise"] == 6
    assert event["drained_rise"] == 5


def test_the_next_wetting_ends_the_windows_of_the_one_before(
    lake: Callable[..., LocalLake],
) -> None:
    first, second = run("09:00", "09:10", 25), run("10:00", "10:10", 25)

    def moisture(time: pd.Timestamp) -> float:
        return 20.0 + 2 * (time >= at("09:05")) + 3 * (time >= at("10:05"))

    some = lake(readings(lambda t: first(t) + second(t), moisture))

    events = responses(some, waterings(some, SINCE, UNTIL)).events

    assert events["peak_rise"].tolist() == [2, 3]
    assert events["before"].tolist() == [20, 22]
    assert events["drained_rise"].isna().tolist() == [True, False]


def test_rain_in_between_is_told(lake: Callable[..., LocalLake]) -> None:
    some = lake(
        readings(run("09:00", "09:40", 25), wetted, rain=lambda t: 2.0 if t == at("14:00") else 0.0)
    )

    events = responses(some, waterings(some, SINCE, UNTIL)).events

    assert events["rain_mm"].tolist() == [2.0]


def test_soil_that_stays_dry_never_rises(lake: Callable[..., LocalLake]) -> None:
    some = lake(readings(run("09:00", "09:40", 25), lambda _: 20.0))

    event = responses(some, waterings(some, SINCE, UNTIL)).events.iloc[0]

    assert event["peak_rise"] == 0
    assert event["seen_share"] == 0
    assert pd.isna(event["first_rise_h"])


def test_runs_of_seconds_are_looked_at_in_time_lapse(lake: Callable[..., LocalLake]) -> None:
    def flow(time: pd.Timestamp) -> float:
        return 1800.0 if at("00:01:00") < time <= at("00:01:09") else 0.0

    def moisture(time: pd.Timestamp) -> float:
        return 22.0 if time >= at("00:01:05") else 20.0

    some = lake(readings(flow, moisture, period="1s", until="00:02:30"))

    event = responses(some, waterings(some, SINCE, UNTIL)).events.iloc[0]

    assert event["lapse"] == 1440
    assert event["given_mm"] == pytest.approx(270 / 50)
    assert event["peak_rise"] == 2
    assert event["first_rise_h"] == pytest.approx(5 / 60 / 60 * 1440, abs=1440 / 3600)
    assert event["drained_rise"] == 2


def test_windows_take_brief_runs_for_time_lapse() -> None:
    assert Windows().lapse(pd.Series([2.0, 600.0])).tolist() == [1440, 1]


def test_areas_follow_from_orders() -> None:
    ordered = pd.DataFrame(
        {
            "zone_id": ["a", "a", "b"],
            "asked_mm": [18.0, 9.0, None],
            "asked_l": [1000.0, 500.0, 300.0],
        }
    )

    assert areas(ordered, efficiency=0.9) == {"a": pytest.approx(50.0)}


def test_both_lakes_know_the_same_waterings(local_lake: LocalLake, athena_lake: AthenaLake) -> None:
    bounds = local_lake.query("SELECT min(ts) AS since, max(ts) AS until FROM readings").iloc[0]
    here, there = (
        responses(some, waterings(some, bounds["since"], bounds["until"])).events
        for some in (local_lake, athena_lake)
    )

    pd.testing.assert_frame_equal(here, there)
    pd.testing.assert_frame_equal(
        orders(local_lake, bounds["since"], bounds["until"]),
        orders(athena_lake, bounds["since"], bounds["until"]),
    )
    assert len(here) > 0
