from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal
from same_sql import check

from pythoflow import questions
from pythoflow.athena import AthenaLake
from pythoflow.lake import Lake, LakeError
from pythoflow.local import LocalLake
from pythoflow.questions import Period

FARM = ZoneInfo("America/Sao_Paulo")
BERLIN = ZoneInfo("Europe/Berlin")


def utc(time: str) -> pd.Timestamp:
    return pd.Timestamp(time, tz="UTC")


PERIOD = Period(utc("2026-06-01 03:00"), utc("2026-06-03 12:00"), FARM, 3600)


def window(start: str, value: float, **values: object) -> dict[str, object]:
    begin = utc(start)
    return {
        "sensor_id": "n1",
        "gateway_id": "gateway",
        "zone_id": "north",
        "metric": "soil_moisture",
        "unit": "%VWC",
        "window_start": begin,
        "window_end": begin + pd.Timedelta(minutes=30),
        "window_length_s": 1800,
        "count": 6,
        "completeness": 1.0,
        "p50": value,
        "sum": 6 * value,
        "first_at": begin,
        "last_at": begin + pd.Timedelta(minutes=25),
        "out_of_range_count": 0,
        "revision": 0,
        "emitted_at": begin + pd.Timedelta(hours=1),
        "reading_count": 6,
    } | values


def reading(ts: str, received_at: str) -> dict[str, object]:
    return {"sensor_id": "n1", "ts": utc(ts), "received_at": utc(received_at)}


def decision(decided_at: str, **values: object) -> dict[str, object]:
    return {
        "zone_id": "north",
        "decided_at": utc(decided_at),
        "kind": "evaluation",
        "mode": "act",
        "low": 20.0,
        "high": 25.0,
        "moisture_unit": "%VWC",
    } | values


