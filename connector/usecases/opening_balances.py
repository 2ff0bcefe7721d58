"""A file of opening balances (CSV): what its lines say, and everything that is wrong with them.

The rule kept here: all lines are judged before anything is given, and each fault names its line, its column and the
mend. Nothing here asks the database: what the books know of the members is handed in.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from connector.core.erasure import tells_who
from connector.core.expiry import end_of_date
from connector.usecases.sheet import BadRows, Columns, Judging, Line, Sheet, read_sheet
from connector.validation import nearest

MOST_POINTS = 1_000_000_000
_COLUMNS = Columns(("member", "points", "expires", "reason"), needed=("member", "points"))
_REASON = "opening balance"
_LONGEST_REASON = 200  # characters, as the table has it
_NAMING = "give a member's number, an e-mail address, or store:customer"


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
    return read_sheet(file, content, _COLUMNS)


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


class _Judging(Judging):
    """One line of balances under judgement."""

    def __init__(self, file: str, line: Line, known: Known, now: datetime) -> None:
        super().__init__(file, line)
        self._known = known
        self._now = now

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
        return self.whole("points", 1, MOST_POINTS, "leave out members who have no points") or 0

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
