"""Data frames with the same types whatever engine the rows come from.

Both engines hand over columns with the type that Athena's metadata would name: Athena as the texts
of its answer, DuckDB as values. Here alone is written which type of pandas that becomes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

INTEGERS = frozenset({"tinyint", "smallint", "integer", "bigint"})
NUMBERS = frozenset({"float", "real", "double", "decimal"})
NESTED = frozenset({"array", "map", "row"})

ASK_FOR_JSON = "ask for json_format(CAST({name} AS json)) and read it with json.loads"


class NotTellable(Exception):  # noqa: N818 - it becomes a LakeError where the query is known
    """A value that cannot be given, or that Athena's answer does not say unambiguously."""


@dataclass(frozen=True)
class Column:
    """A column as an engine gave it."""

    name: str
    type: str
    """As Athena's metadata names it, without parameters: varchar, bigint, timestamp, map …"""
    cells: pa.ChunkedArray
    """Of the Arrow type that belongs to it."""


def frame(columns: Sequence[Column]) -> pd.DataFrame:
    """The columns in the types that ``Lake.query`` promises; names may repeat."""
    rows = len(columns[0].cells) if columns else 0
    result = pd.DataFrame({i: _series(column) for i, column in enumerate(columns)}, range(rows))
    result.columns = pd.Index([column.name for column in columns], dtype="str")
    return result


def of_texts(name: str, type_: str, texts: pa.ChunkedArray) -> Column:
    """A column from Athena's texts of its values.

    Raises:
        NotTellable: if they can be read in more than one way.
    """
    return Column(name, type_, _PARSERS.get(type_, _as_they_are)(texts, name))


def _series(column: Column) -> pd.Series[Any]:
    values = column.cells
    if column.type in INTEGERS:
        try:
            values = values.cast(pa.int64())
        except pa.ArrowInvalid as error:
            raise NotTellable(f"Column {column.name} is beyond what bigint holds") from error
        return pd.Series(values.to_pandas(types_mapper=_NULLABLE.get))
    if column.type == "decimal":
        # Through text, so that both engines give the double nearest to the decimal.
        return pd.Series(values.cast(pa.string()).cast(pa.float64()).to_pandas(), dtype="float64")
    if column.type in NUMBERS:
        return pd.Series(values.cast(pa.float64()).to_pandas(), dtype="float64")
    if column.type == "boolean":
        return pd.Series(values.to_pandas(types_mapper=_NULLABLE.get))
    if column.type in ("timestamp", "timestamp with time zone"):
        instants = values.cast(pa.timestamp("ms", values.type.tz), safe=False)
        return pd.Series(instants.cast(pa.timestamp("ms", "UTC")).to_pandas())
    if column.type == "date":
        return pd.Series(values.cast(pa.date32()).cast(pa.timestamp("s")).to_pandas())
    if column.type in NESTED or column.type == "varbinary":
        return pd.Series(values.to_pylist(maps_as_pydicts="strict"), dtype=object)
    return pd.Series(values.to_pandas(), dtype="str")


_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}


# Athena's texts


def _as_they_are(texts: pa.ChunkedArray, _name: str) -> pa.ChunkedArray:
    return texts


def _to(type_: pa.DataType) -> Callable[[pa.ChunkedArray, str], pa.ChunkedArray]:
    return lambda texts, _name: texts.cast(type_)


def _instants(texts: pa.ChunkedArray, _name: str) -> pa.ChunkedArray:
    """``2026-06-01 12:00:00.000``, with up to twelve digits of the second."""
    return pc.utf8_slice_codeunits(texts, 0, len("2026-06-01 12:00:00.000")).cast(
        pa.timestamp("ms")
    )


