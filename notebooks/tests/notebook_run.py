"""Runs a notebook in this process: its code cells, one after the other, in one namespace.

Quicker than a kernel, and a warning is an error here as anywhere in the tests. What a notebook
would show is made, as far as it can fail: frames as HTML, pictures drawn.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.category import StrCategoryLocator
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator

_NUMBER = re.compile(r"[-\u2212+]?\$?\\?[\d.,:/ -]*\d[\d.,:/ -]*\D{0,4}")


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())["cells"]
    return found


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def run(path: Path) -> list[str]:
    """Executes it, and says which axes of its pictures have no label.

    Raises:
        Exception: whatever a cell raises or warns of, with the cell in its notes.
    """
    namespace: dict[str, Any] = {"__name__": "__main__", "display": _show}
    bare: list[str] = []
    with _pictures_drawn(bare):
        for number, cell in enumerate(cells(path), 1):
            if cell["cell_type"] != "code":
                continue
            try:
                _execute(source(cell), f"{path.name}, cell {number}", namespace)
                plt.show()
            except Exception as error:
                error.add_note(f"{path.name}, cell {number}:\n{source(cell)}")
                raise
    return bare


def _execute(code: str, name: str, namespace: dict[str, Any]) -> None:
    tree = ast.parse(code, name)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    exec(compile(tree, name, "exec"), namespace)
    if isinstance(last, ast.Expr):
        _show(eval(compile(ast.Expression(last.value), name, "eval"), namespace))


def _show(*values: object) -> None:
    for value in values:
        html = getattr(value, "_repr_html_", None)
        repr(value) if html is None else html()


@contextmanager
def _pictures_drawn(bare: list[str]) -> Iterator[None]:
    """Shows pictures as a notebook does: draws those there are, and forgets them."""

    def show(*_: object, **__: object) -> None:
        for number in plt.get_fignums():
            figure = plt.figure(number)
            figure.savefig(io.BytesIO(), format="png")
            bare.extend(_bare_axes(figure))
            plt.close(figure)

    with pytest.MonkeyPatch.context() as patch:
        plt.switch_backend("agg")
        patch.setattr(plt, "show", show)
        try:
            yield
        finally:
            plt.close("all")


def _bare_axes(figure: Figure) -> Iterator[str]:
    """Axes that show numbers or times and do not say of what."""
    for axes in figure.axes:
        for axis, of_figure in ((axes.xaxis, figure.get_supxlabel()), (axes.yaxis, "")):
            of_figure = of_figure or (figure.get_supylabel() if axis is axes.yaxis else "")
            if _shows_values(axes, axis) and not (axis.get_label_text() or of_figure):
                yield f"{axis.axis_name} of {axes.get_title() or axes.get_label() or 'a picture'!r}"


def _shows_values(axes: Axes, axis: Axis) -> bool:
    if not (axes.axison and axes.get_visible() and axis.get_visible()):
        return False
    texts = [
        label.get_text()
        for label in axis.get_ticklabels()
        if label.get_visible() and label.get_text()
    ]
    named = isinstance(axis.get_major_locator(), (FixedLocator, StrCategoryLocator)) and not all(
        _NUMBER.fullmatch(text) for text in texts
    )
    return bool(texts) and not named
