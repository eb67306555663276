"""What a field was given: irrigation events, the orders behind them, and what the soil made of it.

A litre on a square metre is a millimetre, so amounts of water compare with moisture: one percent by
volume more, in roots ``d`` metres deep, is ``10 d`` mm.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from pythoflow.dialect import days, moment, text
from pythoflow.lake import Lake

FLOWING_L_MIN = 0.05
"""What a meter shows above this is water, as for the job."""

_HOUR = timedelta(hours=1)

_MARGIN = pd.Timedelta("6h")
"""Runs that began in a period are followed so far beyond it."""

_ANSWER = pd.Timedelta("2min")
"""An order may reach its valve so much after the decision, at most, as the job's commands do."""

_EVENTS_A_QUERY = 400
"""Athena takes 256 KiB of SQL."""


@dataclass(frozen=True)
class Windows:
    """Where the response to a watering is looked for.

    All of them are times of the field. A run shorter than ``brief`` is taken to be of a field in
    time lapse, as ``make run`` has it, where ``time_lapse`` seconds of the field pass in one of the
    clock: nobody waters real soil for seconds. The next wetting of the zone ends all windows.

    Attributes:
        before: How long before the opening the soil is looked at, not beyond the last wetting.
        peak_until: How long after the end of the run the highest moisture is looked for.
        drained_from: When, after the end of the run, the soil has drained; with ``drained_until``.
        drained_until: End of all windows, after the end of the run.
        step: Length of the steps that readings are averaged over.
        brief: Runs shorter than this are in time lapse.
        time_lapse: Of brief runs.
    """

    before: timedelta = timedelta(hours=1)
    peak_until: timedelta = timedelta(hours=6)
    drained_from: timedelta = timedelta(hours=12)
    drained_until: timedelta = timedelta(hours=24)
    step: timedelta = timedelta(minutes=5)
    brief: timedelta = timedelta(minutes=1)
    time_lapse: float = 1440.0

    def lapse(self, duration_s: pd.Series) -> pd.Series:
        """Seconds of the field in a second of the clock, by the length of runs."""
        brief = duration_s < self.brief.total_seconds()
        return pd.Series(np.where(brief, self.time_lapse, 1.0), index=duration_s.index)