def _zoned_instants(texts: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """``2026-06-01 12:00:00.000 America/Sao_Paulo``: local time, then the zone."""
    instants = [None if text is None else _instant(text, name) for text in texts.to_pylist()]
    return pa.chunked_array([pa.array(instants, pa.timestamp("ms", "UTC"))])


def _instant(text: str, name: str) -> datetime:
    local, _, zone = text.rpartition(" ")
    first = datetime.fromisoformat(local).replace(tzinfo=_zone(zone, name))
    if first.utcoffset() != first.replace(fold=1).utcoffset():
        raise NotTellable(
            f"Column {name}: Athena gives {text!r}, a time that the zone's clocks show twice; "
            f"ask for {name} AT TIME ZONE 'UTC'"
        )
    return first


def _zone(text: str, name: str) -> ZoneInfo | timezone:
    offset = re.fullmatch(r"([+-])(\d\d):(\d\d)", text)
    if offset:
        minutes = int(offset[2]) * 60 + int(offset[3])
        return timezone(timedelta(minutes=-minutes if offset[1] == "-" else minutes))
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise NotTellable(f"Column {name}: Athena names the time zone {text!r}") from error


def _bytes(texts: pa.ChunkedArray, _name: str) -> pa.ChunkedArray:
    """``68 65 6c``."""
    values = [None if text is None else bytes.fromhex(text) for text in texts.to_pylist()]
    return pa.chunked_array([pa.array(values, pa.binary())])


def _arrays(texts: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """``[a, b]``: neither quotes nor escapes, null is a word like any other."""
    rows = [None if text is None else _elements(text, "[]", name) for text in texts.to_pylist()]
    read = _reader(element for row in rows if row is not None for element in row)
    return _array([None if row is None else [read(e) for e in row] for row in rows], pa.list_)


def _maps(texts: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    """``{key=value, key=value}``, the same way."""
    rows = [None if text is None else _entries(text, name) for text in texts.to_pylist()]
    read = _reader(value for row in rows if row is not None for _, value in row)
    return _array(
        [None if row is None else [(key, read(value)) for key, value in row] for row in rows],
        lambda values: pa.map_(pa.string(), values),
    )


def _rows(texts: pa.ChunkedArray, name: str) -> pa.ChunkedArray:
    raise NotTellable(f"Column {name} is a row; {ASK_FOR_JSON.format(name=name)}")


def _elements(text: str, brackets: str, name: str) -> list[str]:
    inner = text[1:-1]
    if text[:1] + text[-1:] != brackets or re.search(r"[\[\]{}]", inner):
        raise NotTellable(
            f"Column {name}: {text!r} can be read in more than one way; "
            f"{ASK_FOR_JSON.format(name=name)}"
        )
    return inner.split(", ") if inner else []


def _entries(text: str, name: str) -> list[tuple[str, str]]:
    entries = [element.split("=") for element in _elements(text, "{}", name)]
    if any(len(entry) != 2 for entry in entries):
        raise NotTellable(
            f"Column {name}: {text!r} can be read in more than one way; "
            f"{ASK_FOR_JSON.format(name=name)}"
        )
    return [(key, value) for key, value in entries]


def _reader(texts: Iterable[str]) -> Callable[[str], Any]:
    """What the elements of a column are: the answer says no more than that it is an array."""
    words = {text for text in texts if text != "null"}
    for pattern, read in _ELEMENTS:
        if words and all(pattern.fullmatch(word) for word in words):
            return lambda text: None if text == "null" else read(text)
    return lambda text: None if text == "null" else text


_ELEMENTS: list[tuple[re.Pattern[str], Callable[[str], Any]]] = [
    (re.compile(r"[+-]?\d+"), int),
    (re.compile(r"[+-]?(\d+(\.\d+)?(E[+-]?\d+)?|Infinity)|NaN"), float),
    (re.compile(r"true|false"), lambda text: text == "true"),
]


def _array(rows: list[Any], type_of: Callable[[pa.DataType], pa.DataType]) -> pa.ChunkedArray:
    values = [
        value[1] if isinstance(value, tuple) else value
        for row in rows
        if row is not None
        for value in row
    ]
    elements = pa.array(values).type
    return pa.chunked_array(
        [pa.array(rows, type_of(pa.string() if pa.types.is_null(elements) else elements))]
    )


_PARSERS: dict[str, Callable[[pa.ChunkedArray, str], pa.ChunkedArray]] = {
    **dict.fromkeys(INTEGERS, _to(pa.int64())),
    # Both say 0.1 of the real number next to it.
    **dict.fromkeys(("float", "real"), _to(pa.float32())),
    "double": _to(pa.float64()),
    "boolean": _to(pa.bool_()),
    "timestamp": _instants,
    "timestamp with time zone": _zoned_instants,
    "date": _to(pa.date32()),
    "varbinary": _bytes,
    "array": _arrays,
    "map": _maps,
    "row": _rows,
}
