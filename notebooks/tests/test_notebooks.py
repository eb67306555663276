"""Each notebook is kept clean, runs on either lake unchanged, and asks both the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import notebook_run
import pandas as pd
import pytest
import small_farm
from athena_double import AthenaDouble
from same_sql import check

from pythoflow import evaluate
from pythoflow.local import LocalLake

FOLDER = Path(__file__).parents[1]
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))

each_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def test_there_are_five() -> None:
    assert len(NOTEBOOKS) == 5


@each_notebook
def test_is_kept_without_outputs(path: Path) -> None:
    for cell in notebook_run.cells(path):
        if cell["cell_type"] == "code":
            assert cell["outputs"] == []
            assert cell["execution_count"] is None
            assert notebook_run.source(cell).strip()


@each_notebook
def test_begins_with_its_only_title(path: Path) -> None:
    texts = [cell for cell in notebook_run.cells(path) if cell["cell_type"] == "markdown"]
    lines = [line for cell in texts for line in notebook_run.source(cell).splitlines()]

    assert [line for line in lines if line.startswith("# ")] == [lines[0]]


@pytest.fixture
def in_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a notebook is run, of a farm."""
    monkeypatch.chdir(FOLDER)
    monkeypatch.setenv("FARM_TIME_ZONE", small_farm.TIME_ZONE)


@pytest.fixture(scope="session")
def evaluated() -> dict[str, Any]:
    """What the job's evaluator said, by what it did with the soil."""
    return {}


@pytest.fixture
def evaluates_once(
    evaluated: dict[str, Any], lake_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lets the evaluator, which takes seconds, answer once of either soil, whatever the rules.

    It is asked for the days that the small lake has.
    """
    really: Callable[..., Any] = evaluate.evaluate

    def remembered(
        _lake: object, document: Any, since: pd.Timestamp, *asked: Any, **options: Any
    ) -> Any:
        soil = str(options.get("soil"))
        if soil not in evaluated:
            begin = max(since, pd.Timestamp(small_farm.PAST))
            lake = LocalLake(lake_folder, small_farm.ZONE)
            evaluated[soil] = really(lake, document, begin, *asked, **options)
        return evaluated[soil]

    monkeypatch.setattr(evaluate, "evaluate", remembered)


@each_notebook
@pytest.mark.usefixtures("in_its_folder", "evaluates_once")
def test_runs_on_a_local_lake(
    path: Path, lake_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ATHENA_WORKGROUP", raising=False)
    monkeypatch.setenv("LAKE", str(lake_folder))
    asked: list[str] = []
    query = LocalLake.query

    def recording(lake: LocalLake, sql: str) -> pd.DataFrame:
        asked.append(sql)
        return query(lake, sql)

    monkeypatch.setattr(LocalLake, "query", recording)

    without_label = notebook_run.run(path)

    assert without_label == []
    assert asked
    for sql in asked:
        check(sql)


@each_notebook
@pytest.mark.usefixtures("in_its_folder", "evaluates_once")
def test_runs_on_athena(path: Path, athena: AthenaDouble) -> None:
    notebook_run.run(path)

    assert athena.sqls
