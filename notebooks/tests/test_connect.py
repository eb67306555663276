from __future__ import annotations

from pathlib import Path

import pytest

import pythoflow as pf
from pythoflow.athena import AthenaLake


@pytest.fixture(autouse=True)
def _empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ATHENA_WORKGROUP", "GLUE_DATABASE", "AWS_REGION", "LAKE", "FARM_TIME_ZONE"):
        monkeypatch.delenv(name, raising=False)


def test_says_how_to_make_a_lake_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(pf.LakeError, match=f"No lake in {tmp_path}: make one with make run"):
        pf.connect(folder=tmp_path)


def test_sends_who_names_a_bucket_to_athena(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE", "s3://farm-lake/raw")

    with pytest.raises(pf.LakeError, match=r"s3://farm-lake/raw, .* name its workgroup"):
        pf.connect()


def test_a_time_zone_is_one_that_there_is(tmp_path: Path) -> None:
    with pytest.raises(pf.LakeError, match="'Campinas'; give a name of the IANA database"):
        pf.connect(folder=tmp_path, time_zone="Campinas")


def test_a_workgroup_of_the_environment_means_athena(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ATHENA_WORKGROUP", "pythoflow-dev")
    monkeypatch.setenv("AWS_REGION", "sa-east-1")

    lake = pf.connect(time_zone="America/Sao_Paulo")

    assert isinstance(lake, AthenaLake)
    assert repr(lake) == (
        "<Athena workgroup pythoflow-dev, database iot_data_catalog, sa-east-1, "
        "time zone America/Sao_Paulo>"
    )


def test_a_folder_that_is_given_beats_the_workgroup_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ATHENA_WORKGROUP", "pythoflow-dev")
    (tmp_path / "raw" / "readings").mkdir(parents=True)

    assert pf.connect(folder=tmp_path).name == str(tmp_path)


def test_does_not_choose_between_two_lakes_that_are_given(tmp_path: Path) -> None:
    with pytest.raises(pf.LakeError, match="name one"):
        pf.connect(workgroup="pythoflow-dev", folder=tmp_path)


def test_a_region_is_needed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))

    with pytest.raises(pf.LakeError, match="set AWS_REGION"):
        pf.connect(workgroup="pythoflow-dev")
