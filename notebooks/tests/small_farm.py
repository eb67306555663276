"""What a small farm measured, did and decided: rows of every table.

Four days of the past come from a gateway's buffer, sampled every ten minutes: zone A is watered in
two mornings, zone B gets rain. Then ``LIVE``, an hour of the job with its loop closed, a reading a
minute: openings, what became of them, and what kept the valves shut. In both stands, without a
zone, a sensor that knows moisture only relatively.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import groupby, pairwise
from statistics import mean, quantiles, stdev
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]

TIME_ZONE = "America/Sao_Paulo"
ZONE = ZoneInfo(TIME_ZONE)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+00:00")


PAST = utc("2026-05-28 00:00:00")
LIVE = utc("2026-06-01 18:00:00")
OPENED = utc("2026-06-01 18:20:00")
"""When the job waters zone A."""
END = utc("2026-06-01 19:00:00")

SENSORS = {"000-A1": "field-01.A", "000-A2": "field-01.A", "000-B1": "field-01.B", "001-X": None}
WATERINGS = [utc("2026-05-29 09:00:00"), utc("2026-05-31 09:00:00")]
WATERING = timedelta(minutes=24)
FLOW_L_MIN = 25.0
RAIN = (utc("2026-05-30 18:00:00"), utc("2026-05-30 20:00:00"))

UNITS = {
    "soil_moisture": "%VWC",
    "soil_moisture_relative": "%",
    "soil_temperature": "Cel",
    "temperature": "Cel",
    "humidity": "%RH",
    "light": "adc",
    "rain": "mm",
    "solar_radiation": "W/m2",
    "wind_speed": "m/s",
    "flow_rate": "L/min",
    "battery": "V",
}

GATES = [
    "emergency_stop",
    "disabled",
    "paused",
    "maintenance_lockout",
    "gateway_offline",
    "valve_busy",
    "sensors",
    "frost",
    "rain",
    "quiet_hours",
    "min_rest",
    "daily_run_cap",
    "daily_volume_cap",
    "pump_capacity",
    "demand",
]


# What was measured


def readings(since: datetime, until: datetime, period: timedelta) -> list[Row]:
    live = since >= LIVE
    times = [since + i * period for i in range((until - since) // period)]
    return [
        reading(sensor, ts, period, received_at=ts + timedelta(milliseconds=400) if live else LIVE)
        for ts in times
        for sensor in SENSORS
        # A gap of two hours.
        if not (sensor == "000-A2" and ts.date() == RAIN[0].date() and ts.hour in (10, 11))
    ]


def reading(sensor: str, ts: datetime, period: timedelta, received_at: datetime) -> Row:
    zone = SENSORS[sensor]
    day = math.cos((ts.hour + ts.minute / 60 - 17) / 24 * 2 * math.pi)
    row: Row = {
        "message_id": f"{sensor}:{ts:%s}",
        "sensor_id": sensor,
        "gateway_id": f"irrigation-gateway-{sensor[:3]}",
        "zone_id": zone,
        "ts": ts,
        "ts_source": "device",
        "received_at": received_at,
        "seq": int((ts - PAST) / period),
        "sample_period_s": int(period.total_seconds()),
        "historical": received_at - ts > timedelta(minutes=1),
        "temperature": round(21 + 7 * day, 1),
        "humidity": round(62 - 22 * day, 1),
        "light": float(round(max(0.0, 3000 * day))),
        "battery": 3.9,
        "other_metrics": {"rssi": -61.0},
        "flags": [],
        "topic": f"irrigation/sensors/{sensor}/data",
        "firmware": "1.4.2",
    }
    if zone is None:
        return row | {
            "message_id": None,
            "ts_source": "ingest",
            "sample_period_s": None,
            "soil_moisture_relative": round(50 - 4 * day, 1),
            "other_metrics": {},
            "topic": "irrigation/gateway/status",
            "firmware": None,
        }
    row["soil_moisture"] = moisture(zone, ts) + (0.3 if sensor.endswith("2") else 0.0)
    row["soil_temperature"] = round(19 + 3 * day, 2)
    if sensor.endswith("1"):
        row["flow_rate"] = flow(zone, ts, period)
        row["rain"] = 2.0 * (period / timedelta(hours=1)) if RAIN[0] < ts <= RAIN[1] else 0.0
        row["solar_radiation"] = round(max(0.0, 850 * day), 1)
        row["wind_speed"] = 1.8
    return row


def moisture(zone: str, ts: datetime) -> float:
    """Dries by the day, zone A the faster; a watering or the rain brings it up in two hours."""
    level = 25.5 - (3.0 if zone.endswith("A") else 1.3) * ((ts - PAST) / timedelta(days=1))
    wettings = [(at, 4.0) for at in WATERINGS] if zone.endswith("A") else []
    for at, gain in [*wettings, (RAIN[0], 2.0), *([(OPENED, 1.5)] if zone.endswith("A") else [])]:
        level += gain * min(1.0, max(0.0, (ts - at) / timedelta(hours=2)))
    return round(level, 2)


def flow(zone: str, ts: datetime, period: timedelta) -> float:
    """The mean since the reading before."""
    runs = [(at, at + WATERING) for at in WATERINGS] + [(OPENED, OPENED + timedelta(minutes=6))]
    opened = sum(
        max(timedelta(), min(ts, end) - max(ts - period, begin)) / period for begin, end in runs
    )
    return round(FLOW_L_MIN * opened, 2) if zone.endswith("A") else 0.0


def doubtful_readings() -> list[Row]:
    """A spike, a clock that runs ahead, and one that came late from the buffer."""
    minute = timedelta(minutes=1)
    at = LIVE + timedelta(minutes=31, seconds=7)
    spike = reading("000-B1", at, minute, at)
    ahead = reading("000-A2", at + timedelta(hours=3), minute, at)
    late = reading("000-A1", LIVE + timedelta(seconds=30), minute, at)
    return [
        spike | {"soil_moisture": 97.0, "flags": ["out_of_range:soil_moisture", "spike"]},
        ahead | {"flags": ["clock_ahead"], "historical": False},
        late,
    ]


def aggregates(rows: list[Row], length: timedelta) -> list[Row]:
    """What the job makes of readings, in its first revision."""

    def window(row: Row) -> tuple[str, datetime]:
        return row["sensor_id"], row["ts"] - (row["ts"] - PAST) % length

    return [
        aggregate(list(members), metric, start, length)
        for (_, start), group in groupby(sorted(rows, key=window), window)
        for members in [list(group)]
        for metric in UNITS
        if members[0].get(metric) is not None
    ]


def aggregate(rows: list[Row], metric: str, start: datetime, length: timedelta) -> Row:
    values = [float(row[metric]) for row in rows]
    times = [row["ts"] for row in rows]
    period = rows[0]["sample_period_s"]
    expected = None if period is None else int(length.total_seconds() / period)
    completeness = None if expected is None else min(1.0, len(values) / expected)
    cuts = quantiles(values, n=20, method="inclusive") if len(values) > 1 else values * 19
    received = [row["received_at"] for row in rows]
    return {
        "sensor_id": rows[0]["sensor_id"],
        "gateway_id": rows[0]["gateway_id"],
        "zone_id": rows[0]["zone_id"],
        "metric": metric,
        "unit": UNITS[metric],
        "window_start": start,
        "window_end": start + length,
        "window_length_s": int(length.total_seconds()),
        "count": len(values),
        "expected_count": expected,
        "completeness": completeness,
        "min": min(values),
        "max": max(values),
        "mean": mean(values),
        "stddev": stdev(values) if len(values) > 1 else None,
        "p05": cuts[0],
        "p25": cuts[4],
        "p50": cuts[9],
        "p75": cuts[14],
        "p95": cuts[18],
        "sum": sum(values),
        "time_weighted_mean": mean(values),
        "first_value": values[0],
        "first_at": times[0],
        "last_value": values[-1],
        "last_at": times[-1],
        "max_gap_s": max(((b - a).total_seconds() for a, b in pairwise(times)), default=None),
        "slope_per_h": None
        if len(values) < 2
        else (values[-1] - values[0]) / ((times[-1] - times[0]) / timedelta(hours=1)),
        "out_of_range_count": 0,
        "spike_count": 0,
        "late_count": 0,
        "duplicate_count": 0,
        "historical_count": sum(row["historical"] for row in rows),
        "flatline": False,
        "quality": "GOOD" if completeness is None or completeness >= 0.75 else "BAD",
        "revision": 0,
        "emitted_at": max(start + length, *received) + timedelta(seconds=2),
        "origin": "live",
        "reading_count": len(rows),
        "received_at_mean_ms": mean(moment.timestamp() * 1e3 for moment in received),
    }


def revisions(rows: list[Row]) -> Iterator[Row]:
    """The late reading corrects a window, a spike another; a backfill says it all again of one."""
    for row in rows:
        if row["window_start"] == LIVE and row["sensor_id"] == "000-A1":
            yield row | {
                "revision": 1,
                "count": row["count"] + 1,
                "sum": row["sum"] + row["mean"],
                "late_count": 1,
                "historical_count": 1,
                "reading_count": row["reading_count"] + 1,
                "emitted_at": row["emitted_at"] + timedelta(minutes=30),
            }
        if row["window_start"] == LIVE + timedelta(minutes=30) and row["sensor_id"] == "000-B1":
            spiky = row["metric"] == "soil_moisture"
            yield row | {
                "revision": 1,
                "emitted_at": row["emitted_at"] + timedelta(minutes=5),
                "out_of_range_count": int(spiky),
                "spike_count": int(spiky),
                "quality": "SUSPECT" if spiky else "GOOD",
            }
        if row["window_start"] == PAST and row["sensor_id"] == "001-X":
            yield row | {"origin": "backfill", "emitted_at": END, "reading_count": None}


# What went wrong, and who was there


def rejects() -> list[Row]:
    topic = "irrigation/sensors/000-A1/data"
    return [
        {
            "received_at": LIVE + timedelta(minutes=minute),
            "topic": topic,
            "reason": reason,
            "detail": detail,
            "element": element,
            "payload": payload,
            "payload_text": payload.decode(errors="replace"),
        }
        for minute, reason, detail, element, payload in [
            (3, "malformed_json", "Unexpected end of input", None, b'{"sensor_id": "000-A1"'),
            (9, "malformed_json", 'Unexpected "=", at 1:1', None, b"temp=\xff21,0\n"),
            (12, "no_sensor", "sensor_id is missing", 2, b"{}"),
            (15, "empty", "", None, b""),
        ]
    ]


def gateway_events() -> list[Row]:
    a, b = "irrigation-gateway-000", "irrigation-gateway-001"
    minute = timedelta(minutes=1)
    events = [
        event(LIVE, "status", a, state="online", metrics={"heap_free_b": 181504.0, "seq": 6.0}),
        event(LIVE + minute, "diagnostic", a, metrics={"cpu_c": 48.7}),
        event(LIVE, "presence", a, state="online"),
        event(LIVE, "presence", b, state="online"),
        event(LIVE + 10 * minute, "presence", b, state="offline", code="keep_alive"),
        event(LIVE + 14 * minute, "presence", b, state="online", metrics={"offline_s": 240.0}),
        event(LIVE + 50 * minute, "presence", a, state="offline", code="last_will"),
        event(
            LIVE + 20 * minute,
            "error",
            a,
            code="sensor_timeout",
            severity="warning",
            sensor_id="000-A2",
            message="000-A2 did not answer, 3 times",
        ),
        event(
            LIVE + 32 * minute,
            "alert",
            a,
            state="raised",
            code="no_response",
            severity="critical",
            zone_id="field-01.B",
            message='Zone field-01.B: "timed_out", 1 of 1 runs\nSee its valve',
        ),
        event(
            LIVE + 55 * minute, "alert", a, state="cleared", code="no_response", severity="critical"
        ),
    ]
    for began, ended in [(at, at + WATERING) for at in WATERINGS]:
        events += [
            valve(began, "open", {"flow_lpm": FLOW_L_MIN, "remaining_s": WATERING.total_seconds()}),
            valve(ended, "closed", {"flow_lpm": 0.0, "remaining_s": 0.0}),
        ]
    return [
        *events,
        valve(OPENED, "open", {"flow_lpm": FLOW_L_MIN, "remaining_s": 360.0}, "c-1"),
        valve(OPENED + 6 * minute, "closed", {"flow_lpm": 0.0, "remaining_s": 0.0}, "c-1"),
    ]


def event(at: datetime, kind: str, gateway: str | None, **values: Any) -> Row:
    return {
        "gateway_id": gateway,
        "ts": at,
        "received_at": at + timedelta(milliseconds=250),
        "kind": kind,
        "metrics": {},
    } | values


def valve(
    at: datetime, state: str, metrics: dict[str, float], command_id: str | None = None
) -> Row:
    return event(
        at,
        "valve",
        None,
        device_id="000-A",
        state=state,
        metrics=metrics,
        command_id=command_id,
        topic="irrigation/control/000-A/ack",
        zone_id="field-01.A" if command_id else None,
    )


# What was decided


def decisions() -> list[Row]:
    minute = timedelta(minutes=1)
    opened = OPENED - timedelta(seconds=3)
    order = {"duration_s": 360, "volume_l": 150.0, "depth_mm": 3.0, "protocol": "v1"}
    a: Row = {"zone_id": "field-01.A", "device_id": "000-A", "command_id": "c-1"} | order
    b: Row = {"zone_id": "field-01.B", "device_id": "000-B", "command_id": "c-2"} | order
    return [
        decision("a-0", LIVE, reason="sensors", faults={"000-A1": "never_heard"}),
        decision("a-1", LIVE + 5 * minute, reason="quiet_hours", evaluations=3),
        decision("a-2", opened, reason="soil_dry", action="OPEN", evaluations=12, **a),
        outcome("a-2", opened, OPENED + 6 * minute, "completed", a, (360.0, 149.5)),
        decision("a-3", OPENED + 8 * minute, reason="min_rest", evaluations=1),
        decision("a-4", OPENED + 30 * minute, reason="demand", evaluations=20),
        decision("b-0", LIVE, zone_id="field-01.B", reason="rain"),
        decision("b-1", LIVE + 25 * minute, reason="depleted", action="OPEN", evaluations=25, **b),
        outcome("b-1", LIVE + 25 * minute, LIVE + 32 * minute, "timed_out", b),
        decision(
            "b-2",
            LIVE + 40 * minute,
            zone_id="field-01.B",
            reason="sensors",
            faults={"000-B1": "stuck"},
            evaluations=14,
        ),
        decision("b-3", LIVE + 50 * minute, zone_id="field-01.B", reason="pump_capacity"),
        decision(
            "a-5", LIVE + 52 * minute, mode="evaluate", reason="soil_dry", action="OPEN", **order
        ),
    ]


def decision(id_: str, at: datetime, reason: str, **values: Any) -> Row:
    opens = values.get("action") == "OPEN"
    zone = values.get("zone_id", "field-01.A")
    faults = values.get("faults", {})
    failed = len(GATES) if opens else GATES.index(reason)
    sensors = sum(of == zone for of in SENSORS.values())
    return {
        "decision_id": id_,
        "zone_id": zone,
        "decided_at": at,
        "recorded_at": at,
        "local_date": f"{at - timedelta(hours=3):%Y-%m-%d}",
        "kind": "evaluation",
        "trigger": "time" if opens else "reading",
        "mode": "act",
        "rules_version": 7,
        "evaluations": 1,
        "moisture": None if len(faults) == sensors else moisture(zone, at),
        "moisture_unit": "%VWC",
        "low": 22.0,
        "high": 26.0,
        "depletion_mm": 11.5,
        "total_available_mm": 39.0,
        "et0_mm": 4.2,
        "rain_mm": 0.0,
        "temperature_c": 24.0,
        "newest_reading_at": at - timedelta(seconds=20),
        "healthy_sensors": sensors - len(faults),
        "sensors": sensors,
        "run_s_today": 0.0,
        "volume_l_today": 0.0,
        "failures": 0,
        "faults": faults,
        "gates": {
            gate: "passed" if i < failed else "failed" if i == failed else "skipped"
            for i, gate in enumerate(GATES)
        },
        "action": "NONE",
        "reason": reason,
        "explanation": f"{reason.replace('_', ' ')}, low 22.0, high 26.0",
    } | values


def outcome(
    id_: str,
    decided_at: datetime,
    at: datetime,
    became: str,
    order: Row,
    measured: tuple[float, float] | tuple[None, None] = (None, None),
) -> Row:
    return decision(id_, decided_at, reason="soil_dry", action="OPEN", **order) | {
        "kind": "outcome",
        "trigger": "answer",
        "recorded_at": at,
        "evaluations": 0,
        "gates": {},
        "explanation": became,
        "outcome": became,
        "outcome_at": at,
        "outcome_duration_s": measured[0],
        "outcome_volume_l": measured[1],
    }
