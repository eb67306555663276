"""Questions that more than one notebook asks, and what they share: the period they look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from pythoflow import dialect
from pythoflow.lake import Lake, LakeError

WITHOUT_ZONE = "no zone"
"""Stands for the zone of a sensor that nobody gave one."""

MOISTURES = ("soil_moisture", "soil_moisture_relative")
"""Metrics of soil moisture, the calibrated one first."""

_STEPS_S = (10, 60, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400)
_MOST_STEPS = 750


@dataclass(frozen=True)
class Period:
    """The time that a notebook looks at, cut into steps, and the SQL that asks for it.

    ``since`` belongs to it, ``until`` does not; both are UTC. ``step_s`` is the length of a step in
    seconds, chosen so that a picture of the whole period has at most 750 of them.
    """

    since: pd.Timestamp
    until: pd.Timestamp
    time_zone: ZoneInfo
    step_s: int

    def of(self, column: str) -> str:
        """SQL: a row lies in the period by a column of time that ``dt`` is the UTC day of."""
        return (
            f"{dialect.days(self.since, self.until)} AND {column} >= {dialect.moment(self.since)}"
            f" AND {column} < {dialect.moment(self.until)}"
        )

    def step(self, column: str) -> str:
        """SQL: the number of the step that a time lies in; see ``begin_of_step``."""
        return f"CAST(floor(to_unixtime({column}) / {self.step_s}) AS BIGINT)"

    def begin_of_step(self, steps: pd.Series[int]) -> pd.Series[pd.Timestamp]:
        """When steps begin, UTC."""
        begins = pd.to_datetime(steps.astype("int64") * self.step_s, unit="s", utc=True)
        return begins.astype("datetime64[ms, UTC]")

    def steps(self) -> pd.DatetimeIndex:
        """When each step of the period begins, UTC."""
        step = pd.Timedelta(seconds=self.step_s)
        return pd.date_range(self.since.floor(step), self.until, freq=step, inclusive="left")

    def local(self, column: str) -> str:
        """SQL: a time of UTC as the farm's clocks show it, to be grouped by."""
        return dialect.local_time(column, self.time_zone)

    def day(self, column: str) -> str:
        """SQL: the farm's day, a date, that a time of UTC lies in."""
        return f"CAST({self.local(column)} AS DATE)"

    def days(self) -> pd.DatetimeIndex:
        """The farm's days that the period touches, as ``day`` gives them."""
        first, last = (
            pd.Timestamp(moment.tz_convert(self.time_zone).date())
            for moment in (self.since, self.until - pd.Timedelta(milliseconds=1))
        )
        return pd.date_range(first, last, freq="D", unit="s")

    def in_words(self) -> str:
        """Both ends on the farm's clocks."""
        since, until = (
            moment.tz_convert(self.time_zone).strftime("%Y-%m-%d %H:%M")
            for moment in (self.since, self.until)
        )
        return f"{since} to {until} ({self.time_zone.key})"


def last_days(lake: Lake, days: float) -> Period:
    """The days before the newest reading, and what was heard since, for a day at most.

    From one day on the period begins at a midnight of the farm, so that its first day is whole. It
    does not begin before the first reading: a young lake fills its pictures. A reading is as new
    as its own time or its receipt, whichever is earlier: clocks run ahead. Events and decisions
    after it belong to the period, because they say why there are no more readings.

    Raises:
        LakeError: if there is no reading at all.
    """
    newest_dt = lake.query("SELECT max(dt) AS dt FROM readings")["dt"].iloc[0]
    if pd.isna(newest_dt):
        raise LakeError(f"No readings in {lake.name} yet: start the job and a field with make run")
    # A clock that runs ahead may have dated its readings into the next day.
    since_dt = (pd.Timestamp(newest_dt) - pd.Timedelta(days=1)).strftime("%Y-%m-%d")
    newest = lake.query(
        f"SELECT max(least(ts, received_at)) AS newest FROM readings WHERE dt >= '{since_dt}'"
    )["newest"].iloc[0]
    last_event = lake.query(
        f"""
        SELECT max(heard_at) AS newest
        FROM (
            SELECT max(received_at) AS heard_at
            FROM gateway_events
            WHERE dt >= '{since_dt}'
            UNION ALL
            SELECT max(decided_at) AS heard_at
            FROM irrigation_decisions
            WHERE dt >= '{since_dt}' AND mode <> 'evaluate'
        ) AS events
        """
    )["newest"].iloc[0]
    heard = newest if pd.isna(last_event) else max(newest, last_event)
    heard = min(heard, newest + pd.Timedelta(days=1))
    until = heard.floor("min") + pd.Timedelta(minutes=1)
    since = newest - pd.Timedelta(days=days)
    if days >= 1:
        local_day = since.tz_convert(lake.time_zone).date()
        midnight = datetime.combine(local_day, time(), lake.time_zone)
        since = pd.Timestamp(midnight.astimezone(UTC)).as_unit("ms")
    longest_s = lake.query(
        "SELECT max(window_length_s) AS longest FROM sensor_aggregates"
        f" WHERE dt BETWEEN '{since:%Y-%m-%d}' AND '{until:%Y-%m-%d}'"
    )["longest"].iloc[0]
    window_s = 60 if pd.isna(longest_s) else int(longest_s)
    # Not later than the window of the first reading.
    since = max(since, _first_reading(lake, since).floor(f"{window_s}s"))
    return Period(since, until, lake.time_zone, step_of(until - since, window_s))


