from __future__ import annotations

import json
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from pythoflow.evaluate import (
    EvaluateError,
    by_depletion,
    evaluate,
    of_zone,
    rules,
    with_policy_of,
    with_thresholds,
    zones_of,
)
from pythoflow.lake import LakeError
from pythoflow.local import LocalLake

SINCE = pd.Timestamp("2026-06-01T00:00:00", tz="UTC")
UNTIL = pd.Timestamp("2026-06-08T00:00:00", tz="UTC")

RULES: dict[str, Any] = {
    "schema": "pythoflow.rules/1",
    "defaults": {"area_m2": 50, "demand": {"metric": "soil_moisture", "low": 22, "high": 24}},
    "zones": {
        "north": {"sensors": ["n1"]},
        "south": {"sensors": ["s1"], "area_m2": 80, "demand": {"low": 18, "confirmations": 3}},
    },
}

MODELLED = """\
Evaluating 2026-06-01T00:00:00Z to 2026-06-08T00:00:00Z
evaluated             7 d 0 h · order measured · soil modelled · evaluations 2,150 · rows 152
zone north            openings 7 · 1,650.0 L · 33.0 mm · shut for demand 88.0 %, min_rest 12.0 %
soil north            moisture 23.1 to 22.5 %, lowest 18.2 % · used up 41.5 % at most, \
stress 3 of 168 h · given 33.0 mm, rain 1.2 mm, crop 29.8 of 30.1 mm, percolated 0.4 mm
zone the long field behind the house  openings 0 · 0.0 L · 0.0 mm · shut for demand 100.0 %
soil the long field behind the house  not modelled, for want of a first moisture
"""

RECORDED = """\
zone north            openings 1,007 · 1,650.0 L · 33.0 mm
soil north            really given 1,200.0 L · 24.0 mm, by its flow sensor
"""


class Evaluator:
    """A script in place of the evaluator, which keeps the settings it was given."""

    def __init__(self, folder: Path, script: str) -> None:
        self.folder = folder
        self.path = folder / "evaluator"
        self.path.write_text(f"#!/usr/bin/env bash\nenv > '{folder}/seen'\n{script}\n")
        self.path.chmod(self.path.stat().st_mode | stat.S_IXUSR)

    @property
    def command(self) -> list[str]:
        return [str(self.path)]

    def setting(self, name: str) -> str | None:
        lines = (self.folder / "seen").read_text().splitlines()
        return next((x.partition("=")[2] for x in lines if x.startswith(f"{name}=")), None)


@pytest.fixture
def lake(tmp_path: Path) -> LocalLake:
    folder = tmp_path / "lake"
    (folder / "raw" / "readings").mkdir(parents=True)
    return LocalLake(folder, ZoneInfo("America/Sao_Paulo"))


def saying(folder: Path, report: str, then: str = "") -> Evaluator:
    return Evaluator(folder, f"{then}\ncat <<'END'\n{report}END")


def test_the_evaluator_is_told_what_to_replay(lake: LocalLake, tmp_path: Path) -> None:
    evaluator = saying(tmp_path, MODELLED, f"cp $RULES {tmp_path}/rules; cp $PROPERTIES {tmp_path}")

    evaluate(lake, RULES, SINCE, UNTIL, warm_up=timedelta(hours=6), command=evaluator.command)

    assert evaluator.setting("FROM") == "2026-06-01T00:00:00Z"
    assert evaluator.setting("TO") == "2026-06-08T00:00:00Z"
    assert evaluator.setting("WARM_UP") == "21600 s"
    assert evaluator.setting("ORDER") == "measured"
    assert evaluator.setting("SOIL") == "modelled"
    assert evaluator.setting("LAKE") == lake.name
    assert json.loads((tmp_path / "rules").read_text()) == RULES
    (group,) = json.loads((tmp_path / "properties.json").read_text())
    assert group["PropertyMap"] == {"control.decision.interval": "30 min"}


def test_what_has_not_come_is_not_evaluated(lake: LocalLake, tmp_path: Path) -> None:
    evaluator = saying(tmp_path, MODELLED)
    now = pd.Timestamp.now("UTC")

    evaluate(lake, RULES, SINCE, now + pd.Timedelta(hours=1), command=evaluator.command)

    told = pd.Timestamp(str(evaluator.setting("TO")))
    assert now.floor("s") <= told <= pd.Timestamp.now("UTC")


