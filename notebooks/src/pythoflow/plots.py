"""One look for all pictures: readable without colour, with units, in the farm's time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle
from math import ceil
from zoneinfo import ZoneInfo

import matplotlib as mpl
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from cycler import cycler
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from matplotlib.figure import Figure
from matplotlib.patches import Patch

WIDTH = 10.0
"""Inches; as wide as a page of HTML shows without scaling."""

BLUE = "#0072B2"
VERMILLION = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
ORANGE = "#E69F00"
SKY = "#56B4E9"
BLACK = "#000000"
GREY = "#6B6B6B"
PALE = "#E4E4E4"
"""Ground of what is missing."""

_COLOURS = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK)
_LINES: tuple[str | tuple[int, tuple[int, ...]], ...] = ("-", (0, (5, 2)), (0, (1, 1)), "-.")
_HATCHES = ("", "///", "...", "xxx", "|||", "ooo", "---", "+++")
_MARKERS = ("o", "s", "^", "D", "v", "P", "X", "<", ">")

_UNITS = {
    "%VWC": "% by volume",
    "%rel": "% of dry to wet",
    "%RH": "%",
    "Cel": "°C",
    "W/m2": "W/m²",
    "adc": "counts",
    "deg": "°",
    "1": "",
}


def use_style() -> None:
    """Gives every picture of this process fonts, sizes and lines of the house."""
    mpl.rcParams.update(
        {
            "figure.figsize": (WIDTH, 4.0),
            "figure.dpi": 110,
            "figure.constrained_layout.use": True,
            "font.size": 10,
            "axes.titlesize": 11,
            "axes.titleweight": "bold",
            "axes.titlelocation": "left",
            "axes.labelsize": 10,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.grid": True,
            "axes.axisbelow": True,
            "axes.prop_cycle": cycler(color=_COLOURS),
            "grid.color": "#DDDDDD",
            "grid.linewidth": 0.6,
            "lines.linewidth": 1.5,
            "lines.markersize": 5,
            "legend.frameon": False,
            "legend.fontsize": 9,
            "xtick.labelsize": 9,
            "ytick.labelsize": 9,
            "image.cmap": "cividis",
            "hatch.linewidth": 0.6,
        }
    )


@dataclass(frozen=True)
class Look:
    """How one of several is drawn, so that it is known without its colour too."""

    color: str
    linestyle: str | tuple[int, tuple[int, ...]]
    marker: str
    hatch: str

    def line(self) -> dict[str, object]:
        """For ``Axes.plot`` of a line without markers."""
        return {"color": self.color, "linestyle": self.linestyle}

    def area(self) -> dict[str, object]:
        """For ``Axes.bar`` and other surfaces."""
        return {"facecolor": self.color, "edgecolor": "white", "hatch": self.hatch}

    def points(self) -> dict[str, object]:
        """For ``Axes.plot`` of markers without a line."""
        return {"color": self.color, "linestyle": "none", "marker": self.marker}


def looks(names: Iterable[str]) -> dict[str, Look]:
    """A look for each name; colours repeat sooner than their combinations with the rest."""
    styles = zip(cycle(_COLOURS), cycle(_LINES), cycle(_MARKERS), cycle(_HATCHES), strict=False)
    return {name: Look(*style) for name, style in zip(names, styles, strict=False)}


def with_unit(name: str, unit: str | None) -> str:
    """A label for an axis: ``soil_moisture`` and ``%VWC`` make Soil moisture (% by volume)."""
    words = name.replace("_", " ").replace("uv ", "UV ")
    label = words[:1].upper() + words[1:]
    shown = "" if unit is None or pd.isna(unit) else _UNITS.get(unit, unit)
    return f"{label} ({shown})" if shown else label


def duration(seconds: float) -> str:
    """A length of time for people: ``5400`` is 1.5 h."""
    for unit, length in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        if seconds >= length:
            return f"{seconds / length:.3g} {unit}"
    return f"{seconds * 1000:.3g} ms"


def panels(
    names: Sequence[str], *, columns: int = 1, height: float = 1.8, share_y: bool = True
) -> tuple[Figure, dict[str, Axes]]:
    """A panel for each name, titled with it, under one another on the same axes.

    Args:
        names: In the order of reading.
        columns: How many stand side by side.
        height: Of a panel, inches.
        share_y: All have the same scale, and can be compared.

    Returns:
        The figure and its panels by name.
    """
    rows = ceil(len(names) / columns)
    figure, grid = plt.subplots(
        rows,
        columns,
        figsize=(WIDTH, height * rows + 0.9),
        sharex=True,
        sharey=share_y,
        squeeze=False,
    )
    cells = list(grid.flat)
    for cell in cells[len(names) :]:
        cell.set_visible(False)
    # The lowest panel of each column names the times, also where the last row is not full.
    for cell in cells[max(0, len(names) - columns) : len(names)]:
        cell.tick_params(labelbottom=True)
    for cell, name in zip(cells, names, strict=False):
        cell.set_title(name)
    return figure, dict(zip(names, cells, strict=False))


def time_axis(
    axes: Axes, time_zone: ZoneInfo, since: pd.Timestamp, until: pd.Timestamp, *, named: bool = True
) -> None:
    """The x axis shows a time in the farm's zone, and says which.

    Args:
        axes: With times of UTC drawn on x.
        time_zone: The farm's.
        since: Left end.
        until: Right end.
        named: Whether the axis has a label; in a stack of panels the lowest has.
    """
    locator = mdates.AutoDateLocator(tz=time_zone, minticks=4, maxticks=10)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(mdates.ConciseDateFormatter(locator, tz=time_zone))
    axes.set_xlim(number(since), number(until))
    if named:
        axes.set_xlabel(f"Time ({time_zone.key})")


def day_axis(axes: Axes, days: pd.DatetimeIndex, time_zone: ZoneInfo) -> None:
    """The x axis shows days of the farm, drawn at their dates, with room for a bar at each end."""
    axes.xaxis.set_major_locator(mdates.DayLocator(interval=ceil(len(days) / 6)))
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%b %d"))
    first, last = mdates.date2num(days[0]), mdates.date2num(days[-1])
    axes.set_xlim(first - 0.5, last + 0.5)
    years = " to ".join(dict.fromkeys(f"{day:%Y}" for day in (days[0], days[-1])))
    axes.set_xlabel(f"Day of {years} ({time_zone.key})")


def number(moment: pd.Timestamp) -> float:
    """A moment as axes of time count it."""
    return float(mdates.date2num(moment.to_pydatetime()))


def numbers(moments: pd.Series[pd.Timestamp] | pd.DatetimeIndex) -> np.ndarray:
    """Moments of UTC, or days without a zone, as axes of time count them."""
    index = pd.DatetimeIndex(moments)
    naive = index if index.tz is None else index.tz_convert("UTC").tz_localize(None)
    return np.asarray(mdates.date2num(naive.to_numpy()))


def broken(
    at: pd.Series[pd.Timestamp], values: pd.Series[float], longest: pd.Timedelta
) -> tuple[np.ndarray, np.ndarray]:
    """A line that breaks where nothing was measured, instead of bridging it.

    Args:
        at: When was measured, UTC, ascending.
        values: What was measured.
        longest: The longest time between two values that still belong together.

    Returns:
        Positions and values for ``Axes.plot``, with NaN in each gap.
    """
    positions = numbers(at)
    gaps = np.flatnonzero(np.diff(positions) > longest.total_seconds() / 86400) + 1
    return np.insert(positions, gaps, np.nan), np.insert(values.to_numpy(float), gaps, np.nan)


def legend_above(figure: Figure, *, columns: int = 6) -> None:
    """One legend for all panels of a figure, above them, where no data lie."""
    entries: dict[str, Artist] = {}
    for axes in figure.axes:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            entries.setdefault(label, handle)
    if entries:
        figure.legend(
            list(entries.values()), list(entries), loc="outside upper left", ncols=columns
        )


def heat_map(
    axes: Axes,
    table: pd.DataFrame,
    step: pd.Timedelta,
    label: str,
    *,
    lowest: float = 0.0,
    highest: float = 1.0,
    missing: str = "nothing received",
) -> QuadMesh:
    """Rows by time: darkest is least, hatched is what is missing, which is not the same.

    Args:
        axes: To draw on.
        table: A row for each line of the picture, from above, and a column for each step, by its
            begin (UTC), or for each day; NaN where nothing is known.
        step: Length of a step.
        label: What the colours mean, with unit.
        lowest: The value of the darkest colour.
        highest: The value of the brightest colour.
        missing: What a hatched cell means.

    Returns:
        What was drawn.
    """
    begins = numbers(pd.DatetimeIndex(table.columns))
    length = step.total_seconds() / 86400
    edges = np.append(begins, begins[-1] + length)
    if pd.DatetimeIndex(table.columns).tz is None:
        # Days lie around their dates, as bars do.
        edges -= length / 2
    axes.set_facecolor(PALE)
    axes.grid(visible=False)
    axes.patch.set(hatch="////", edgecolor="#9A9A9A")
    drawn = axes.pcolormesh(
        edges,
        np.arange(len(table) + 1),
        np.ma.masked_invalid(table.to_numpy(float)),
        cmap="cividis",
        vmin=lowest,
        vmax=highest,
        shading="flat",
        rasterized=True,
    )
    axes.set_yticks(np.arange(len(table)) + 0.5, [str(name) for name in table.index])
    axes.set_ylim(len(table), 0)
    axes.tick_params(axis="y", length=0)
    extend = "min" if lowest > 0 else "neither"
    axes.figure.colorbar(drawn, ax=axes, label=label, pad=0.01, aspect=30, extend=extend)
    axes.legend(
        handles=[Patch(facecolor=PALE, edgecolor="#9A9A9A", hatch="////", label=missing)],
        loc="lower right",
        bbox_to_anchor=(1.0, 1.0),
        borderaxespad=0.2,
    )
    return drawn


def runs(
    axes: Axes, began: pd.Series[pd.Timestamp], ended: pd.Series[pd.Timestamp], label: str
) -> None:
    """Upright bands, each with a wedge at its foot: times of flowing water, however short.

    Args:
        axes: With times of UTC on x.
        began: When water began to flow, UTC.
        ended: When it stopped, UTC.
        label: For the legend.
    """
    for begin, end in zip(began, ended, strict=True):
        axes.axvspan(number(begin), number(end), color=SKY, alpha=0.5, linewidth=0.8, zorder=0.5)
    if len(began):
        axes.plot(
            numbers(began),
            np.zeros(len(began)),
            transform=axes.get_xaxis_transform(),
            color=BLUE,
            linestyle="none",
            marker="^",
            markersize=6,
            clip_on=False,
            label=label,
        )
