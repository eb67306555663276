"""What rules would have done: the job's own evaluation of the past, as data frames.

Nothing of it is computed here. The evaluator (``make evaluate``, docs/evaluate.md) replays stored
readings through the job's control loop; this module starts it and reads what it wrote and said.
"""

from __future__ import annotations

import copy
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from pythoflow.lake import Lake, LakeError, project
from pythoflow.local import LocalLake

Rules = dict[str, Any]
"""A document as docs/rules.md has it, parsed."""

DEFAULT_RULES = "notebooks/farm-rules.json"

_UNUSABLE = 2
_LONGEST_SILENCE = "30 min"


class EvaluateError(Exception):
    """Why rules could not be evaluated, and what to do about it."""


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation decided.

    Attributes:
        decisions: Rows of ``irrigation_decisions`` with ``mode`` ``evaluate``, in the types of
            ``Lake.query``, by time. Evaluations that change nothing are thinned to one each half
            hour.
        zones: The evaluator's own sums, a row for each zone: ``zone_id``, ``openings``,
            ``volume_l``, ``depth_mm`` (ordered; at the roots), ``shut_for`` (share of the time it
            was shut, 0 to 1, by gate; the four longest). With modelled soil ``began`` and ``ended``
            and ``lowest`` (moisture, % by volume), ``used_up`` (at the lowest, share of the total
            available water), ``stress_h`` and ``hours``, ``given_mm``, ``rain_mm``, ``crop_mm``
            (what the crop got), ``wanted_mm`` (what it would have got of soil that is wet enough),
            ``percolated_mm``. With recorded soil ``measured_l`` and ``measured_mm`` (by the zone's
            flow sensor). Missing where the evaluator said nothing.
        report: All that the evaluator said.
    """

    decisions: pd.DataFrame
    zones: pd.DataFrame
    report: str


def rules(path: str | Path | None = None) -> Rules:
    """The rules in a file.

    Args:
        path: Absolute or from the project's root; else the variable ``RULES``, else
            ``notebooks/farm-rules.json``. A document alone, or in the envelope it is retained in.

    Raises:
        EvaluateError: if there is no such file, or it is no JSON object.
    """
    file = Path(path or os.environ.get("RULES") or DEFAULT_RULES)
    if not file.is_absolute():
        file = project() / file
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise EvaluateError(
            f"Cannot read rules from {file} ({error.strerror}): name a file with RULES="
        ) from error
    except ValueError as error:
        raise EvaluateError(f"{file} is no JSON: {error}") from error
    if not isinstance(document, dict):
        raise EvaluateError(f"{file} holds no rules: must be a JSON object")
    enveloped = document.get("schema") == "pythoflow.system_update/1"
    return document["payload"] if enveloped else document


def of_zone(document: Rules, zone_id: str) -> dict[str, Any]:
    """What the rules say of a zone, its defaults below it; empty where it is not in them."""
    own = document.get("zones", {}).get(zone_id)
    return {} if own is None else _merged(document.get("defaults", {}), own)


def with_thresholds(document: Rules, low: float, high: float) -> Rules:
    """The same rules, but every zone is thirsty below ``low`` and has enough at ``high``.

    Args:
        document: Stays as it is.
        low: In the unit of the zones' metric, usually % by volume.
        high: Likewise.
    """
    return _with_demand(document, {"by": "moisture", "low": low, "high": high})


def by_depletion(document: Rules, fraction: float | None = None) -> Rules:
    """The same rules, but every zone is watered by its water balance, which needs a ``site``.

    Args:
        document: Stays as it is.
        fraction: Of the zone's water that may be used up, p of FAO-56, 0.1 to 0.8; the crop's
            where it is not given.
    """
    return _with_demand(
        document, {"by": "depletion", "depletion_fraction": fraction, "low": None, "high": None}
    )


def with_policy_of(document: Rules, other: Rules) -> Rules:
    """The zones of a document, watered as another one's defaults say, and nothing else.

    Args:
        document: Stays as it is. Its demand, limits, sensing, allowed hours, rain, frost and pumps
            are left out.
        other: Whose defaults of these take their place.
    """
    changed = copy.deepcopy(document)
    changed.pop("pump_groups", None)
    for place in (changed.setdefault("defaults", {}), *changed.get("zones", {}).values()):
        for key in (*_POLICY, "pump_group"):
            place.pop(key, None)
    policy = {k: v for k, v in other.get("defaults", {}).items() if k in _POLICY}
    changed["defaults"] |= copy.deepcopy(policy)
    return changed


_POLICY = ("mode", "demand", "limits", "sensing", "allowed", "rain", "frost")


def evaluate(
    lake: Lake,
    document: Rules,
    since: pd.Timestamp,
    until: pd.Timestamp,
    *,
    order: Literal["measured", "received"] = "measured",
    soil: Literal["modelled", "recorded"] = "modelled",
    warm_up: timedelta = timedelta(days=3),
    command: Sequence[str] | None = None,
) -> Evaluation:
    """What the job would have decided by these rules, by its own evaluator (10 s and more).

    Args:
        lake: Whose readings are replayed.
        document: The rules; see ``rules``.
        since: Begin of the decisions.
        until: Their end, exclusive; the present at the latest.
        order: Whether a reading is heard when it was measured, or when the job received it.
        soil: ``modelled``: each zone has soil of its own that gets the water that is advised;
            ``recorded``: the soil stays as it was measured.
        warm_up: How long before ``since`` is replayed without decisions.
        command: Stands in for ``bin/evaluate`` of the project.

    Raises:
        EvaluateError: if the evaluator cannot run, refuses the rules, or fails.
    """
    now = pd.Timestamp.now("UTC").floor("s")
    if command is None:
        command = [str(_evaluator())]
    with tempfile.TemporaryDirectory(prefix="pythoflow-") as name:
        folder = Path(name)
        rules_file = folder / "rules.json"
        rules_file.write_text(json.dumps(document), encoding="utf-8")
        properties = folder / "properties.json"
        properties.write_text(json.dumps(_PROPERTIES), encoding="utf-8")
        settings = {
            "RULES": str(rules_file),
            "PROPERTIES": str(properties),
            "FROM": _instant(since),
            "TO": _instant(min(until, now)),
            "WARM_UP": f"{int(warm_up.total_seconds())} s",
            "ORDER": order,
            "SOIL": soil,
            "OUTPUT": str(folder / "aggregated"),
        } | _where(lake, since)
        report = _run(command, settings)
        decisions = folder / "aggregated" / "irrigation_decisions"
        decisions.mkdir(parents=True, exist_ok=True)
        rows = LocalLake(folder, lake.time_zone).query(
            "SELECT * FROM irrigation_decisions ORDER BY decided_at, zone_id, recorded_at"
        )
    return Evaluation(rows, zones_of(report), report)


_PROPERTIES = [
    {
        "PropertyGroupId": "control",
        "PropertyMap": {"control.decision.interval": _LONGEST_SILENCE},
    }
]

_OF_THE_LAKE = ("LAKE", "SOURCE_BUCKET", "SOURCE_PREFIX", "DEST_BUCKET", "DEST_PREFIX")


def _run(command: Sequence[str], settings: Mapping[str, str]) -> str:
    """Runs the evaluator with settings as variables of its environment, and gives its words."""
    environment = {k: v for k, v in os.environ.items() if k not in _OF_THE_LAKE}
    try:
        done = subprocess.run(
            list(command),
            env=environment | dict(settings),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise EvaluateError(f"Cannot start {command[0]} ({error.strerror}): make build") from error
    if done.returncode == 0:
        return done.stdout
    said = done.stderr.strip() or done.stdout.strip() or "it said nothing"
    if done.returncode == _UNUSABLE:
        raise EvaluateError(f"The evaluator refuses to begin:\n{said}")
    raise EvaluateError(f"The evaluation failed (exit code {done.returncode}):\n{said}")


def _evaluator() -> Path:
    root = project()
    evaluator = root / "bin" / "evaluate"
    if not evaluator.is_file():
        raise EvaluateError(
            f"{root} is not the project, whose bin/evaluate is needed: start within its folder"
        )
    if not (root / "flink-job" / "target" / "local.classpath").is_file():
        raise EvaluateError("The job is not built yet, and the evaluator is part of it: make build")
    if shutil.which("java") is None:
        raise EvaluateError("There is no java to run the evaluator with: install Java 17 or later")
    return evaluator


def _where(lake: Lake, since: pd.Timestamp) -> dict[str, str]:
    """The evaluator's settings for the place of the readings."""
    if isinstance(lake, LocalLake):
        return {"LAKE": lake.name}
    day = f"{since.tz_convert('UTC'):%Y-%m-%d}"
    path = lake.query(f"""SELECT max("$path") AS path FROM readings WHERE dt >= '{day}'""")
    found = re.fullmatch(r"s3a?://([^/]+)/(.+)/readings/dt=.*", str(path["path"].iloc[0]))
    if found is None:
        raise LakeError(f"There are no readings since {day} in {lake.name}")
    # The aggregated side is not read, and decisions go to a folder: any bucket will do.
    return {
        "SOURCE_BUCKET": found[1],
        "SOURCE_PREFIX": found[2],
        "DEST_BUCKET": found[1],
        "DEST_PREFIX": found[2],
    }


