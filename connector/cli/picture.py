"""The picture of a backtest: points by month under both programmes, as SVG that needs nothing from the net."""

import sys
from typing import TYPE_CHECKING, cast
from xml.etree.ElementTree import Element

import pygal
from pygal.style import CleanStyle

from connector.core.backtesting import Month

if TYPE_CHECKING:
    from connector.usecases.backtest import Backtest

# pygal leaves a finder of Python 3.3's kind behind, on which whoever walks sys.meta_path (pytest does) stumbles.
sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, pygal.PluginImportFixer)]

_COLOURS = ("#8fb4d9", "#1f5f99", "#e0b48a", "#b3611a", "#b9b9b9", "#6e6e6e")


def points_by_month(made: "Backtest") -> bytes:
    """Issued, redeemed and expired points, the programme before beside the one after."""
    names = sorted(made.before.months.keys() | made.after.months.keys())
    chart = pygal.Bar(
        style=CleanStyle(colors=_COLOURS, font_family="sans-serif", background="white", plot_background="white"),
        js=(),
        width=1100,
        height=500,
        title=f"{made.store}: points by month, {made.assumed.redeem} % redeemed",
        legend_at_bottom=True,
        legend_at_bottom_columns=2,
        x_label_rotation=45 if len(names) > 8 else 0,
        show_minor_y_labels=True,
        min_scale=4,
        value_formatter=lambda value: f"{value:,.0f}",
    )
    chart.add_xml_filter(_without_scripts)
    chart.x_labels = names
    for kind in ("issued", "redeemed", "expired"):
        for when, tried in (("before", made.before), ("after", made.after)):
            points = [getattr(tried.months.get(name, Month()), kind) for name in names]
            chart.add(f"{kind} {when} ({tried.programme})", points)
    return cast(bytes, chart.render())


def _without_scripts(root: Element) -> Element:
    for parent in list(root.iter()):
        for child in [one for one in parent if str(one.tag).endswith("script")]:
            parent.remove(child)
    return root
