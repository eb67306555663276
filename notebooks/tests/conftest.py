from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import small_farm
import small_lake
from athena_double import AthenaDouble, serve

import pythoflow as pf
from pythoflow.athena import AthenaLake
from pythoflow.local import LocalLake


@pytest.fixture(scope="session")
def lake_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small lake with every table; not to be changed."""
    return small_lake.make(tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="session")
def local_lake(lake_folder: Path) -> LocalLake:
    """That lake as a local one, in its farm's time zone."""
    return LocalLake(lake_folder, small_farm.ZONE)


@pytest.fixture(scope="session")
def athena_server(lake_folder: Path) -> Iterator[tuple[AthenaDouble, dict[str, str]]]:
    """A double of Athena over that lake, and the environment that leads to it."""
    with serve(lake_folder) as served:
        yield served


@pytest.fixture
def athena(
    athena_server: tuple[AthenaDouble, dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> AthenaDouble:
    """The double as new, to which the environment of the test leads."""
    double, environment = athena_server
    double.begin_anew()
    lead_to(environment, monkeypatch)
    return double


@pytest.fixture(scope="session", autouse=True)
def _nobody_leaves_the_machine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        # Nobody listens there.
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        yield


@pytest.fixture
def athena_lake(athena: AthenaDouble, _athena_lake: AthenaLake) -> AthenaLake:
    """The double as a lake."""
    return _athena_lake


@pytest.fixture(scope="session")
def _athena_lake(athena_server: tuple[AthenaDouble, dict[str, str]]) -> AthenaLake:
    with pytest.MonkeyPatch.context() as patch:
        lead_to(athena_server[1], patch)
        lake = pf.connect(time_zone=small_farm.TIME_ZONE)
    assert isinstance(lake, AthenaLake)
    return lake


def lead_to(environment: dict[str, str], patch: pytest.MonkeyPatch) -> None:
    for name in ("LAKE", "GLUE_DATABASE", "AWS_DEFAULT_REGION", "AWS_PROFILE"):
        patch.delenv(name, raising=False)
    for name, value in environment.items():
        patch.setenv(name, value)