def _first_reading(lake: Lake, since: pd.Timestamp) -> pd.Timestamp:
    """When the first reading on or after the UTC day of a time was measured."""
    first_dt = lake.query(f"SELECT min(dt) AS dt FROM readings WHERE dt >= '{since:%Y-%m-%d}'")
    first = lake.query(
        f"SELECT min(ts) AS first FROM readings WHERE dt = '{first_dt['dt'].iloc[0]}'"
    )
    moment: pd.Timestamp = first["first"].iloc[0]
    return moment


def step_of(length: pd.Timedelta, shortest_s: int) -> int:
    """Seconds of the shortest usual step, not below ``shortest_s``, that cuts a length finely."""
    least = max(shortest_s, length.total_seconds() / _MOST_STEPS)
    return next((step for step in _STEPS_S if step >= least), _STEPS_S[-1])


def sensors(lake: Lake, period: Period) -> pd.DataFrame:
    """Who was heard: a row for each sensor, ordered by zone and sensor.

    Columns: ``sensor_id``, ``gateway_id`` and ``zone_id`` (as last known; ``WITHOUT_ZONE`` where
    nobody said), ``first_at`` and ``last_at`` (UTC), ``readings``, ``metrics`` (list, by name).
    """
    return lake.query(
        f"""
        SELECT sensor_id, max_by(gateway_id, window_end) AS gateway_id,
            coalesce(
                max_by(zone_id, window_end) FILTER (WHERE zone_id IS NOT NULL), '{WITHOUT_ZONE}'
            ) AS zone_id,
            min(first_at) AS first_at, max(last_at) AS last_at,
            CAST(max(values_of_metric) AS BIGINT) AS readings, array_agg(metric) AS metrics
        FROM (
            SELECT sensor_id, metric, max_by(gateway_id, window_end) AS gateway_id,
                max_by(zone_id, window_end) FILTER (WHERE zone_id IS NOT NULL) AS zone_id,
                max(window_end) AS window_end,
                min(first_at) AS first_at, max(last_at) AS last_at,
                sum("count") AS values_of_metric
            FROM sensor_aggregates_latest
            WHERE {period.of("window_start")}
            GROUP BY sensor_id, metric
        ) AS metrics
        GROUP BY sensor_id
        ORDER BY zone_id, sensor_id
        """
    ).assign(metrics=lambda frame: frame["metrics"].map(sorted))


def soil_moisture(lake: Lake, period: Period) -> pd.DataFrame:
    """How wet each sensor found the soil: a row for each sensor and step that it measured in.

    The value is the median of the sensor's windows, so that a spike does not move it; windows whose
    median is not plausible are left out. Where a zone has calibrated sensors, the others are left
    out.

    Columns: ``zone_id``, ``sensor_id``, ``metric``, ``unit``, ``at`` (begin of the step, UTC),
    ``moisture`` (in ``unit``).
    """
    rows = lake.query(
        f"""
        SELECT coalesce(zone_id, '{WITHOUT_ZONE}') AS zone_id, sensor_id, metric, unit,
            {period.step("window_start")} AS step, sum(p50 * "count") / sum("count") AS moisture
        FROM sensor_aggregates_latest
        WHERE {period.of("window_start")} AND metric IN {MOISTURES}
            AND "count" > 0 AND out_of_range_count * 2 < "count"
        GROUP BY coalesce(zone_id, '{WITHOUT_ZONE}'), sensor_id, metric, unit,
            {period.step("window_start")}
        ORDER BY zone_id, sensor_id, step
        """
    )
    rows.insert(4, "at", period.begin_of_step(rows["step"]))
    best = rows.groupby("zone_id")["metric"].transform("min")
    return rows[rows["metric"] == best].drop(columns="step").reset_index(drop=True)


def moisture_of_zones(moisture: pd.DataFrame) -> pd.DataFrame:
    """The soil moisture of zones, from that of their sensors as ``soil_moisture`` gives it.

    Columns: ``zone_id``, ``unit``, ``at``, ``moisture`` (median of the sensors, as the job's
    decisions have it), ``driest`` and ``wettest`` sensor, ``sensors`` (how many).
    """
    return (
        moisture.groupby(["zone_id", "unit", "at"])["moisture"]
        .agg(moisture="median", driest="min", wettest="max", sensors="count")
        .reset_index()
    )