_NUMBER = r"(-?[\d,]+(?:\.\d+)?)"
_ZONE = re.compile(
    rf"^zone (.+?) +openings {_NUMBER} · {_NUMBER} L(?: · {_NUMBER} mm)?(?: · shut for (.*))?$",
    re.MULTILINE,
)
_SHUT = re.compile(rf"(\w+) {_NUMBER} %")
_SOIL = re.compile(r"^soil (.+?) {2,}(.+)$|^soil (\S+) (.+)$", re.MULTILINE)
_FIGURES = {
    "began": rf"moisture {_NUMBER} to",
    "ended": rf"moisture \S+ to {_NUMBER} %",
    "lowest": rf"lowest {_NUMBER} %",
    "used_up": rf"used up {_NUMBER} %",
    "stress_h": rf"stress {_NUMBER} of",
    "hours": rf"stress \S+ of {_NUMBER} h",
    "given_mm": rf"· given {_NUMBER} mm",
    "rain_mm": rf"rain {_NUMBER} mm",
    "crop_mm": rf"crop {_NUMBER} of",
    "wanted_mm": rf"crop \S+ of {_NUMBER} mm",
    "percolated_mm": rf"percolated {_NUMBER} mm",
    "measured_l": rf"really given {_NUMBER} L",
    "measured_mm": rf"really given \S+ L · {_NUMBER} mm",
}


