"""Whether a query means the same to Athena and to DuckDB, found without either.

``check`` refuses what one of them would not take, and what both take and understand differently,
as far as the text and the tables' schema say. It knows the words below, each of them tried on both
(test_dialect.py on DuckDB); a query with another word is refused until that is tried too.
"""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

import duckdb
import sqlglot
from small_lake import DATABASE, DEFINITIONS
from sqlglot import exp
from sqlglot.dialects.athena import Athena
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.dialects.trino import Trino
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.parsers.duckdb import DuckDBParser
from sqlglot.parsers.trino import TrinoParser
from sqlglot.tokenizer_core import Token, TokenType

from pythoflow import dialect

WORDS = frozenset(
    """
    abs any_value approx_percentile arbitrary array_agg at_timezone avg bool_and bool_or
    cardinality ceil ceiling coalesce contains corr count count_if covar_pop covar_samp
    cume_dist date_diff date_trunc day day_of_week day_of_year degrees dense_rank element_at exp
    first_value floor from_unixtime from_utf8 greatest hour if json_format lag last_value lead
    least length ln log10 lower lpad ltrim map map_agg map_keys map_values max max_by min min_by
    minute mod month nth_value ntile nullif percent_rank pi pow power radians rank regexp_like
    regr_intercept regr_slope replace reverse round row_number rpad rtrim second sequence
    split_part sqrt starts_with stddev stddev_pop stddev_samp strpos substr sum to_unixtime trim
    try upper var_pop var_samp variance week with_timezone year
    """.split()
)
"""Functions that both have, and that mean the same in both."""

_RESERVED = frozenset(
    """
    alter and as between by case cast constraint create cross cube current_date current_time
    current_timestamp deallocate delete describe distinct drop else end escape except execute
    exists extract false for from full group grouping having in inner insert intersect into is
    join left like listagg localtime localtimestamp natural normalize not null on or order outer
    prepare recursive right rollup select skip table then trim true uescape union unnest using
    values when where with
    """.split()
)
"""Athena takes these as names in quotes alone."""


class NotTheSame(Exception):  # noqa: N818 - a finding
    """What is wrong with a query, and how to write it."""


def check(sql: str) -> None:
    """Refuses a query that the engines would not answer alike.

    Raises:
        NotTheSame: with the reason.
    """
    try:
        athena, duck = (
            [tree for tree in sqlglot.parse(sql, read=engine) if tree is not None]
            for engine in (Athena, _Duck)
        )
    except SqlglotError as error:
        raise NotTheSame(f"No SQL: {error}") from error
    if len(athena) != 1 or not isinstance(athena[0], exp.Query):
        raise NotTheSame("Ask one SELECT")
    _check_spelling(sql, athena[0])
    _check_words(sql)
    if _normal(athena[0]) != _normal(duck[0]):
        raise NotTheSame(
            "The engines read it differently:\n"
            f"{_normal(athena[0]).sql('athena', pretty=True)}\n"
            f"{_normal(duck[0]).sql('athena', pretty=True)}"
        )
    _check_meaning(athena[0])


class _DuckParser(DuckDBParser):
    """Of DuckDB, which is known to mean Athena's words as Athena does."""

    FUNCTIONS: ClassVar = DuckDBParser.FUNCTIONS | {
        word.upper(): TrinoParser.FUNCTIONS[word.upper()]
        for word in WORDS
        if word.upper() in TrinoParser.FUNCTIONS
    }


class _Duck(DuckDB):
    Parser = _DuckParser


class _NamingParser(TrinoParser):
    """Leaves functions their names."""

    FUNCTIONS: ClassVar = {}
    FUNCTION_PARSERS: ClassVar = {
        name: parser
        for name, parser in TrinoParser.FUNCTION_PARSERS.items()
        if name in ("CAST", "TRY_CAST", "EXTRACT")
    }


class _Naming(Trino):
    Parser = _NamingParser


def _check_words(sql: str) -> None:
    for function in sqlglot.parse_one(sql, read=_Naming).find_all(exp.Anonymous):
        if function.name.lower() not in WORDS:
            raise NotTheSame(f"{function.name} was not tried on both engines")


def _check_spelling(sql: str, tree: exp.Expr) -> None:
    before: Token | None = None
    for token in Athena().tokenize(sql):
        _check_token(before, token)
        before = token
    for node in tree.walk():
        _check_node(node)