def thresholds(lake: Lake, period: Period) -> pd.DataFrame:
    """Between which moistures each zone is kept, as the newest decision says.

    Columns: ``zone_id``, ``low``, ``high``, ``moisture_unit``, ``decided_at`` (UTC). Zones without
    decisions, or with rules that do not ask for moisture, have no row.
    """
    return lake.query(
        f"""
        SELECT zone_id, max_by(low, decided_at) AS low, max_by(high, decided_at) AS high,
            max_by(moisture_unit, decided_at) AS moisture_unit, max(decided_at) AS decided_at
        FROM irrigation_decisions
        WHERE {period.of("decided_at")} AND kind = 'evaluation' AND mode <> 'evaluate'
            AND low IS NOT NULL
        GROUP BY zone_id
        ORDER BY zone_id
        """
    )


def rain(lake: Lake, period: Period) -> pd.DataFrame:
    """What each rain gauge caught: a row for each gauge, day of the farm and step with rain.

    Columns: ``sensor_id``, ``gateway_id``, ``zone_id`` (where the gauge stands), ``day`` (the
    farm's), ``at`` (begin of the step, UTC), ``rain_mm``. Values that are not plausible are left
    out with their window.
    """
    rows = lake.query(
        f"""
        SELECT sensor_id, gateway_id, coalesce(zone_id, '{WITHOUT_ZONE}') AS zone_id,
            {period.day("window_start")} AS day, {period.step("window_start")} AS step,
            sum("sum") AS rain_mm
        FROM sensor_aggregates_latest
        WHERE {period.of("window_start")} AND metric = 'rain'
            AND "sum" > 0 AND out_of_range_count = 0
        GROUP BY sensor_id, gateway_id, coalesce(zone_id, '{WITHOUT_ZONE}'),
            {period.day("window_start")}, {period.step("window_start")}
        ORDER BY sensor_id, step
        """
    )
    rows.insert(4, "at", period.begin_of_step(rows["step"]))
    return rows.drop(columns="step")


def gauges_of_zones(sensors: pd.DataFrame) -> dict[str, list[str]]:
    """Whose rain falls on a zone: its own gauges, else its gateways', else all that there are.

    Args:
        sensors: As ``sensors`` gives them.

    Returns:
        Sensors by zone; empty lists where nobody has a gauge.
    """
    gauges = sensors[sensors["metrics"].map(lambda metrics: "rain" in metrics)]
    found: dict[str, list[str]] = {}
    for zone, members in sensors.groupby("zone_id"):
        own = gauges[gauges["zone_id"] == zone]
        near = gauges[gauges["gateway_id"].isin(members["gateway_id"])]
        nearest = next((some for some in (own, near, gauges) if len(some)), gauges)
        found[str(zone)] = sorted(nearest["sensor_id"])
    return found


def rain_of_zones(rain: pd.DataFrame, gauges: dict[str, list[str]], by: str) -> pd.DataFrame:
    """Rain on zones, each the mean of its gauges.

    Args:
        rain: As ``rain`` gives it.
        gauges: As ``gauges_of_zones`` gives them.
        by: ``at`` or ``day``.

    Returns:
        A row for each time and a column for each zone that has gauges, mm; a time without rain has
        no row.
    """
    caught = rain.pivot_table(index=by, columns="sensor_id", values="rain_mm", aggfunc="sum")
    return pd.DataFrame(
        {
            zone: caught.reindex(columns=sensors).fillna(0.0).mean(axis="columns")
            for zone, sensors in gauges.items()
            if sensors
        },
        index=caught.index,
    )


