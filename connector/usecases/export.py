"""Taking the books out: every transaction whole as JSON Lines, or one line a posting for a spreadsheet.

The rule kept here: members are numbers, nobody is named; and of all the books, no more than a batch of members is in
memory at once.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from connector.core import chain
from connector.core.foreseen import Misused
from connector.db import history
from connector.db.engine import Database
from connector.db.history import Written

Cell = str | int | None
Ends = Mapping[int, tuple[int, str]]  # member → number and link of the last transaction


class NotAnExport(Misused):
    """The file is not an export as JSON Lines; the message names the line."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was taken out, and the seal over it: that of the books at this moment."""

    members: int
    transactions: int
    seal: str


def export(database: Database, put: Callable[[Written], None]) -> Exported:
    """Hand over every transaction, by member and number; those of members who were ever joined as they were written."""
    heads: dict[int, str] = {}
    transactions = 0
    with database.read() as connection:
        for groups in history.by_group(connection):
            for group in groups.values():
                for entry in history.in_order(group.values()):
                    put(entry)
                    heads[entry.member] = entry.chain
                    transactions += 1
    return Exported(len(heads), transactions, chain.seal(heads))


def json_line(entry: Written) -> str:
    """All that the chain binds, its value, and whose points it may move: enough to prove the books from the file
    alone."""
    return json.dumps({**chain.told(entry), "chain": entry.chain, "group": entry.group}, separators=(",", ":")) + "\n"


def ends(lines: Iterable[str]) -> Ends:
    """Where each member's chain ended when this was exported. Raises NotAnExport."""
    found = {}
    for number, line in enumerate(lines, start=1):
        try:
            entry = json.loads(line)
            found[int(entry["member"])] = (int(entry["seq"]), str(entry["chain"]))
        except (ValueError, TypeError, KeyError):
            raise NotAnExport(f"line {number} is no transaction; give a .jsonl of `loyalty ledger export`") from None
    return found


COLUMNS = (
    "member",
    "number",
    "kind",
    "key",
    "happened_at",
    "recorded_at",
    "reason",
    "author",
    "order",
    "redemption",
    "lot",
    "source",
    "destination",
    "points",
)


def sheet_rows(entry: Written) -> Iterator[list[Cell]]:
    """One row a posting, under COLUMNS."""
    transaction = entry.transaction
    about: list[Cell] = [
        entry.member,
        entry.seq,
        transaction.kind.value,
        transaction.key,
        transaction.happened_at.isoformat(),
        entry.recorded_at.isoformat(),
        transaction.reason,
        transaction.author,
        transaction.order,
        transaction.redemption,
    ]
    for posting in transaction.postings:
        moved: list[Cell] = [posting.lot, posting.source.value, posting.destination.value, posting.points]
        yield [_harmless(cell) for cell in (*about, *moved)]


def _harmless(cell: Cell) -> Cell:
    """A text that a spreadsheet would take for a formula is shown as the text it is."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
