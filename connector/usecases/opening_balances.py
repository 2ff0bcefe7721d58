"""A file of opening balances (CSV): what its lines say, and everything that is wrong with them.

The rule kept here: all lines are judged before anything is given, and each fault names its line, its column and the
mend. Nothing here asks the database: what the books know of the members is handed in.
"""

import csv
import hashlib
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from connector.core.erasure import tells_who
from connector.core.expiry import end_of_date
from connector.document import Fault, InvalidDocument
from connector.validation import nearest

MOST_POINTS = 1_000_000_000
_COLUMNS = ("member", "points", "expires", "reason")
_NEEDED = ("member", "points")
_REASON = "opening balance"
_LONGEST_REASON = 200  # characters, as the table has it
_FORMAT = "a file is UTF-8 text whose columns are parted by commas or semicolons, the first line naming them"
_NAMING = "give a member's number, an e-mail address, or store:customer"


class BadRows(InvalidDocument):
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

    def names(self) -> set[str]:
        """Everything the column `member` says."""
        return {line.cells["member"] for line in self.lines}


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose points they will be. `member` None: this customer of this store becomes a member."""

    programme_id: int
    member_id: int | None
    store_id: int | None = None
    customer: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the books know: who is meant by each name, the stores there are, and the programmes' time zones."""

    holders: Mapping[str, Sequence[Holder]]
    stores: Collection[str]
    timezones: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Balance:
    """Points to be given. `expires` None: they live like points earned now."""

    line: int
    holder: Holder
    points: int
    expires: datetime | None
    reason: str


def read(file: str, content: bytes) -> Sheet:
    """Take the file apart. Raises BadRows where its lines cannot be told at all."""
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
    faults = list(_header_faults(file, first, columns))
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
        lines.append(Line(number, dict.fromkeys(_COLUMNS, "") | dict(zip(columns, filled, strict=True))))
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


def _header_faults(file: str, line: int, columns: Sequence[str]) -> Iterator[Fault]:
    for number, column in enumerate(columns):
        if column not in _COLUMNS:
            yield Fault(file, line, (), f"unknown column {column!r}", nearest(column, _COLUMNS))
        elif column in columns[:number]:
            yield Fault(file, line, (column,), "the column is there twice", "leave one of them out")
    for column in _NEEDED:
        if column not in columns:
            yield Fault(file, line, (column,), "the column is missing", _FORMAT)


def judge(sheet: Sheet, known: Known, now: datetime) -> list[Balance]:
    """What is to be given to whom. Raises BadRows with every fault there is."""
    faults = list(sheet.faults)
    balances = []
    first_lines: dict[Holder, int] = {}
    for line in sheet.lines:
        judging = _Judging(sheet.file, line, known, now)
        holder, points = judging.holder(), judging.points()
        expires, reason = judging.expires(holder), judging.reason()
        if holder is not None and (first := first_lines.setdefault(holder, line.number)) != line.number:
            judging.wrong("member", f"the same member as in line {first}", "make one line of the two")
        faults += judging.faults
        if holder is not None:
            balances.append(Balance(line.number, holder, points, expires, reason))
    if faults:
        raise BadRows(faults)
    return balances


class _Judging:
    """One line under judgement; what is wrong with it is gathered."""

    def __init__(self, file: str, line: Line, known: Known, now: datetime) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._line = line
        self._known = known
        self._now = now

    def wrong(self, column: str, message: str, hint: str) -> None:
        self.faults.append(Fault(self._file, self._line.number, (column,), message, hint))

    def holder(self) -> Holder | None:
        name = self._line.cells["member"]
        found = self._known.holders.get(name, ())
        if len(found) == 1:
            return found[0]
        store, colon, _ = name.partition(":")
        if not name:
            self.wrong("member", "nobody is named", _NAMING)
        elif found:
            numbers = ", ".join(str(holder.member_id) for holder in found)
            self.wrong("member", f"several members have the address {name!r}", f"give one of their numbers: {numbers}")
        elif colon and "@" not in name and store not in self._known.stores:
            self.wrong("member", f"there is no store {store!r}", nearest(store, self._known.stores, _NAMING))
        else:
            self.wrong("member", f"no member {name!r}", _NAMING)
        return None

    def points(self) -> int:
        text = self._line.cells["points"]
        if not re.fullmatch(r"[-+]?[0-9]+", text):
            self.wrong("points", f"{text!r} is not a whole number", "write digits alone, for example 1200")
        elif text.startswith("-") or not text.strip("+0"):
            self.wrong("points", f"{text} is less than 1", "leave out members who have no points")
        elif len(text.lstrip("+0")) > len(str(MOST_POINTS)) or int(text) > MOST_POINTS:
            self.wrong("points", "too many points", f"at most {MOST_POINTS} can be given")
        else:
            return int(text)
        return 0

    def expires(self, holder: Holder | None) -> datetime | None:
        text = self._line.cells["expires"]
        if not text:
            return None
        try:
            day = date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
        except ValueError:
            day = None
        if day is None or day.year == date.max.year:
            self.wrong("expires", f"{text!r} is not a date", "write it as 2026-12-31, or leave it out")
        elif holder is not None:
            end = end_of_date(day, self._known.timezones[holder.programme_id])
            if end > self._now:
                return end
            self.wrong("expires", f"{text} is in the past", "leave out points that are gone")
        return None

    def reason(self) -> str:
        text = self._line.cells["reason"]
        if len(text) > _LONGEST_REASON:
            self.wrong("reason", f"longer than {_LONGEST_REASON} characters", "say it shorter")
        if tells_who(text):
            self.wrong("reason", "it has an address in it, and the books keep it for ever", "name nobody")
        return text or _REASON
