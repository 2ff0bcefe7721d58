"""A table of the merchant's (CSV): its lines by column, and what is wrong with the file itself.

The rule kept here: the first line names the columns, and each fault names its line, its column and the mend. What the
cells mean is for those who know the columns.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from connector.core.foreseen import Faulty
from connector.document import Fault, InvalidDocument
from connector.validation import nearest

_FORMAT = "a file is UTF-8 text whose columns are parted by commas or semicolons, the first line naming them"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the first line may name, what it must, and of which it must name one at least."""

    known: tuple[str, ...]
    needed: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()


class BadRows(Faulty, InvalidDocument):
    """The file cannot be imported, and nothing was."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, by column; what it leaves out is empty."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read. `batch` is the same for the same content, however its line ends are written."""

    file: str
    batch: str
    lines: tuple[Line, ...]
    faults: tuple[Fault, ...]

    def cells(self, column: str) -> set[str]:
        """Everything a column says."""
        return {line.cells[column] for line in self.lines}


def read_sheet(file: str, content: bytes, of: Columns) -> Sheet:
    """Take a file of these columns apart. Raises BadRows where its lines cannot be told at all."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise BadRows([Fault(file, line, (), "not UTF-8", f"save it as CSV UTF-8; {_FORMAT}")]) from None
    if "\0" in text:
        raise BadRows([Fault(file, text.count("\n", 0, text.index("\0")) + 1, (), "not text", _FORMAT)])
    batch = hashlib.sha256("\n".join(text.splitlines()).encode()).hexdigest()[:12]
    numbered = list(_rows(file, text))
    if not numbered:
        raise BadRows([Fault(file, None, (), "the file is empty", _FORMAT)])
    (first, titles), *body = numbered
    columns = [title.strip().lower() for title in titles]
    faults = list(_header_faults(file, first, columns, of))
    if faults:
        raise BadRows(faults)
    if not body:
        raise BadRows([Fault(file, None, (), "there is no line below the names of the columns")])
    lines = []
    for number, cells in body:
        if len(cells) > len(columns):
            said = f"{len(cells)} cells where there are {len(columns)} columns"
            faults.append(Fault(file, number, (), said, "put text that holds the separator in double quotes"))
            continue
        filled = [cell.strip() for cell in cells] + [""] * (len(columns) - len(cells))
        lines.append(Line(number, dict.fromkeys(of.known, "") | dict(zip(columns, filled, strict=True))))
    return Sheet(file, batch, tuple(lines), tuple(faults))


def _rows(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Every row that is not blank, with the number of its first line."""
    head = text.lstrip().partition("\n")[0]
    separator = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in rows:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = rows.line_num + 1
    except csv.Error as error:
        raise BadRows([Fault(file, begins, (), f"not CSV: {error}", _FORMAT)]) from None


def _header_faults(file: str, line: int, columns: Sequence[str], of: Columns) -> Iterator[Fault]:
    for number, column in enumerate(columns):
        if column not in of.known:
            yield Fault(file, line, (), f"unknown column {column!r}", nearest(column, of.known))
        elif column in columns[:number]:
            yield Fault(file, line, (column,), "the column is there twice", "leave one of them out")
    for column in of.needed:
        if column not in columns:
            yield Fault(file, line, (column,), "the column is missing", _FORMAT)
    for some in of.one_of:
        if not set(some) & set(columns):
            yield Fault(file, line, (), f"none of the columns {', '.join(some)} is there", _FORMAT)


class Judging:
    """One line under judgement; what is wrong with it is gathered."""

    def __init__(self, file: str, line: Line) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._line = line

    def wrong(self, column: str, message: str, hint: str) -> None:
        self.faults.append(Fault(self._file, self._line.number, (column,), message, hint))

    def whole(self, column: str, least: int, most: int, below: str) -> int | None:
        """The column as a number of points; `below` is the mend where it is less than `least`. None if it is none."""
        text = self._line.cells[column]
        if not re.fullmatch(r"[-+]?[0-9]+", text):
            self.wrong(column, f"{text!r} is not a whole number", "write digits alone, for example 1200")
        elif text.startswith("-") or (least and not text.strip("+0")):
            self.wrong(column, f"{text} is less than {least}", below)
        elif len(text.lstrip("+0")) > len(str(most)) or int(text) > most:
            self.wrong(column, "too many points", f"at most {most} can be given")
        else:
            return int(text)
        return None
