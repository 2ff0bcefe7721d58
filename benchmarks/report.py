"""The table and the picture of a run.

The rule kept here: every line says by how much its aim was reached or missed; none is left out.
"""

from collections.abc import Sequence
from pathlib import Path

import pygal
from pygal.style import CleanStyle

from benchmarks.harness import Measured

RESULTS = Path(__file__).parent / "results"
REACHED, MISSED = "#2a7f62", "#b5473c"
HEAD = (
    "| what | figure | baseline | its figure | ratio (lowest to highest) | aim | reached |",
    "|---|--:|---|--:|--:|--:|---|",
)


def table(lines: Sequence[Measured]) -> str:
    return "\n".join([*HEAD, *(_row(one) for one in lines)])


def _row(one: Measured) -> str:
    spread = f"{_number(one.ratio)} ({_number(min(one.ratios))} to {_number(max(one.ratios))})"
    reached = {True: "yes", False: "**no**", None: ""}[one.reached]
    ours, theirs = f"{_number(one.ours)} {one.unit}", f"{_number(one.theirs)} {one.unit}"
    return f"| {one.what} | {ours} | {one.baseline} | {theirs} | {spread} | {one.aim or ''} | {reached} |"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def save(name: str, lines: Sequence[Measured], machine: str, took: str) -> Path:
    """Write the table and the picture; returns the table's file."""
    RESULTS.mkdir(exist_ok=True)
    told = RESULTS / f"{name}.md"
    told.write_text(f"# Measured speed ({name})\n\n{machine}. {took}.\n\n![Ratios]({name}.svg)\n\n{table(lines)}\n")
    aimed = [one for one in lines if one.aim]
    if aimed:
        (RESULTS / f"{name}.svg").write_bytes(picture(aimed))
    return told


def picture(lines: Sequence[Measured]) -> bytes:
    """How many times better than its aim each case is, on a logarithmic axis: 1 is the aim."""
    chart = pygal.HorizontalBar(
        title="How many times better than the aim (1 reaches it)",
        style=CleanStyle(label_font_size=11, value_font_size=10, title_font_size=14),
        show_legend=False,
        print_values=True,
        logarithmic=True,
        width=1100,
        height=120 + 44 * len(lines),
        value_formatter=lambda value: f"{value:.2f}",
        js=[],
    )
    chart.x_labels = [f"{one.what} ({one.aim})" for one in reversed(lines)]
    values = []
    for one in reversed(lines):
        assert one.aim
        values.append({"value": one.aim.margin(one.ratio), "color": REACHED if one.reached else MISSED})
    chart.add("", values)
    rendered: bytes = chart.render()
    return rendered