def coverage(lake: Lake, period: Period) -> pd.DataFrame:
    """How much of the time each sensor's readings cover: a row for each step that it measured in.

    A window covers its completeness of its length. A sensor that never says how often it samples
    is measured by itself: full is what it manages in nine of ten steps.

    Columns: ``zone_id``, ``sensor_id``, ``gateway_id``, ``at`` (begin of the step, UTC),
    ``readings``, ``covered`` (0 to 1, of the part of the step before the newest window ended).
    """
    rows = lake.query(
        f"""
        SELECT sensor_id, max(gateway_id) AS gateway_id,
            coalesce(max(zone_id), '{WITHOUT_ZONE}') AS zone_id,
            {period.step("window_start")} AS step, CAST(sum(readings) AS BIGINT) AS readings,
            sum(completeness * window_length_s) AS covered_s, max(window_end) AS window_end
        FROM (
            SELECT sensor_id, max(gateway_id) AS gateway_id, max(zone_id) AS zone_id, window_start,
                window_end, max(window_length_s) AS window_length_s,
                max(coalesce(reading_count, "count")) AS readings,
                max(completeness) AS completeness
            FROM sensor_aggregates_latest
            WHERE {period.of("window_start")}
            GROUP BY sensor_id, window_start, window_end
        ) AS windows
        GROUP BY sensor_id, {period.step("window_start")}
        ORDER BY zone_id, sensor_id, step
        """
    )
    rows.insert(3, "at", period.begin_of_step(rows["step"]))
    ends = rows["at"] + pd.Timedelta(seconds=period.step_s)
    begins = rows["at"].where(rows["at"] > period.since, period.since)
    newest_end = rows["window_end"].max()
    length_s = (ends.where(ends < newest_end, newest_end) - begins).dt.total_seconds()
    readings = rows["readings"].astype(float)
    usual = readings.groupby(rows["sensor_id"]).transform("quantile", 0.9)
    covered = (rows["covered_s"] / length_s).fillna(readings / usual).clip(0, 1)
    columns = ["zone_id", "sensor_id", "gateway_id", "at", "readings"]
    return rows[columns].assign(covered=covered)


def against_neighbours(moisture: pd.DataFrame) -> pd.DataFrame:
    """How much wetter each sensor finds its zone than the others in it do.

    Args:
        moisture: As ``soil_moisture`` gives it.

    Returns:
        ``zone_id``, ``sensor_id``, ``unit``, ``at`` and ``difference`` (to the median of the zone's
        other sensors at the same time, in ``unit``), where there are others.
    """
    found = []
    for _, of_zone in moisture.groupby("zone_id"):
        values = of_zone.pivot_table(index="at", columns="sensor_id", values="moisture")
        others = pd.DataFrame(
            {
                sensor: values.drop(columns=sensor).median(axis="columns")
                for sensor in values
                if values.shape[1] > 1
            },
            index=values.index,
        )
        differences = (values - others).melt(ignore_index=False, value_name="difference")
        found.append(
            of_zone[["zone_id", "sensor_id", "unit", "at"]].merge(
                differences.dropna().reset_index(), on=["sensor_id", "at"]
            )
        )
    none = moisture[["zone_id", "sensor_id", "unit", "at"]].iloc[:0].assign(difference=0.0)
    return pd.concat(found or [none], ignore_index=True)


def drifts(daily: pd.DataFrame) -> pd.DataFrame:
    """Which way the differences of sensors go, by a line that no single day bends.

    The slope is the median of the slopes between all pairs of days (Theil 1950, Sen 1968).

    Args:
        daily: ``zone_id``, ``sensor_id``, ``day``, ``difference``; a row for each sensor and day.

    Returns:
        A row for each sensor with at least three days: ``zone_id``, ``sensor_id``, ``days`` (from
        the first to the last), ``per_week`` (slope), ``change`` (of the line over these days),
        ``scatter`` (median distance of the days from the line), ``begins_at`` (the line's value on
        the first day).
    """
    rows = []
    for (zone, sensor), of_sensor in daily.dropna().groupby(["zone_id", "sensor_id"]):
        if len(of_sensor) < 3:
            continue
        day = (of_sensor["day"] - of_sensor["day"].min()).dt.days.to_numpy(float)
        difference = of_sensor["difference"].to_numpy(float)
        earlier, later = np.triu_indices(len(day), k=1)
        slope = float(
            np.median((difference[later] - difference[earlier]) / (day[later] - day[earlier]))
        )
        begins_at = float(np.median(difference - slope * day))
        rows.append(
            {
                "zone_id": zone,
                "sensor_id": sensor,
                "days": int(day.max()),
                "per_week": slope * 7,
                "change": slope * day.max(),
                "scatter": float(np.median(np.abs(difference - begins_at - slope * day))),
                "begins_at": begins_at,
            }
        )
    types = {"zone_id": "str", "sensor_id": "str", "days": "int64", "per_week": "float64"}
    types |= {"change": "float64", "scatter": "float64", "begins_at": "float64"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def farm_day(at: pd.Series[pd.Timestamp], time_zone: ZoneInfo) -> pd.Series[pd.Timestamp]:
    """The farm's day that times of UTC lie in, as ``Period.day`` gives it."""
    return at.dt.tz_convert(time_zone).dt.tz_localize(None).dt.floor("D").astype("datetime64[s]")


def readable(frame: pd.DataFrame, time_zone: ZoneInfo, digits: int = 1) -> pd.DataFrame:
    """A table for people: times as the farm's clocks show them, numbers with few digits."""
    times = {
        str(name): frame[name].dt.tz_convert(time_zone).dt.tz_localize(None).dt.floor("s")
        for name in frame.select_dtypes("datetimetz")
    }
    numbers = {str(name): frame[name].round(digits) for name in frame.select_dtypes("float")}
    return frame.assign(**times, **numbers)
