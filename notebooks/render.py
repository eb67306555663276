"""Executes notebooks and writes each, with its outputs, as a page of HTML.

Fails, and says where, if a cell fails or warns. ``render.py FOLDER NOTEBOOK...``
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

AT_ONCE = 2
SECONDS_FOR_A_CELL = 600

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def main(arguments: list[str]) -> int:
    """Renders all, and gives the exit code."""
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    problems = asyncio.run(_render_all([Path(name) for name in arguments[1:]], folder))
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


async def _render_all(notebooks: list[Path], folder: Path) -> list[str]:
    room = asyncio.Semaphore(AT_ONCE)

    async def render(path: Path) -> list[str]:
        async with room:
            return await _render(path, folder)

    return [problem for found in await asyncio.gather(*map(render, notebooks)) for problem in found]


async def _render(path: Path, folder: Path) -> list[str]:
    began = time.monotonic()
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_FOR_A_CELL,
        kernel_name="python3",
        config=Config(KernelManager={"transport_encryption": "required"}),
        resources={"metadata": {"path": str(path.parent)}},
    )
    problems = []
    try:
        await client.async_execute()
    except CellExecutionError as error:
        problems.append(f"{path}: {_COLOURS.sub('', str(error))}")
    problems += [f"{path}: {warning}" for warning in _warnings(notebook)]
    page = folder / f"{path.stem}.html"
    page.write_text(_page(notebook), encoding="utf-8")
    print(f"{page}  {time.monotonic() - began:.0f} s", flush=True)
    return problems


def _warnings(notebook: NotebookNode) -> list[str]:
    return [
        output.text
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type == "stream" and output.name == "stderr"
    ]


def _page(notebook: NotebookNode) -> str:
    notebook.metadata.title = _title(notebook)
    body, _ = HTMLExporter().from_notebook_node(notebook)
    page = BeautifulSoup(body, "html.parser")
    pictures = page.select(".jp-OutputArea img")
    for picture, words in zip(pictures, _announcements(notebook), strict=True):
        picture["alt"] = words
    return str(page)


def _title(notebook: NotebookNode) -> str:
    first: str = notebook.cells[0].source.splitlines()[0]
    return first.lstrip("# ")


def _announcements(notebook: NotebookNode) -> list[str]:
    """For each picture the words before it, for readers who do not see it."""
    words = ""
    announcements = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            words = " ".join(cell.source.replace("#", "").split())
            continue
        announcements += [words for output in cell.outputs if "image/png" in output.get("data", {})]
    return announcements


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
