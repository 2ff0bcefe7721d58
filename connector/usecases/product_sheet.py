"""A file of what products earn and cost in points (CSV, or rows that a system sent): what its lines say, and everything
that is wrong with them.

The rule kept here: all lines are judged before anything is kept, and each fault names its line, its column and the
mend. A cell that is empty says nothing; a line that says nothing takes away what an earlier file said.
"""

from collections.abc import Sequence
from datetime import datetime

from connector.core.product_terms import ALL, ProductRow, Scope, Selects
from connector.document import Fault
from connector.usecases.sheet import BadRows, Columns, Judging, Line, Sheet, read_sheet
from connector.validation import nearest

_NAMES = ("selector", "sku", "product", "category")
_FIGURES = ("points", "price_points", "buyable")
_COLUMNS = Columns((*_NAMES, *_FIGURES), one_of=(_NAMES, _FIGURES))
_MOST_POINTS = 1_000_000  # for one piece
_LONGEST_NAME = 120  # characters, as the table has it
_CATEGORY = "category:"
_NAMING = f"give a product's id or SKU, {_CATEGORY}SLUG, or *"
_ROWS = "rows"  # the file that a system sends
_WORDS = {"yes": True, "no": False, "": None}


def read(file: str, content: bytes) -> Sheet:
    """Take the file apart. Raises BadRows where its lines cannot be told at all."""
    return read_sheet(file, content, _COLUMNS)


def of_rows(told: Sequence[object]) -> Sheet:
    """The same from rows that a system sent: each maps columns to text, whole numbers, true or false, or null."""
    lines, faults = [], []
    for number, row in enumerate(told, start=1):
        if not isinstance(row, dict):
            faults.append(Fault(_ROWS, number, (), "not an object", 'write {"selector": "CUP-1", "points": 5}'))
            continue
        cells = dict.fromkeys(_COLUMNS.known, "")
        for column, value in row.items():
            text = _text(value)
            if column not in cells:
                faults.append(Fault(_ROWS, number, (), f"unknown column {column!r}", nearest(column, _COLUMNS.known)))
            elif text is None:
                faults.append(Fault(_ROWS, number, (column,), "not a text or a number", "or null, to say nothing"))
            else:
                cells[column] = text.strip()
        lines.append(Line(number, cells))
    return Sheet(_ROWS, "", tuple(lines), tuple(faults))


def _text(value: object) -> str | None:
    """As a cell says it; None where no cell could."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return str(value)
        case str() if "\0" not in value:
            return value
    return None


def judge(sheet: Sheet, from_at: datetime, number: int = 0) -> list[ProductRow]:
    """What the file says, for orders placed from then on. Raises BadRows with every fault there is."""
    faults = list(sheet.faults)
    rows = []
    first_lines: dict[Selects, int] = {}
    for line in sheet.lines:
        judging = _Judging(sheet.file, line)
        selects = judging.selects()
        points = judging.figure("points", 0)
        price, buyable = judging.figure("price_points", 1), judging.buyable()
        if selects is not None:
            if (first := first_lines.setdefault(selects, line.number)) != line.number:
                judging.wrong("selector", f"the same as in line {first}", "make one line of the two")
            rows.append(ProductRow(*selects, points, price, buyable, from_at, number, line.number))
        faults += judging.faults
    if faults:
        raise BadRows(faults)
    return rows


class _Judging(Judging):
    """One line of products under judgement."""

    def selects(self) -> Selects | None:
        said = {column: text for column in _NAMES if (text := self._line.cells[column])}
        if len(said) != 1:
            what = f"{', '.join(said)} at once" if said else "no product is named"
            self.wrong("selector", what, _NAMING)
            return None
        (column, text), *_ = said.items()
        if column == "selector" and text == ALL[1]:
            return ALL
        scope = Scope.CATEGORY if column == "category" else Scope.PRODUCT
        if column == "selector" and text.startswith(_CATEGORY):
            scope, text = Scope.CATEGORY, text.removeprefix(_CATEGORY).strip()
        if not text or len(text) > _LONGEST_NAME:
            self.wrong(column, f"longer than {_LONGEST_NAME} characters" if text else "no category is named", _NAMING)
            return None
        return scope, text

    def figure(self, column: str, least: int) -> int | None:
        if not self._line.cells[column]:
            return None
        return self.whole(column, least, _MOST_POINTS, "leave the cell empty to say nothing")

    def buyable(self) -> bool | None:
        text = self._line.cells["buyable"].lower()
        if text not in _WORDS:
            self.wrong("buyable", f"{text!r} is neither yes nor no", "write yes or no, or leave the cell empty")
        return _WORDS.get(text)
