"""A file of another system's figures (CSV): balances of members, and points of orders.

The rule kept here: all lines are judged before anything is kept, and each fault names its line, its column and the
mend. An address that nobody of ours has is no fault: their members need not be ours yet.
"""

import re
from dataclasses import dataclass

from connector.db.shadow import Told, ToldOrder
from connector.usecases.opening_balances import MOST_POINTS, Known
from connector.usecases.sheet import BadRows, Columns, Judging, Line, Sheet, read_sheet

_COLUMNS = Columns(("member", "order", "points"), needed=("points",), one_of=(("member", "order"),))
_LONGEST = 120  # characters of an order's number, as the table has it
_NAMING = "give a member's number, an e-mail address, or store:customer"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a file says."""

    balances: list[Told]
    orders: list[ToldOrder]


def read(file: str, content: bytes) -> Sheet:
    """Take the file apart. Raises BadRows where its lines cannot be told at all."""
    return read_sheet(file, content, _COLUMNS)


def named(sheet: Sheet) -> set[str]:
    """Everybody whose balance the file tells."""
    return {line.cells["member"] for line in sheet.lines if not line.cells["order"]}


def judge(sheet: Sheet, known: Known, store: str) -> Figures:
    """What the file says of members of the store's programme. Raises BadRows with every fault there is."""
    faults = list(sheet.faults)
    balances: list[Told] = []
    earned: dict[str, int] = {}
    spent: dict[str, int] = {}
    first_lines: dict[object, int] = {}
    for line in sheet.lines:
        judging = _Judging(sheet.file, line, known, store)
        points, order = judging.points(), judging.order()
        if order:
            what: object = (order, points < 0)
            (spent if points < 0 else earned)[order] = abs(points)
            column, again = "order", f"points {'spent on' if points < 0 else 'for'} the same order"
        else:
            told = judging.balance(points)
            balances += [told] if told else []
            known_as = told and (told.member_id or told.customer)
            what = ("member", known_as or line.cells["member"].lower() or line.number)
            column, again = "member", "the same member"
        if (first := first_lines.setdefault(what, line.number)) != line.number:
            judging.wrong(column, f"{again} as in line {first}", "make one line of the two")
        faults += judging.faults
    if faults:
        raise BadRows(faults)
    numbers = dict.fromkeys([*earned, *spent])
    return Figures(balances, [ToldOrder(one, earned.get(one, 0), spent.get(one, 0)) for one in numbers])


class _Judging(Judging):
    """One line of figures under judgement."""

    def __init__(self, file: str, line: Line, known: Known, store: str) -> None:
        super().__init__(file, line)
        self._known = known
        self._store = store

    def points(self) -> int:
        text = self._line.cells["points"]
        if not re.fullmatch(r"[-+]?[0-9]+", text):
            self.wrong("points", f"{text!r} is not a whole number", "write digits alone, for example 1200 or -50")
        elif len(text.lstrip("+-0")) > len(str(MOST_POINTS)) or abs(int(text)) > MOST_POINTS:
            self.wrong("points", "too many points", f"at most {MOST_POINTS} can be compared")
        else:
            return int(text)
        return 0

    def order(self) -> str:
        number = self._line.cells["order"]
        if len(number) > _LONGEST:
            self.wrong("order", f"longer than {_LONGEST} characters", "give the order's number or id")
        return number

    def balance(self, points: int) -> Told | None:
        name = self._line.cells["member"]
        found = self._known.holders.get(name, ())
        store, colon, customer = name.partition(":")
        if len(found) == 1:
            holder = found[0]
            return Told(holder.member_id, None if holder.member_id else holder.customer, points)
        if not name:
            self.wrong("member", "neither a member nor an order is named", _NAMING)
        elif found:
            numbers = ", ".join(str(holder.member_id) for holder in found)
            self.wrong("member", f"several members have the address {name!r}", f"give one of their numbers: {numbers}")
        elif "@" in name:
            return Told(None, None, points)
        elif colon and customer and store != self._store:
            self.wrong("member", f"{store!r} is not the store {self._store!r}", _NAMING)
        else:
            self.wrong("member", f"no member {name!r}", _NAMING)
        return None