def orders(lake: Lake, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """What the job ordered, by time: a row for each OPEN that was sent.

    Args:
        lake: Where to look.
        since: First time of decision.
        until: End of the times of decision, exclusive.

    Returns:
        ``decision_id``, ``zone_id``, ``device_id``, ``decided_at``, ``reason``, ``asked_mm`` (at
        the roots; missing for runs of fixed length), ``asked_s``, ``asked_l``, ``outcome`` (missing
        while the run lasts), ``outcome_at``, ``outcome_s``, ``outcome_l`` (as the device says).
    """
    return lake.query(
        f"""
        SELECT decision_id, max(zone_id) AS zone_id, max(device_id) AS device_id,
            min(decided_at) AS decided_at, max(reason) AS reason, max(depth_mm) AS asked_mm,
            max(duration_s) AS asked_s, max(volume_l) AS asked_l, max(outcome) AS outcome,
            max(outcome_at) AS outcome_at, max(outcome_duration_s) AS outcome_s,
            max(outcome_volume_l) AS outcome_l
        FROM irrigation_decisions
        WHERE {days(since, until)}
            AND decided_at >= {moment(since)} AND decided_at < {moment(until)}
            AND action = 'OPEN' AND mode = 'act'
        GROUP BY decision_id
        ORDER BY decided_at, zone_id
        """
    )


def waterings(lake: Lake, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """What zones were given, by time: a row for each run of water that began in the period.

    A run is a time without a dry reading of the zone's flow meter, which says in each reading the
    mean since the one before; a run that begins or ends between two readings begins or ends when it
    must have, at the flow of its other readings. A silence of more than three sample periods, or of
    a quarter of an hour where the meter does not say how often it measures, counts for no more than
    that, as for the job. Where the meter shows nothing of an order, what the device said of it is
    believed; those of an unknown outcome are not here.

    Args:
        lake: Where to look.
        since: First time of opening.
        until: End of the times of opening, exclusive.

    Returns:
        ``zone_id``, ``began_at``, ``ended_at``, ``duration_s``, ``volume_l``, ``flow_l_min``
        (mean), ``source`` (flow: the meter's; outcome: the device's word), ``sensor_id`` (the
        meter), ``decision_id`` (the first, where several orders make one run), ``orders`` (how
        many), ``asked_l``, ``asked_mm`` (their sums; missing where nothing was ordered).
    """
    measured = _measured_runs(lake, since - _MARGIN, until + _MARGIN)
    ordered = orders(lake, since - _MARGIN, until + _MARGIN)
    which = _run_of_order(ordered, measured)
    asked = (
        ordered[which >= 0]
        .assign(run=which[which >= 0])
        .groupby("run")
        .agg(
            decision_id=("decision_id", "first"),
            orders=("decision_id", "size"),
            asked_l=("asked_l", _total),
            asked_mm=("asked_mm", _total),
        )
    )
    runs = pd.concat(
        [
            frame
            for frame in (measured.join(asked), _unmeasured_runs(ordered[which < 0]))
            if len(frame)
        ]
        or [measured.join(asked)]
    )
    runs["orders"] = runs["orders"].fillna(0).astype("Int64")
    runs["decision_id"] = runs["decision_id"].astype("str")
    runs["sensor_id"] = runs["sensor_id"].astype("str")
    runs["duration_s"] = (runs["ended_at"] - runs["began_at"]).dt.total_seconds()
    runs["flow_l_min"] = runs["volume_l"] / (runs["duration_s"] / 60).where(runs["duration_s"] > 0)
    within = (runs["began_at"] >= since) & (runs["began_at"] < until)
    return runs.loc[within, _COLUMNS].sort_values(["began_at", "zone_id"]).reset_index(drop=True)


_COLUMNS = [
    "zone_id",
    "began_at",
    "ended_at",
    "duration_s",
    "volume_l",
    "flow_l_min",
    "source",
    "sensor_id",
    "decision_id",
    "orders",
    "asked_l",
    "asked_mm",
]


def _total(values: pd.Series) -> float:
    return float(values.sum(min_count=1))


def _measured_runs(lake: Lake, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    runs = lake.query(
        f"""
        WITH meter AS (
            SELECT sensor_id, ts, max(zone_id) AS zone_id, max(flow_rate) AS flow_rate,
                max(sample_period_s) AS sample_period_s
            FROM readings
            WHERE {days(since, until)} AND ts >= {moment(since)} AND ts < {moment(until)}
                AND flow_rate IS NOT NULL AND zone_id IS NOT NULL
            GROUP BY sensor_id, ts
        ),
        since_last AS (
            SELECT zone_id, sensor_id, ts, flow_rate, sample_period_s,
                date_diff('millisecond', lag(ts) OVER (PARTITION BY sensor_id ORDER BY ts), ts)
                    AS silence_ms,
                sum(CASE WHEN flow_rate > {FLOWING_L_MIN} THEN 0 ELSE 1 END)
                    OVER (PARTITION BY sensor_id ORDER BY ts) AS dry_before
            FROM meter
        ),
        spans AS (
            SELECT zone_id, sensor_id, ts, flow_rate, dry_before,
                least(silence_ms, coalesce(3 * sample_period_s, 900) * 1000) AS ms
            FROM since_last
            WHERE silence_ms IS NOT NULL
        )
        SELECT zone_id, sensor_id, min(ts) AS first_at, max(ts) AS last_at,
            min_by(ms, ts) AS first_ms, max_by(ms, ts) AS last_ms,
            min_by(flow_rate, ts) AS first_flow, max_by(flow_rate, ts) AS last_flow,
            max(flow_rate) AS highest_flow, sum(flow_rate * ms) / 60000 AS volume_l
        FROM spans
        WHERE flow_rate > {FLOWING_L_MIN}
        GROUP BY zone_id, sensor_id, dry_before
        ORDER BY first_at, zone_id
        """
    )
    # Only the open part of the first and the last reading is at the flow of the others.
    open_at_first = runs["first_ms"] * (runs["first_flow"] / runs["highest_flow"])
    open_at_last = runs["last_ms"] * (runs["last_flow"] / runs["highest_flow"])
    runs["began_at"] = runs["first_at"] - _milliseconds(open_at_first)
    several = runs["last_at"] > runs["first_at"]
    runs["ended_at"] = runs["last_at"] - _milliseconds(runs["last_ms"] - open_at_last).where(
        several, pd.Timedelta(0)
    )
    return runs.assign(source="flow")[
        ["zone_id", "sensor_id", "began_at", "ended_at", "volume_l", "source"]
    ]


def _milliseconds(values: pd.Series) -> pd.Series:
    return pd.to_timedelta(values.astype("float64").round(), unit="ms").astype("timedelta64[ms]")


def _run_of_order(ordered: pd.DataFrame, runs: pd.DataFrame) -> np.ndarray:
    """The position of the run that each order made, by the longest time in common; else -1."""
    found = np.full(len(ordered), -1)
    ends = _end_of_order(ordered)
    for position, (zone, begin, end) in enumerate(
        zip(ordered["zone_id"], ordered["decided_at"], ends, strict=True)
    ):
        near = runs[
            (runs["zone_id"] == zone) & (runs["ended_at"] > begin) & (runs["began_at"] < end)
        ]
        if len(near):
            common = near["ended_at"].clip(upper=end) - near["began_at"].clip(lower=begin)
            found[position] = int(common.idxmax())
    return found


def _end_of_order(ordered: pd.DataFrame) -> pd.Series:
    longest = pd.to_timedelta(ordered["asked_s"].astype("float64"), unit="s") + _ANSWER
    return ordered["outcome_at"].fillna(ordered["decided_at"] + longest)


def _unmeasured_runs(ordered: pd.DataFrame) -> pd.DataFrame:
    """Runs as devices tell of them."""
    told = ordered["outcome"].isin(["completed", "delivered", "aborted"])
    seconds = ordered["outcome_s"].fillna(ordered["asked_s"].astype("float64"))
    litres = ordered["outcome_l"].fillna(ordered["asked_l"])
    runs = pd.DataFrame(
        {
            "zone_id": ordered["zone_id"],
            "sensor_id": pd.Series(None, index=ordered.index, dtype="str"),
            "began_at": ordered["outcome_at"] - _milliseconds(seconds * 1000),
            "ended_at": ordered["outcome_at"],
            "volume_l": litres,
            "source": "outcome",
            "decision_id": ordered["decision_id"],
            "orders": 1,
            "asked_l": ordered["asked_l"],
            "asked_mm": ordered["asked_mm"],
        }
    )
    return runs[told & (seconds > 0)]


def areas(ordered: pd.DataFrame, efficiency: float = 1.0) -> dict[str, float]:
    """The areas of zones, m², from orders that state both litres and millimetres at the roots.

    Args:
        ordered: As ``orders`` or ``waterings`` give them.
        efficiency: Share of the water through the valve that reaches the roots, as in the rules.

    Returns:
        By zone; without those whose orders do not say.
    """
    known = ordered[(ordered["asked_mm"] > 0) & (ordered["asked_l"] > 0)]
    area = known["asked_l"] * efficiency / known["asked_mm"]
    return {
        str(zone): float(value) for zone, value in area.groupby(known["zone_id"]).median().items()
    }


@dataclass(frozen=True)
class Responses:
    """What the soil did after waterings.

    Attributes:
        events: A row for each watering, its columns and those that ``responses`` adds.
        curves: Columns ``event`` (position in ``events``), ``zone_id``, ``hours`` (of the field,
            from the opening to the middle of the step), ``rise`` (% by volume over the moisture
            before, median of the zone's sensors).
    """

    events: pd.DataFrame
    curves: pd.DataFrame


def responses(
    lake: Lake,
    events: pd.DataFrame,
    root_depth_m: float = 0.3,
    area_m2: float | Mapping[str, float] = 50.0,
    windows: Windows | None = None,
) -> Responses:
    """How soil moisture answered each watering.

    Each sensor is compared with itself before, then the zone's median is taken, so that it does not
    matter if sensors differ. Of three neighbouring steps the median counts, so that a single spike
    does not. A sensor that shows one value all the time is left out where another one of the zone
    moves.

    Args:
        lake: Where to look.
        events: As ``waterings`` gives them.
        root_depth_m: Depth of the soil that the sensors stand for.
        area_m2: Of a zone, or by zone.
        windows: Where to look; see ``Windows``.

    Returns:
        The events with ``lapse`` (seconds of the field in one of the clock), ``before`` (% by
        volume), ``peak_rise`` and ``drained_rise`` (% by volume over that; missing where the next
        wetting came first), ``peak_h`` and ``first_rise_h`` (hours of the field from the opening; a
        first rise is one above the noise before, and lasts), ``noise`` (standard deviation before,
        % by volume), ``given_mm``, ``seen_mm`` (``peak_rise`` in the roots), ``seen_share``
        (``seen_mm`` of ``given_mm``), ``rain_mm`` (between opening and peak window's end, mean of
        the gauges).
    """
    windows = windows or Windows()
    events = _framed(events.reset_index(drop=True), windows)
    steps = _rises(_moistures(lake, events, windows), events)
    curves = (
        steps.groupby(["event", "step"], as_index=False)["rise"]
        .median()
        .assign(
            zone_id=lambda frame: events["zone_id"].reindex(frame["event"]).to_numpy(),
            hours=lambda frame: (frame["step"] + 0.5) * (windows.step / _HOUR),
        )[["event", "zone_id", "hours", "rise"]]
    )
    levels = steps[steps["step"] < 0].groupby("event")["before"].median()
    answers = pd.DataFrame(
        [_answer(curve, frame) for curve, frame in _by_event(curves, events)],
        columns=["noise", "peak_rise", "peak_h", "first_rise_h", "drained_rise"],
        index=events.index,
        dtype="float64",
    )
    answers.insert(0, "before", levels.reindex(events.index))
    found = events.join(answers)
    area = (
        found["zone_id"].map(area_m2)
        if isinstance(area_m2, Mapping)
        else pd.Series(area_m2, index=found.index)
    )
    found["given_mm"] = found["volume_l"] / area.astype("float64")
    found["seen_mm"] = found["peak_rise"] * 10 * root_depth_m
    found["seen_share"] = (found["seen_mm"] / found["given_mm"]).where(found["given_mm"] > 0)
    found["rain_mm"] = _rain(lake, events)
    return Responses(found.drop(columns=["from_at", "to_at", "end_h", "drained_h"]), curves)


def _framed(events: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Events with the time that belongs to each: from the last wetting to the next."""
    lapse = windows.lapse(events["duration_s"])
    by_zone = events.sort_values("began_at").groupby("zone_id")
    ended_before = by_zone["ended_at"].shift().reindex(events.index)
    next_at = by_zone["began_at"].shift(-1).reindex(events.index)
    from_at = events["began_at"] - _of_field(windows.before, lapse)
    to_at = events["ended_at"] + _of_field(windows.drained_until, lapse)
    hour = pd.Timedelta(_HOUR) / lapse
    return events.assign(
        lapse=lapse,
        from_at=from_at.where(~(ended_before > from_at), ended_before),
        to_at=to_at.where(~(next_at < to_at), next_at),
        end_h=(events["ended_at"] - events["began_at"]) / hour + windows.peak_until / _HOUR,
        drained_h=(events["ended_at"] - events["began_at"]) / hour + windows.drained_from / _HOUR,
    )


def _of_field(length: timedelta, lapse: pd.Series) -> pd.Series:
    return _milliseconds(length / timedelta(milliseconds=1) / lapse)


def _moistures(lake: Lake, events: pd.DataFrame, windows: Windows) -> pd.DataFrame:
    """Mean moisture by event, sensor and step from the opening."""
    frames = [
        lake.query(
            f"""
            SELECT e.event, r.sensor_id,
                CAST(floor(date_diff('millisecond', e.began_at, r.ts) / e.step_ms) AS BIGINT)
                    AS step,
                avg(r.soil_moisture) AS moisture
            FROM readings AS r
            JOIN (VALUES {rows}) AS e (event, zone_id, from_at, began_at, to_at, step_ms)
                ON r.zone_id = e.zone_id AND r.ts >= e.from_at AND r.ts < e.to_at
            WHERE {days} AND r.soil_moisture IS NOT NULL
                AND NOT coalesce(contains(r.flags, 'out_of_range:soil_moisture'), false)
            GROUP BY e.event, r.sensor_id,
                CAST(floor(date_diff('millisecond', e.began_at, r.ts) / e.step_ms) AS BIGINT)
            ORDER BY e.event, r.sensor_id, step
            """
        )
        for rows, days in _chunks(events, windows.step)
    ]
    if not frames:
        return pd.DataFrame(columns=["event", "sensor_id", "step", "moisture"])
    return pd.concat(frames, ignore_index=True)


def _chunks(events: pd.DataFrame, step: timedelta) -> Iterator[tuple[str, str]]:
    """Events as rows of SQL, some at a time, and the days that they need."""
    by_time = events.sort_values("from_at")
    for first in range(0, len(by_time), _EVENTS_A_QUERY):
        chunk = by_time.iloc[first : first + _EVENTS_A_QUERY]
        rows = ", ".join(
            f"({index}, {text(zone)}, {moment(from_at)}, {moment(began_at)}, {moment(to_at)},"
            f" {step.total_seconds() * 1000 / lapse:.3f}E0)"
            for index, zone, from_at, began_at, to_at, lapse in chunk[
                ["zone_id", "from_at", "began_at", "to_at", "lapse"]
            ].itertuples()
        )
        yield rows, days(chunk["from_at"].min(), chunk["to_at"].max())


def _rises(moistures: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Moisture of sensors over what each showed before; without those that do not tell."""
    sensor = ["event", "sensor_id"]
    steps = moistures.sort_values([*sensor, "step"]).reset_index(drop=True)
    calm = steps.groupby(sensor)["moisture"].rolling(3, center=True, min_periods=1).median()
    steps["moisture"] = calm.to_numpy() if len(calm) else steps["moisture"]
    before = steps[steps["step"] < 0].groupby(sensor)["moisture"].median().rename("before")
    steps = steps.merge(before, on=sensor)
    moves = steps.groupby(sensor)["moisture"].transform("nunique") > 1
    other_moves = moves.groupby(steps["event"]).transform("any")
    steps = steps[moves | ~other_moves]
    return steps.assign(rise=steps["moisture"] - steps["before"])


def _by_event(
    curves: pd.DataFrame, events: pd.DataFrame
) -> Iterator[tuple[pd.DataFrame, pd.Series]]:
    groups = dict(list(curves.groupby("event")))
    empty = curves.iloc[:0]
    for event in range(len(events)):
        yield groups.get(event, empty), events.iloc[event]


def _answer(curve: pd.DataFrame, event: pd.Series) -> list[float]:
    before = curve[curve["hours"] < 0]["rise"]
    after = curve[curve["hours"] >= 0]
    near = after[after["hours"] <= event["end_h"]]
    if near.empty:
        return [np.nan] * 5
    noise = float(before.std()) if len(before) > 1 else np.nan
    # The highest of many noisy steps is higher than the soil was wet; that of their median is not.
    level = near["rise"].rolling(_STEPS_OF_A_LEVEL, center=True, min_periods=1).median()
    highest = near.loc[level.idxmax()].copy()
    highest["rise"] = level.max()
    drained = after[after["hours"] >= event["drained_h"]]["rise"]
    return [
        noise,
        float(highest["rise"]),
        float(highest["hours"]),
        _first_rise(near, noise, float(highest["rise"])),
        float(drained.median()) if len(drained) else np.nan,
    ]


def _first_rise(after: pd.DataFrame, noise: float, highest: float) -> float:
    """When the soil was first wetter by more than noise, and stayed so for a second step."""
    least = max(_LEAST_RISE, 2 * noise if noise == noise else 0.0)
    above = (after["rise"] > least).to_numpy()
    lasting = above & np.append(above[1:], above[-1:])
    if highest <= least or not lasting.any():
        return np.nan
    return float(after["hours"].to_numpy()[lasting.argmax()])


_STEPS_OF_A_LEVEL = 7
"""Steps that a highest moisture must have lasted."""

_LEAST_RISE = 0.3
"""% by volume: less is what a good probe's noise makes."""


def _rain(lake: Lake, events: pd.DataFrame) -> pd.Series:
    """Rain of each event's time, mm, mean of the gauges that were heard; 0 without rain."""
    frames = [
        lake.query(
            f"""
            SELECT event, avg(rain_mm) AS rain_mm
            FROM (
                SELECT e.event, r.sensor_id, sum(r.rain) AS rain_mm
                FROM readings AS r
                JOIN (VALUES {rows}) AS e (event, zone_id, from_at, began_at, to_at, step_ms)
                    ON r.ts >= e.from_at AND r.ts < e.to_at
                WHERE {days} AND r.rain IS NOT NULL
                    AND NOT coalesce(contains(r.flags, 'out_of_range:rain'), false)
                GROUP BY e.event, r.sensor_id
            ) AS gauges
            GROUP BY event
            ORDER BY event
            """
        )
        for rows, days in _chunks(events, _HOUR)
    ]
    found = (
        pd.concat(frames).set_index("event")["rain_mm"] if frames else pd.Series(dtype="float64")
    )
    return found.reindex(events.index).fillna(0.0)