def _check_token(before: Token | None, token: Token) -> None:
    """What sqlglot lets pass, whatever the dialect."""
    type_ = token.token_type
    wrong = (
        type_ in (TokenType.DCOLON, TokenType.L_BRACE, TokenType.SIMILAR_TO)
        or (type_ == TokenType.COLON)
        or token.text == "=="
        or (type_ == TokenType.FROM and (before is None or before.token_type == TokenType.COMMA))
        or (
            type_ == TokenType.NUMBER
            and before is not None
            and before.token_type == TokenType.INTERVAL
        )
        or (
            type_ == TokenType.L_BRACKET
            and (before is None or before.token_type != TokenType.ARRAY)
        )
    )
    if wrong:
        said = f"{before.text if before else ''} {token.text}".strip()
        raise NotTheSame(
            f"Not written alike in both, in line {token.line}: {said} (CAST for ::, ARRAY[…] for "
            "[…], element_at for map[key], INTERVAL '1' HOUR)"
        )


def _check_node(node: exp.Expr) -> None:
    if isinstance(node, exp.Identifier) and not node.quoted and node.name.lower() in _RESERVED:
        raise NotTheSame(f"{node.name} is a word of Athena's: put it in quotes, or rename it")
    if isinstance(node, (exp.Lambda, exp.Offset, exp.Qualify, exp.ILike, exp.IgnoreNulls)):
        raise NotTheSame(f"Not written alike in both: {node.sql('athena')}")
    if isinstance(node, exp.Distinct) and node.args.get("on"):
        raise NotTheSame("Athena has no DISTINCT ON")
    if isinstance(node, exp.Star) and (node.args.get("except_") or node.args.get("replace")):
        raise NotTheSame("Athena has no * EXCLUDE")
    if isinstance(node, exp.Group) and node.args.get("all"):
        raise NotTheSame("Athena has no GROUP BY ALL")
    if isinstance(node, exp.Join) and node.method:
        raise NotTheSame(f"Athena has no {node.method} JOIN")
    if isinstance(node, exp.Select):
        for selected in node.selects:
            if not isinstance(selected, (exp.Alias, exp.Column, exp.Star)):
                raise NotTheSame(f"Give it a name: {selected.sql('athena')}")
    _check_decimal(node)
    _check_zone(node)


def _is_text(node: Any) -> bool:
    return isinstance(node, exp.Literal) and node.is_string


def _check_decimal(node: exp.Expr) -> None:
    """1 / 3.0 is 0.3 to Athena, which divides and averages decimals in their digits."""
    if not isinstance(node, (exp.Div, exp.Avg)):
        return
    for literal in node.find_all(exp.Literal):
        if literal.is_number and "." in literal.name and "e" not in literal.name.lower():
            raise NotTheSame(
                f"Athena reckons in the digits of {literal.name}: write {literal.name}e0 "
                f"in {node.sql()}"
            )


def _check_zone(node: exp.Expr) -> None:
    """at_timezone gives Athena an instant, and DuckDB the time that it is cast to."""
    if isinstance(node, exp.Anonymous) and node.name.lower() == "at_timezone":
        cast = node.parent
        if not (isinstance(cast, exp.Cast) and cast.to.is_type("timestamp", "date")):
            raise NotTheSame(f"Cast it to timestamp or date, or use local_time(): {node.sql()}")


_TYPES = {
    exp.DType.TEXT: exp.DType.VARCHAR,
    exp.DType.TIMESTAMPNTZ: exp.DType.TIMESTAMP,
}


def _normal(tree: exp.Expr) -> exp.Expr:
    """Without the marks that parsers leave of what a local lake levels: see ``dialect``."""
    tree = tree.copy()
    for node in tree.walk():
        if isinstance(node, exp.Div):
            # DuckDB divides integers as Athena does: SET integer_division.
            node.set("typed", True)
        if isinstance(node, exp.DPipe):
            # Of texts alone: see _check_meaning.
            node.set("safe", None)
        if isinstance(node, (exp.Greatest, exp.Least)):
            node.set("ignore_nulls", None)
        if isinstance(node, exp.Cast):
            # Marks of the parser, and digits of a second that are only of a literal.
            node.to.replace(exp.DataType.build(_TYPES.get(node.to.this, node.to.this)))
            node.type = None
    return tree


