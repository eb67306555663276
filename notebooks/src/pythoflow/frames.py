"""Data frames with the same types whatever engine the rows come from."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.types as at

_INTEGERS = {pa.int64(): pd.Int64Dtype()}


def of_arrow(table: pa.Table) -> pd.DataFrame:
    """The rows of an Arrow table in the types that ``Lake.query`` promises."""
    return pd.DataFrame(
        {name: _series(table.column(i)) for i, name in enumerate(table.column_names)},
        columns=table.column_names,
    )


def _series(column: pa.ChunkedArray) -> pd.Series:
    kind = column.type
    if at.is_boolean(kind):
        return pd.Series(column.to_pandas(), dtype="boolean")
    if at.is_integer(kind):
        return pd.Series(column.cast(pa.int64()).to_pandas(types_mapper=_INTEGERS.get))
    if at.is_decimal(kind) and kind.scale == 0:
        return pd.Series(column.cast(pa.int64()).to_pandas(types_mapper=_INTEGERS.get))
    if at.is_floating(kind) or at.is_decimal(kind):
        return pd.Series(column.cast(pa.float64()).to_pandas(), dtype="float64")
    if at.is_timestamp(kind):
        return pd.Series(column.cast(pa.timestamp("ms")).to_pandas()).dt.tz_localize("UTC")
    if at.is_date(kind):
        return pd.Series(column.cast(pa.timestamp("s")).to_pandas())
    if at.is_string(kind) or at.is_large_string(kind):
        return pd.Series(column.to_pandas(), dtype="str")
    if at.is_map(kind):
        return pd.Series([None if v is None else dict(v) for v in column.to_pylist()], dtype=object)
    return pd.Series(column.to_pylist(), dtype=object)
