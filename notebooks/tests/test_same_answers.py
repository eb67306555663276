"""Either lake gives the same frames."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from same_sql import check

from pythoflow.athena import AthenaLake
from pythoflow.lake import Lake
from pythoflow.local import LocalLake

_PAGE = Path(__file__).parents[2] / "docs" / "tables.md"
_OF_THE_PAGE = [
    # The page's farm has other zones.
    sql.replace("north-bed", "field-01.A")
    for sql in re.findall(r"```sql\n(.*?)```", _PAGE.read_text(), re.DOTALL)
]
_TABLES = re.findall(r"^\| \[`(\w+)`\]", _PAGE.read_text(), re.MULTILINE)


def assert_same(sql: str, *lakes: Lake) -> pd.DataFrame:
    first, second = (lake.query(sql) for lake in lakes)
    if "ORDER BY" not in sql:
        first, second = _in_some_order(first), _in_some_order(second)
    pd.testing.assert_frame_equal(first, second)
    return first


def _in_some_order(frame: pd.DataFrame) -> pd.DataFrame:
    rows = ["|".join(map(str, row)) for row in frame.itertuples(index=False)]
    order = sorted(range(len(rows)), key=rows.__getitem__)
    return frame.iloc[order].reset_index(drop=True)


def test_the_page_has_questions() -> None:
    assert len(_OF_THE_PAGE) >= 9
    assert len(_TABLES) == 8


@pytest.mark.parametrize("sql", _OF_THE_PAGE)
def test_questions_of_the_page(sql: str, local_lake: LocalLake, athena_lake: AthenaLake) -> None:
    check(sql)

    assert len(assert_same(sql, local_lake, athena_lake)) > 0


@pytest.mark.parametrize("table", _TABLES)
def test_every_column_of_every_table(
    table: str, local_lake: LocalLake, athena_lake: AthenaLake
) -> None:
    assert len(assert_same(f"SELECT * FROM {table}", local_lake, athena_lake)) > 0


@pytest.mark.parametrize("table", _TABLES)
def test_types_are_right_without_rows_too(
    table: str, local_lake: LocalLake, athena_lake: AthenaLake
) -> None:
    empty = assert_same(f"SELECT * FROM {table} WHERE dt = '1999-12-31'", local_lake, athena_lake)

    assert len(empty) == 0
    assert len(empty.columns) > 0


def test_the_list_of_tables(local_lake: LocalLake, athena_lake: AthenaLake) -> None:
    tables = local_lake.tables()

    pd.testing.assert_frame_equal(tables, athena_lake.tables())
    assert sorted(set(tables["table_name"])) == sorted(_TABLES)
    described = tables.set_index(["table_name", "column_name"])["data_type"]
    assert described["readings", "ts"] == "timestamp(3)"
    assert described["readings", "flags"] == "array(varchar)"
    assert described["readings", "other_metrics"] == "map(varchar, double)"
    assert described["rejected_messages", "payload"] == "varbinary"
