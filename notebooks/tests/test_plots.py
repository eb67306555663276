from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from zoneinfo import ZoneInfo

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

mpl.use("agg")

import matplotlib.dates as mdates
import matplotlib.pyplot as plt
from matplotlib.colors import to_rgb

from pythoflow import plots

FARM = ZoneInfo("America/Sao_Paulo")
NOON = pd.Timestamp("2026-06-01 15:00", tz="UTC")
HOUR = pd.Timedelta(hours=1)


@pytest.fixture(autouse=True)
def _style() -> Iterator[None]:
    with mpl.rc_context():
        plots.use_style()
        yield
    plt.close("all")


def hours(count: int) -> pd.DatetimeIndex:
    return pd.date_range(NOON, periods=count, freq="h")


def test_neighbours_differ_in_more_than_colour() -> None:
    looks = list(plots.looks(f"zone {number}" for number in range(40)).values())
    for one, next_one in pairwise(looks):
        assert one.linestyle != next_one.linestyle
        assert one.marker != next_one.marker
        assert one.hatch != next_one.hatch
    assert len({(look.color, look.marker) for look in looks}) == 40


def test_two_colours_of_the_style_differ_in_lightness_where_they_meet() -> None:
    def lightness(color: str) -> float:
        return float(np.dot(to_rgb(color), (0.2126, 0.7152, 0.0722)))

    assert abs(lightness(plots.BLUE) - lightness(plots.ORANGE)) > 0.2
    assert abs(lightness(plots.BLUE) - lightness(plots.SKY)) > 0.2


@pytest.mark.parametrize(
    ("name", "unit", "label"),
    [
        ("soil_moisture", "%VWC", "Soil moisture (% by volume)"),
        ("uv_intensity", "1", "UV intensity"),
        ("leaf_wetness", "kΩ", "Leaf wetness (kΩ)"),
        ("rain", None, "Rain"),
    ],
)
def test_a_label_has_the_unit_as_people_write_it(name: str, unit: str | None, label: str) -> None:
    assert plots.with_unit(name, unit) == label


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.0, "0 ms"), (0.25, "250 ms"), (59.0, "59 s"), (5400.0, "1.5 h"), (172800.0, "2 d")],
)
def test_a_duration_has_the_unit_that_fits(seconds: float, words: str) -> None:
    assert plots.duration(seconds) == words


def test_a_line_breaks_in_a_gap_and_nowhere_else() -> None:
    at = pd.Series([*hours(3), NOON + 9 * HOUR, NOON + 10 * HOUR])
    positions, values = plots.broken(at, pd.Series([1.0, 2.0, 3.0, 4.0, 5.0]), 2 * HOUR)
    np.testing.assert_array_equal(values, [1, 2, 3, np.nan, 4, 5])
    assert np.isnan(positions[3])
    assert positions[0] == plots.number(NOON)


def test_the_time_axis_speaks_the_farms_time_and_says_so() -> None:
    figure, axes = plt.subplots()
    axes.plot(plots.numbers(hours(24)), range(24))
    plots.time_axis(axes, FARM, NOON, NOON + 24 * HOUR)
    figure.canvas.draw()
    assert axes.get_xlabel() == "Time (America/Sao_Paulo)"
    ticks = mdates.num2date(axes.get_xticks(), tz=FARM)
    labels = [label.get_text() for label in axes.get_xticklabels()]
    midnight = next(tick for tick in ticks if tick.hour == 0)
    assert labels[ticks.index(midnight)] == "Jun-02"
    assert axes.get_xlim() == (plots.number(NOON), plots.number(NOON + 24 * HOUR))


def test_a_heat_map_tells_nothing_from_zero() -> None:
    figure, axes = plt.subplots()
    table = pd.DataFrame([[0.0, np.nan], [1.0, 0.5]], index=["a", "b"], columns=hours(2))
    drawn = plots.heat_map(axes, table, HOUR, "Received (%)")
    figure.canvas.draw()
    cells = drawn.get_array()
    assert cells is not None
    np.testing.assert_array_equal(np.ma.getmaskarray(cells), [[False, True], [False, False]])
    assert cells[0, 0] == 0
    assert [label.get_text() for label in axes.get_yticklabels()] == ["a", "b"]
    assert axes.get_ylim() == (2, 0)
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["nothing received"]


def test_cells_of_days_lie_around_their_dates_as_bars_do() -> None:
    days = pd.date_range("2026-06-01", periods=3, unit="s")
    _, axes = plt.subplots()
    drawn = plots.heat_map(
        axes, pd.DataFrame([[1.0, 1.0, 1.0]], columns=days), pd.Timedelta(days=1), "Share"
    )
    plots.day_axis(axes, days, FARM)
    left, right = axes.get_xlim()
    edges = np.asarray(drawn.get_coordinates(), float)[0, :, 0]
    assert (left, right) == (edges[0], edges[-1])
    assert left == mdates.date2num(days[0]) - 0.5
    assert axes.get_xlabel() == "Day of 2026 (America/Sao_Paulo)"


def test_a_single_day_is_named_by_its_date() -> None:
    figure, axes = plt.subplots()
    day = pd.date_range("2026-12-31", periods=1, unit="s")
    axes.bar(day, [1.0])
    plots.day_axis(axes, day, FARM)
    figure.canvas.draw()
    assert [label.get_text() for label in axes.get_xticklabels()] == ["Dec 31"]
    plots.day_axis(axes, pd.date_range("2026-12-31", periods=2, unit="s"), FARM)
    assert axes.get_xlabel() == "Day of 2026 to 2027 (America/Sao_Paulo)"


def test_runs_are_bands_with_a_wedge_each_and_one_entry_of_the_legend() -> None:
    _, axes = plt.subplots()
    began = pd.Series(hours(2))
    plots.runs(axes, began, began + pd.Timedelta(seconds=10), "irrigation")
    assert len(axes.patches) == 2
    (wedges,) = axes.lines
    np.testing.assert_array_equal(wedges.get_xdata(), plots.numbers(began))
    assert axes.get_legend_handles_labels()[1] == ["irrigation"]


def test_no_runs_leave_no_trace() -> None:
    _, axes = plt.subplots()
    none = pd.Series(hours(0))
    plots.runs(axes, none, none, "irrigation")
    assert axes.get_legend_handles_labels()[1] == []


def test_panels_are_titled_and_leave_no_empty_frame() -> None:
    figure, panels = plots.panels(["a", "b", "c"], columns=2)
    assert [axes.get_title(loc="left") for axes in panels.values()] == ["a", "b", "c"]
    assert [axes.get_visible() for axes in figure.axes] == [True, True, True, False]
    panels["a"].set_ylim(0, 7)
    assert panels["c"].get_ylim() == (0, 7)


def test_a_legend_names_what_all_panels_show_once() -> None:
    figure, panels = plots.panels(["a", "b"])
    for axes in panels.values():
        axes.plot([0, 1], [0, 1], label="moisture")
    panels["b"].axhline(1, label="low")
    plots.legend_above(figure)
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["moisture", "low"]