class Made:
    """Makes a lake of rows, each in the folder of its day and hour."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def lake(
        self,
        windows: list[dict[str, object]] | None = None,
        readings: list[dict[str, object]] | None = None,
        decisions: list[dict[str, object]] | None = None,
        time_zone: ZoneInfo = FARM,
    ) -> LocalLake:
        self._write("aggregated/sensor_aggregates", "window_start", windows)
        self._write("raw/readings", "ts", readings)
        self._write("aggregated/irrigation_decisions", "decided_at", decisions)
        (self._folder / "raw/readings").mkdir(parents=True, exist_ok=True)
        return LocalLake(self._folder, time_zone)

    def _write(self, table: str, clock: str, rows: list[dict[str, object]] | None) -> None:
        for number, row in enumerate(rows or []):
            at = row[clock]
            assert isinstance(at, pd.Timestamp)
            folder = self._folder / table / f"dt={at:%Y-%m-%d}" / f"hour={at:%H}"
            folder.mkdir(parents=True, exist_ok=True)
            frame = pd.DataFrame([row])
            connection = duckdb.connect()
            connection.register("frame", frame)
            texts = ", ".join(
                f'"{name}"::VARCHAR AS "{name}"' for name in ("zone_id",) if name in frame
            )
            chosen = f"* REPLACE ({texts})" if texts else "*"
            connection.sql(f"SELECT {chosen} FROM frame").write_parquet(
                str(folder / f"{number}.parquet")
            )


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(tmp_path)


def test_a_period_opens_its_days_and_takes_its_times() -> None:
    assert PERIOD.of("ts") == (
        "dt BETWEEN '2026-06-01' AND '2026-06-03'"
        " AND ts >= TIMESTAMP '2026-06-01 03:00:00.000'"
        " AND ts < TIMESTAMP '2026-06-03 12:00:00.000'"
    )


def test_a_period_begins_at_the_farms_midnight_and_ends_with_the_newest_reading(made: Made) -> None:
    lake = made.lake(
        readings=[
            reading("2026-05-30 11:20", "2026-06-03 11:20"),
            reading("2026-06-01 02:20", "2026-06-03 11:20"),
            reading("2026-06-03 11:20", "2026-06-03 11:20"),
        ]
    )
    period = questions.last_days(lake, 2)
    assert period.since == utc("2026-06-01 03:00")
    assert period.until == utc("2026-06-03 11:21")
    assert period.in_words() == "2026-06-01 00:00 to 2026-06-03 08:21 (America/Sao_Paulo)"


def test_a_clock_that_runs_ahead_does_not_move_the_period(made: Made) -> None:
    lake = made.lake(
        readings=[
            reading("2026-06-03 23:20", "2026-06-03 23:20"),
            reading("2026-06-04 01:10", "2026-06-03 23:30"),
        ]
    )
    assert questions.last_days(lake, 1).until == utc("2026-06-03 23:31")


@pytest.mark.parametrize(
    ("decided_at", "until"),
    [
        ("2026-06-03 10:00", "2026-06-03 11:21"),
        ("2026-06-03 15:00", "2026-06-03 15:01"),
        ("2026-06-09 15:00", "2026-06-04 11:21"),
    ],
)
def test_what_was_decided_since_the_newest_reading_belongs_to_it_for_a_day(
    made: Made, decided_at: str, until: str
) -> None:
    lake = made.lake(
        readings=[reading("2026-06-03 11:20", "2026-06-03 11:20")],
        decisions=[decision(decided_at), decision("2026-06-05 10:00", mode="evaluate")],
    )
    assert questions.last_days(lake, 1).until == utc(until)


def test_a_period_of_hours_does_not_begin_at_midnight(made: Made) -> None:
    lake = made.lake(
        readings=[
            reading("2026-06-03 02:20", "2026-06-03 02:20"),
            reading("2026-06-03 11:20", "2026-06-03 11:20"),
        ]
    )
    assert questions.last_days(lake, 0.25).since == utc("2026-06-03 05:20")


def test_a_young_lake_is_looked_at_from_its_first_reading(made: Made) -> None:
    lake = made.lake(
        readings=[
            reading("2026-06-03 11:10", "2026-06-03 11:10"),
            reading("2026-06-03 11:20", "2026-06-03 11:20"),
        ]
    )
    period = questions.last_days(lake, 30)
    assert (period.since, period.until) == (utc("2026-06-03 11:10"), utc("2026-06-03 11:21"))
    assert period.step_s == 60


def test_steps_are_no_shorter_than_windows_and_the_first_is_whole(made: Made) -> None:
    lake = made.lake(
        windows=[window("2026-06-03 11:00", 20.0)],
        readings=[reading("2026-06-03 11:20", "2026-06-03 11:20")],
    )
    period = questions.last_days(lake, 0.1)
    assert period.step_s == 1800
    assert period.since == utc("2026-06-03 11:00")


@pytest.mark.parametrize(
    ("days", "shortest_s", "step_s"),
    [(0.01, 0, 10), (0.5, 0, 60), (1, 300, 300), (30, 300, 3600), (3000, 0, 86400)],
)
def test_a_picture_has_no_more_steps_than_can_be_seen(
    days: float, shortest_s: int, step_s: int
) -> None:
    length = pd.Timedelta(days=days)
    assert questions.step_of(length, shortest_s) == step_s


def test_a_lake_without_readings_says_what_to_do(made: Made) -> None:
    with pytest.raises(LakeError, match=r"No readings in .* make run"):
        questions.last_days(made.lake(), 30)


def test_steps_of_sql_are_those_of_the_period(made: Made) -> None:
    lake = made.lake()
    number = PERIOD.step("TIMESTAMP '2026-06-01 04:59:59'")
    steps = lake.query(f"SELECT {number} AS step")["step"]
    assert list(PERIOD.begin_of_step(steps)) == [utc("2026-06-01 04:00")]
    assert utc("2026-06-01 04:00") in PERIOD.steps()
    assert PERIOD.steps()[-1] == utc("2026-06-03 11:00")


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        (FARM, "2026-06-01 02:59:59", "2026-05-31"),
        (FARM, "2026-06-01 03:00:00", "2026-06-01"),
        (BERLIN, "2026-03-28 23:30:00", "2026-03-29"),
        (BERLIN, "2026-03-29 22:30:00", "2026-03-30"),
    ],
)
def test_a_day_is_the_farms_in_sql_and_in_pandas(
    made: Made, zone: ZoneInfo, instant: str, day: str
) -> None:
    period = Period(utc("2026-03-01"), utc("2026-06-30"), zone, 3600)
    in_sql = period.day(f"TIMESTAMP '{instant}'")
    rows = made.lake().query(f"SELECT {in_sql} AS day")
    in_pandas = questions.farm_day(pd.Series([utc(instant)]), zone)
    assert list(rows["day"]) == list(in_pandas) == [pd.Timestamp(day)]
    assert rows["day"].dtype == in_pandas.dtype == period.days().dtype


def test_days_of_a_period_are_those_it_touches() -> None:
    assert list(PERIOD.days()) == [pd.Timestamp(f"2026-06-0{day}") for day in (1, 2, 3)]


def test_sensors_are_known_by_what_they_measure_and_where(made: Made) -> None:
    lake = made.lake(
        windows=[
            window("2026-06-01 10:00", 20.0, zone_id=None),
            window("2026-06-01 11:00", 20.0, count=4),
            window("2026-06-01 11:00", 0.0, metric="rain", unit="mm"),
            window("2026-06-01 11:00", 20.0, sensor_id="x", zone_id=None),
        ]
    )
    sensors = questions.sensors(lake, PERIOD).set_index("sensor_id")
    assert sensors.loc["n1", "zone_id"] == "north"
    assert sensors.loc["n1", "metrics"] == ["rain", "soil_moisture"]
    assert sensors.loc["n1", "readings"] == 10
    assert sensors.loc["n1", "last_at"] == utc("2026-06-01 11:25")
    assert sensors.loc["x", "zone_id"] == questions.WITHOUT_ZONE


def test_moisture_is_the_median_of_windows_that_are_plausible(made: Made) -> None:
    lake = made.lake(
        windows=[
            window("2026-06-01 10:00", 20.0),
            window("2026-06-01 10:30", 22.0, count=2),
            window("2026-06-01 11:00", 130.0, out_of_range_count=6),
        ]
    )
    (row,) = questions.soil_moisture(lake, PERIOD).itertuples()
    assert row.at == utc("2026-06-01 10:00")
    assert row.moisture == pytest.approx(20.5)


def test_a_zone_with_calibrated_sensors_is_not_asked_for_the_others(made: Made) -> None:
    relative = {"metric": "soil_moisture_relative", "unit": "%rel"}
    lake = made.lake(
        windows=[
            window("2026-06-01 10:00", 20.0),
            window("2026-06-01 10:00", 70.0, sensor_id="n2", **relative),
            window("2026-06-01 10:00", 60.0, sensor_id="s1", zone_id="south", **relative),
        ]
    )
    moisture = questions.soil_moisture(lake, PERIOD)
    assert list(moisture["sensor_id"]) == ["n1", "s1"]
    assert list(moisture["unit"]) == ["%VWC", "%rel"]


def moistures(**values: list[float]) -> pd.DataFrame:
    """Of the sensors of a zone, an hour apart."""
    return pd.DataFrame(
        [
            {
                "zone_id": "north",
                "sensor_id": sensor,
                "unit": "%VWC",
                "at": utc("2026-06-01") + pd.Timedelta(hours=hour),
                "moisture": value,
            }
            for sensor, series in values.items()
            for hour, value in enumerate(series)
        ]
    )


def test_a_zone_is_the_median_of_its_sensors() -> None:
    zones = questions.moisture_of_zones(moistures(a=[20.0, 21.0], b=[22.0], c=[90.0]))
    assert list(zones["moisture"]) == [22.0, 21.0]
    assert list(zones["driest"]) == [20.0, 21.0]
    assert list(zones["wettest"]) == [90.0, 21.0]
    assert list(zones["sensors"]) == [3, 1]


def test_thresholds_are_those_of_the_newest_decision_that_has_them(made: Made) -> None:
    lake = made.lake(
        decisions=[
            decision("2026-06-01 10:00", low=18.0),
            decision("2026-06-02 10:00", low=20.0),
            decision("2026-06-02 11:00", low=None),
            decision("2026-06-02 12:00", low=30.0, mode="evaluate"),
            decision("2026-06-02 10:00", zone_id="south", low=None),
        ]
    )
    (row,) = questions.thresholds(lake, PERIOD).itertuples()
    assert (row.zone_id, row.low, row.decided_at) == ("north", 20.0, utc("2026-06-02 10:00"))


def test_rain_is_summed_by_gauge_and_day_of_the_farm(made: Made) -> None:
    gauge = {"metric": "rain", "unit": "mm"}
    lake = made.lake(
        windows=[
            window("2026-06-02 02:30", 0.5, **gauge),
            window("2026-06-02 03:00", 0.25, **gauge),
            window("2026-06-02 03:30", 0.25, **gauge),
            window("2026-06-02 04:00", 0.0, **gauge),
            window("2026-06-02 05:00", 500.0, out_of_range_count=1, **gauge),
        ]
    )
    rain = questions.rain(lake, PERIOD)
    assert list(rain["rain_mm"]) == [3.0, 3.0]
    assert list(rain["day"]) == [pd.Timestamp("2026-06-01"), pd.Timestamp("2026-06-02")]


def test_a_zone_takes_the_nearest_gauges() -> None:
    sensors = pd.DataFrame(
        [
            ("a1", "one", "A", ["rain"]),
            ("b1", "one", "B", ["soil_moisture"]),
            ("c1", "two", "C", ["soil_moisture"]),
            ("d1", "three", "D", ["rain"]),
        ],
        columns=["sensor_id", "gateway_id", "zone_id", "metrics"],
    )
    gauges = questions.gauges_of_zones(sensors)
    assert gauges == {"A": ["a1"], "B": ["a1"], "C": ["a1", "d1"], "D": ["d1"]}
    assert questions.gauges_of_zones(sensors[1:3]) == {"B": [], "C": []}


def test_a_gauge_that_caught_nothing_counts_in_the_mean() -> None:
    rain = pd.DataFrame(
        {
            "sensor_id": ["a1", "a1"],
            "day": pd.to_datetime(["2026-06-01"] * 2),
            "rain_mm": [2.0, 4.0],
        }
    )
    by_day = questions.rain_of_zones(rain, {"A": ["a1"], "C": ["a1", "d1"], "E": []}, "day")
    assert by_day.loc["2026-06-01"].to_dict() == {"A": 6.0, "C": 3.0}


def test_coverage_is_the_share_of_time_that_windows_cover(made: Made) -> None:
    lake = made.lake(
        windows=[
            window("2026-06-01 10:00", 20.0),
            window("2026-06-01 10:00", 9.0, metric="temperature", completeness=0.5),
            window("2026-06-01 11:00", 20.0),
            window("2026-06-01 11:30", 20.0, completeness=0.5, reading_count=3),
            window("2026-06-01 12:00", 20.0),
        ]
    )
    coverage = questions.coverage(lake, PERIOD)
    # The last hour counts to the end of the newest window.
    assert list(coverage["covered"]) == pytest.approx([0.5, 0.75, 1.0])
    assert list(coverage["readings"]) == [6, 9, 6]


def test_who_does_not_say_how_often_he_samples_is_measured_by_himself(made: Made) -> None:
    lake = made.lake(
        windows=[
            window(f"2026-06-01 {hour}:00", 20.0, completeness=None, reading_count=count)
            for hour, count in (("10", 12), ("11", 12), ("12", 6))
        ]
    )
    assert list(questions.coverage(lake, PERIOD)["covered"]) == pytest.approx([1, 1, 0.5])


def test_a_sensor_is_compared_with_the_others_of_its_zone() -> None:
    differences = questions.against_neighbours(
        moistures(a=[20.0, 20.0], b=[21.0, 23.0], c=[24.0, 24.0])
    )
    of_a = differences[differences["sensor_id"] == "a"]
    assert list(of_a["difference"]) == [-2.5, -3.5]
    assert questions.against_neighbours(moistures(a=[20.0])).empty
    none = questions.against_neighbours(moistures(a=[20.0]).iloc[:0])
    assert none["difference"].dtype == "float64"


def test_a_drift_is_not_bent_by_one_day() -> None:
    days = pd.date_range("2026-06-01", periods=15, freq="D")
    difference = [0.5 + 0.1 * number for number in range(15)]
    difference[7] = 30.0
    daily = pd.DataFrame(
        {"zone_id": "north", "sensor_id": "a", "day": days, "difference": difference}
    )
    (drift,) = questions.drifts(daily).itertuples()
    assert drift.per_week == pytest.approx(0.7)
    assert drift.change == pytest.approx(1.4)
    assert drift.begins_at == pytest.approx(0.5)
    assert drift.scatter == pytest.approx(0.0, abs=1e-9)
    assert questions.drifts(daily[:2]).empty


def test_a_table_for_people_has_the_farms_time_and_few_digits() -> None:
    frame = pd.DataFrame({"at": [utc("2026-06-01 03:00:00.9")], "value": [1.26], "name": ["a"]})
    shown = questions.readable(frame, FARM)
    assert shown["at"].iloc[0] == pd.Timestamp("2026-06-01 00:00:00")
    assert shown["value"].iloc[0] == 1.3


QUESTIONS: list[Callable[[Lake, Period], pd.DataFrame]] = [
    questions.sensors,
    questions.soil_moisture,
    questions.thresholds,
    questions.rain,
    questions.coverage,
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_athena_is_asked_the_same_and_answers_the_same(
    question: Callable[[Lake, Period], pd.DataFrame],
    local_lake: LocalLake,
    athena_lake: AthenaLake,
) -> None:
    period = questions.last_days(local_lake, 30)
    assert questions.last_days(athena_lake, 30) == period
    answer = question(local_lake, period)
    assert len(answer)
    assert_frame_equal(question(athena_lake, period), answer)


class Listening:
    """A lake that notes what it is asked."""

    def __init__(self, lake: Lake) -> None:
        self._lake = lake
        self.asked: list[str] = []

    @property
    def name(self) -> str:
        return self._lake.name

    @property
    def time_zone(self) -> ZoneInfo:
        return self._lake.time_zone

    def tables(self) -> pd.DataFrame:
        return self._lake.tables()

    def query(self, sql: str) -> pd.DataFrame:
        self.asked.append(sql)
        return self._lake.query(sql)


def test_every_question_means_the_same_to_both_engines(local_lake: LocalLake) -> None:
    lake = Listening(local_lake)
    period = questions.last_days(lake, 30)
    for question in QUESTIONS:
        question(lake, period)
    assert len(lake.asked) > 5
    for sql in lake.asked:
        check(sql)