def zones_of(report: str) -> pd.DataFrame:
    """The sums of zones in what the evaluator said; columns as in ``Evaluation.zones``."""
    soils = {
        (first or second): (text or other) for first, text, second, other in _SOIL.findall(report)
    }
    rows = []
    for zone, openings, litres, depth, shut in _ZONE.findall(report):
        row: dict[str, object] = {
            "zone_id": zone,
            "openings": int(_number(openings)),
            "volume_l": _number(litres),
            "depth_mm": _number(depth),
            "shut_for": {gate: _number(share) / 100 for gate, share in _SHUT.findall(shut)},
        }
        for name, pattern in _FIGURES.items():
            found = re.search(pattern, soils.get(zone, ""))
            row[name] = _number(found[1]) if found else float("nan")
        rows.append(row)
    columns = ["zone_id", "openings", "volume_l", "depth_mm", "shut_for", *_FIGURES]
    zones = pd.DataFrame(rows, columns=columns)
    zones["used_up"] = zones["used_up"].astype("float64") / 100
    return zones.astype({"zone_id": "str", "openings": "Int64"})


def _number(text: str) -> float:
    return float(text.replace(",", "")) if text else float("nan")


def _instant(moment: pd.Timestamp) -> str:
    return moment.tz_convert("UTC").strftime("%Y-%m-%dT%H:%M:%SZ")


def _with_demand(document: Rules, demand: dict[str, Any]) -> Rules:
    changed = copy.deepcopy(document)
    for zone in changed.get("zones", {}).values():
        zone["demand"] = {**(zone.get("demand") or {}), **demand}
    return changed


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """A JSON merge patch, RFC 7396, as the job lays zones over defaults."""
    merged = dict(below)
    for key, value in above.items():
        if value is None:
            merged.pop(key, None)
        elif isinstance(value, dict):
            under = below.get(key)
            merged[key] = _merged(under if isinstance(under, dict) else {}, value)
        else:
            merged[key] = value
    return merged