def test_readings_in_s3_are_named_by_their_bucket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAKE", "/elsewhere")
    evaluator = saying(tmp_path, MODELLED)

    evaluate(
        InS3("s3://farm-raw/some/raw/readings/dt=2026-06-07/hour=23/a.parquet"),
        RULES,
        SINCE,
        UNTIL,
        command=evaluator.command,
    )

    assert evaluator.setting("SOURCE_BUCKET") == "farm-raw"
    assert evaluator.setting("SOURCE_PREFIX") == "some/raw"
    assert evaluator.setting("LAKE") is None


def test_no_readings_in_s3_are_told(tmp_path: Path) -> None:
    with pytest.raises(LakeError, match="no readings since 2026-06-01"):
        evaluate(InS3(None), RULES, SINCE, UNTIL, command=["never-started"])


class InS3:
    """Knows where its newest file lies."""

    name = "Athena"
    time_zone = ZoneInfo("UTC")

    def __init__(self, path: str | None) -> None:
        self._path = path

    def query(self, sql: str) -> pd.DataFrame:
        assert sql == """SELECT max("$path") AS path FROM readings WHERE dt >= '2026-06-01'"""
        return pd.DataFrame({"path": [self._path]})

    def tables(self) -> pd.DataFrame:
        raise AssertionError("nobody asks")


def test_decisions_come_in_the_types_of_a_lake(lake: LocalLake, tmp_path: Path) -> None:
    source = tmp_path / "decisions.parquet"
    pd.DataFrame(
        {
            "decision_id": ["b", "a"],
            "zone_id": ["north", "north"],
            "decided_at": pd.to_datetime(["2026-06-02T05:00Z", "2026-06-01T05:00Z"]).as_unit("ms"),
            "duration_s": pd.array([600, None], dtype="Int32"),
            "depletion_mm": [12.5, 11.0],
        }
    ).to_parquet(source)
    folder = "$OUTPUT/irrigation_decisions/dt=2026-06-01/hour=05"
    evaluator = saying(tmp_path, MODELLED, f"mkdir -p {folder}; cp {source} {folder}/")

    found = evaluate(lake, RULES, SINCE, UNTIL, command=evaluator.command)

    assert found.decisions["decision_id"].tolist() == ["a", "b"]
    assert str(found.decisions["decided_at"].dtype) == "datetime64[ms, UTC]"
    assert str(found.decisions["duration_s"].dtype) == "Int64"
    assert found.decisions["depletion_mm"].tolist() == [11.0, 12.5]
    assert found.report.strip() == MODELLED.strip()


def test_an_evaluation_without_decisions_has_none(lake: LocalLake, tmp_path: Path) -> None:
    found = evaluate(lake, RULES, SINCE, UNTIL, command=saying(tmp_path, MODELLED).command)

    assert found.decisions.empty
    assert "et0_mm" in found.decisions
    assert found.zones["zone_id"].tolist() == ["north", "the long field behind the house"]


def test_the_sums_of_modelled_soil_are_read() -> None:
    north, long_field = (row for _, row in zones_of(MODELLED).iterrows())

    assert (north["openings"], north["volume_l"], north["depth_mm"]) == (7, 1650, 33)
    assert north["shut_for"] == {"demand": 0.88, "min_rest": 0.12}
    assert (north["began"], north["ended"], north["lowest"]) == (23.1, 22.5, 18.2)
    assert north["used_up"] == pytest.approx(0.415)
    assert (north["stress_h"], north["hours"]) == (3, 168)
    assert (north["given_mm"], north["rain_mm"]) == (33, 1.2)
    assert (north["crop_mm"], north["wanted_mm"]) == (29.8, 30.1)
    assert north["percolated_mm"] == 0.4
    assert pd.isna(north["measured_l"])
    assert long_field["zone_id"] == "the long field behind the house"
    assert pd.isna(long_field["lowest"])


def test_the_sums_of_recorded_soil_are_read() -> None:
    north = zones_of(RECORDED).iloc[0]

    assert (north["openings"], north["shut_for"]) == (1007, {})
    assert (north["measured_l"], north["measured_mm"]) == (1200, 24)
    assert pd.isna(north["stress_h"])


def test_a_report_without_zones_has_no_sums() -> None:
    assert zones_of("Evaluating\n").empty


def test_rules_that_are_refused_say_why(lake: LocalLake, tmp_path: Path) -> None:
    evaluator = Evaluator(tmp_path, "echo 'zones.north: needs a device' >&2; exit 2")

    with pytest.raises(EvaluateError, match=r"refuses to begin:\nzones\.north: needs a device"):
        evaluate(lake, RULES, SINCE, UNTIL, command=evaluator.command)