def _check_meaning(tree: exp.Expr) -> None:
    """Columns as Athena finds them, and types that it does not convert by itself."""
    try:
        resolved = qualify(
            tree.copy(),
            dialect="athena",
            db=DATABASE,
            schema=_schema(),
            # DuckDB knows aliases of columns in WHERE, GROUP BY and beside them; Athena does not.
            expand_alias_refs=False,
            quote_identifiers=False,
        )
    except SqlglotError as error:
        raise NotTheSame(f"Athena does not find it: {error}") from error
    for having in resolved.find_all(exp.Having):
        for column in having.find_all(exp.Column):
            if not column.table and not column.find_ancestor(exp.AggFunc):
                raise NotTheSame(f"Athena does not know {column.name} in {having.sql('athena')}")
    for node in annotate_types(resolved, schema=_schema(), dialect="athena").walk():
        if isinstance(node, (exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE)):
            _check_types(node, [node.left, node.right])
        elif isinstance(node, exp.Between):
            _check_types(node, [node.this, node.args["low"], node.args["high"]])
        elif isinstance(node, exp.In):
            query = node.args.get("query")
            _check_types(node, [node.this, *(query.this.selects if query else node.expressions)])
        elif isinstance(node, exp.DPipe):
            _check_types(node, [node.left, node.right, exp.Literal.string("")])
        elif isinstance(node, exp.Cast):
            _check_cast(node)
        elif isinstance(node, (exp.Add, exp.Sub)):
            _check_interval(node)
        elif isinstance(node, (exp.TimestampTrunc, exp.DateTrunc, exp.GenerateSeries)):
            if any(_is(argument, "date") for argument in node.iter_expressions()):
                raise NotTheSame(f"DuckDB makes a time of a day: {node.sql('athena')}")
        elif isinstance(node, (exp.Filter, exp.Window)) and _word(node.this) in dialect.MACROS:
            raise NotTheSame(f"DuckDB has no FILTER or OVER here: {node.sql('athena')}")
        elif _word(node).startswith(("corr", "covar_", "regr_")) and any(
            _is(argument, "bigint", "int") for argument in node.iter_expressions()
        ):
            raise NotTheSame(f"Athena takes integers for reals here: {node.sql('athena')}")


def _check_cast(node: exp.Cast) -> None:
    """DuckDB rounds halves to even; and the engines write numbers and times differently."""
    from_, to = node.this, node.to
    exact = isinstance(from_, (exp.Floor, exp.Ceil, exp.Round))
    if to.is_type("array"):
        raise NotTheSame(f"DuckDB writes the type differently: {node.sql('athena')}")
    integer = to.is_type(*exp.DataType.INTEGER_TYPES)
    if integer and not exact and _is(from_, "double", "float", "decimal"):
        raise NotTheSame(f"The engines round differently, use round: {node.sql('athena')}")
    if to.is_type(*exp.DataType.TEXT_TYPES) and _is(from_, "double", "float", "timestamp"):
        raise NotTheSame(f"The engines write it differently: {node.sql('athena')}")


def _check_interval(node: exp.Binary) -> None:
    sides = (node.left, node.right)
    if any(isinstance(side, exp.Interval) for side in sides):
        if any(_is(side, "date") for side in sides) and not isinstance(node.parent, exp.Cast):
            raise NotTheSame(f"DuckDB makes a time of a day, cast it: {node.sql('athena')}")
    elif all(_kind(side) == "time" for side in sides):
        raise NotTheSame(f"Use date_diff: {node.sql('athena')}")


def _word(node: exp.Expr) -> str:
    return node.sql("athena").partition("(")[0].lower()


def _is(node: exp.Expr, *types: str) -> bool:
    return node.type is not None and node.type.is_type(*types)


def _check_types(node: exp.Expr, sides: list[exp.Expr]) -> None:
    kinds = {kind for side in sides if (kind := _kind(side)) is not None}
    if len(kinds) > 1:
        raise NotTheSame(
            f"Athena does not compare {' with '.join(sorted(kinds))}: {node.sql('athena')}"
        )


def _kind(node: exp.Expr) -> str | None:
    type_ = node.type
    if type_ is None or isinstance(node, exp.Null):
        return None
    if type_.is_type(*exp.DataType.TEXT_TYPES):
        return "text"
    if type_.is_type(*exp.DataType.NUMERIC_TYPES):
        return "number"
    if type_.is_type(*exp.DataType.TEMPORAL_TYPES):
        return "time"
    return "truth" if type_.is_type("boolean") else None


@cache
def _schema() -> dict[str, object]:
    tables: dict[str, dict[str, str]] = {}
    with duckdb.connect() as connection:
        for table in DEFINITIONS["tables"].values():
            connection.execute(table["without_rows"])
        connection.execute(DEFINITIONS["views"])
        for table, column, type_ in connection.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'main' ORDER BY table_name, ordinal_position"
        ).fetchall():
            tables.setdefault(table, {})[column] = exp.DataType.build(type_, dialect="duckdb").sql(
                "athena"
            )
    columns = dict.fromkeys(
        ("table_catalog", "table_schema", "table_name", "column_name", "data_type"), "VARCHAR"
    )
    described = {"columns": columns | {"ordinal_position": "BIGINT"}, "tables": dict(columns)}
    return {DATABASE: tables, "information_schema": described}