def test_an_evaluation_that_fails_says_why(lake: LocalLake, tmp_path: Path) -> None:
    evaluator = Evaluator(tmp_path, "echo 'disk full' >&2; exit 1")

    with pytest.raises(EvaluateError, match=r"failed \(exit code 1\):\ndisk full"):
        evaluate(lake, RULES, SINCE, UNTIL, command=evaluator.command)


def test_no_evaluator_says_how_to_make_one(lake: LocalLake, tmp_path: Path) -> None:
    with pytest.raises(EvaluateError, match="make build"):
        evaluate(lake, RULES, SINCE, UNTIL, command=[str(tmp_path / "none")])


def project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (folder / "bin").mkdir()
    (folder / "bin" / "evaluate").touch()
    (folder / "Makefile").touch()
    (folder / "notebooks").mkdir()
    monkeypatch.chdir(folder / "notebooks")
    return folder


def test_a_project_that_is_not_built_says_how(
    lake: LocalLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, monkeypatch)

    with pytest.raises(EvaluateError, match=r"not built yet.*make build"):
        evaluate(lake, RULES, SINCE, UNTIL)


def test_a_machine_without_java_is_told_what_it_needs(
    lake: LocalLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = project(tmp_path, monkeypatch) / "flink-job" / "target"
    built.mkdir(parents=True)
    (built / "local.classpath").touch()
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(EvaluateError, match="no java"):
        evaluate(lake, RULES, SINCE, UNTIL)


def test_rules_are_read_alone_or_as_they_are_retained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    (root / "alone.json").write_text(json.dumps(RULES))
    envelope = {"schema": "pythoflow.system_update/1", "version": 7, "payload": RULES}
    (root / "retained.json").write_text(json.dumps(envelope))
    monkeypatch.setenv("RULES", "alone.json")

    assert rules() == RULES
    assert rules(root / "retained.json") == RULES


@pytest.mark.parametrize(
    ("text", "said"), [("{", "is no JSON"), ("[]", "holds no rules"), (None, "name a file with")]
)
def test_what_is_no_rules_is_refused(tmp_path: Path, text: str | None, said: str) -> None:
    file = tmp_path / "rules.json"
    if text is not None:
        file.write_text(text)

    with pytest.raises(EvaluateError, match=said):
        rules(file)


def test_a_zone_lies_over_its_defaults() -> None:
    south = of_zone(RULES, "south")

    assert south["area_m2"] == 80
    assert south["demand"] == {
        "metric": "soil_moisture",
        "low": 18,
        "high": 24,
        "confirmations": 3,
    }
    assert of_zone(RULES, "west") == {}


def test_null_takes_a_default_away() -> None:
    document = {"defaults": {"demand": {"low": 2}}, "zones": {"a": {"demand": {"low": None}}}}

    assert of_zone(document, "a") == {"demand": {}}


def test_thresholds_hold_for_every_zone_and_leave_the_document_alone() -> None:
    changed = with_thresholds(RULES, low=15, high=20)

    for zone in ("north", "south"):
        demand = of_zone(changed, zone)["demand"]
        assert (demand["by"], demand["low"], demand["high"]) == ("moisture", 15, 20)
    assert of_zone(changed, "south")["demand"]["confirmations"] == 3
    assert of_zone(RULES, "south")["demand"]["low"] == 18


def test_depletion_takes_the_place_of_thresholds() -> None:
    demand = of_zone(by_depletion(RULES, 0.4), "south")["demand"]

    assert demand == {
        "metric": "soil_moisture",
        "by": "depletion",
        "depletion_fraction": 0.4,
        "confirmations": 3,
    }
    assert "depletion_fraction" not in of_zone(by_depletion(RULES), "north")["demand"]


def test_the_zones_of_the_farm_under_the_originals_rule_are_the_example() -> None:
    root = Path(__file__).resolve().parents[2]
    farm = rules(root / "notebooks" / "farm-rules.json")
    original = rules(root / "docs" / "examples" / "rules" / "original-rule.json")

    assert with_policy_of(farm, original) == original


def test_a_policy_takes_the_place_of_what_zones_say_themselves() -> None:
    changed = with_policy_of(RULES, {"defaults": {"demand": {"low": 1}, "area_m2": 9}})

    assert of_zone(changed, "south") == {"sensors": ["s1"], "area_m2": 80, "demand": {"low": 1}}
    assert of_zone(changed, "north")["area_m2"] == 50
    assert of_zone(RULES, "south")["demand"]["confirmations"] == 3
