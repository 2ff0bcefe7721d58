"""Check an export of the books: `python check_export.py FILE.jsonl [SEAL]`. It needs Python 3.11 and nothing else.

Every link of every member's chain is reckoned again, every fingerprint too, and every balance is replayed from nothing.
It ends with 1 at the first fault and names its line, and prints the seal: what was cut off at the end of the file, or
of a member, is told by that alone, so compare it with one that was kept elsewhere (or give it as SEAL).
"""

import hashlib
import json
import pathlib
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

ACCOUNTS = ("issued", "pending", "available", "held", "redeemed", "expired")
OF_A_REDEMPTION = ("held", "redeemed")
TOLD = {
    *("member", "seq", "kind", "key", "fingerprint", "happened_at", "recorded_at", "reason", "author", "order"),
    *("redemption", "resolves", "lots", "postings", "trace", "chain", "group"),
}


class Fault(Exception):
    """What is wrong with a line."""


def digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def fingerprint(entry: dict[str, Any]) -> str:
    """What a key stands for: where the points go, and how long they live."""
    postings = [[p["lot"], p["source"], p["destination"], p["points"]] for p in entry["postings"]]
    lots = [[lot["key"], lot["matures_at"], (lot["expires_at"] or "None").replace("T", " ")] for lot in entry["lots"]]
    about = [entry["kind"], entry["order"], entry["redemption"], entry["resolves"], [postings, lots]]
    return hashlib.sha256(json.dumps(about, separators=(",", ":")).encode("ascii")).hexdigest()


@dataclass
class Member:
    """How far the chain of one member has been followed."""

    seq: int = 0
    chain: str = ""


@dataclass
class Group:
    """How far the books of one member have been replayed, or of several who were ever joined: these move one another's
    points, so their lines come in the order in which they were written."""

    number: int
    members: dict[int, Member] = field(default_factory=dict)
    lots: set[str] = field(default_factory=set)
    places: Counter[tuple[str, str, str | None]] = field(default_factory=Counter)


@dataclass
class Books:
    """What has been read so far; of earlier groups only the ends of the chains are kept."""

    group: Group = field(default_factory=lambda: Group(0))
    heads: dict[int, str] = field(default_factory=dict)
    transactions: int = 0
    points: Counter[str] = field(default_factory=Counter)

    def read(self, lines: Iterable[str]) -> None:
        for number, line in enumerate(lines, start=1):
            try:
                self.take(json.loads(line))
            except (Fault, ValueError, TypeError, KeyError, AttributeError) as fault:
                said = str(fault) if isinstance(fault, Fault) else f"not a transaction ({fault})"
                raise Fault(f"line {number}: {said}") from None
        self.close()

    def take(self, entry: dict[str, Any]) -> None:
        if set(entry) != TOLD:
            raise Fault(f"it should tell {', '.join(sorted(TOLD))}")
        if entry["group"] != self.group.number:
            if entry["group"] < self.group.number:
                raise Fault(f"group {entry['group']} comes after group {self.group.number}")
            self.close()
            self.group = Group(entry["group"])
        if entry["member"] < self.group.number or entry["member"] in self.heads:
            raise Fault(f"member {entry['member']} does not belong to group {self.group.number}")
        self.follow(entry)
        self.post(entry)
        self.transactions += 1

    def follow(self, entry: dict[str, Any]) -> None:
        """It is the next of its member, bound to the one before, and what its key stands for."""
        number = entry["member"]
        member = self.group.members.setdefault(number, Member())
        if entry["seq"] != member.seq + 1:
            raise Fault(f"member {number}: number {entry['seq']} follows number {member.seq}")
        bound = {name: value for name, value in entry.items() if name not in ("chain", "group")}
        if entry["chain"] != digest([member.chain, bound]):
            raise Fault(f"member {number}: the chain is broken at number {entry['seq']}")
        # The fingerprint of a redemption is of the wish (which is not told); the chain binds it all the same.
        if (entry["kind"] != "hold" or entry["order"]) and entry["fingerprint"] != fingerprint(entry):
            raise Fault(f"member {number}: number {entry['seq']} is not what its fingerprint says")
        member.seq, member.chain = entry["seq"], entry["chain"]

    def post(self, entry: dict[str, Any]) -> None:
        """Move the points; nothing goes below zero but what was issued."""
        number, group = entry["member"], self.group
        for lot in entry["lots"]:
            if lot["key"] in group.lots:
                raise Fault(f"member {number}: lot {lot['key']} is opened twice")
            group.lots.add(lot["key"])
        for posting in entry["postings"]:
            lot, points = posting["lot"], posting["points"]
            if lot not in group.lots or type(points) is not int or points <= 0:
                raise Fault(f"member {number}: {points} points of lot {lot} cannot be moved")
            for account, change in ((posting["source"], -points), (posting["destination"], points)):
                if account not in ACCOUNTS:
                    raise Fault(f"there is no account {account}")
                place = (lot, account, entry["redemption"] if account in OF_A_REDEMPTION else None)
                group.places[place] += change
                self.points[account] += change
                if group.places[place] < 0 and account != "issued":
                    raise Fault(f"member {number}: lot {lot} has {group.places[place]} points {account}")

    def close(self) -> None:
        self.heads |= {number: member.chain for number, member in self.group.members.items()}

    @property
    def seal(self) -> str:
        return digest(sorted(self.heads.items()))


def main(arguments: list[str]) -> int:
    if len(arguments) not in (1, 2):
        print(f"usage: {pathlib.Path(__file__).name} FILE.jsonl [SEAL]", file=sys.stderr)
        return 2
    books = Books()
    try:
        with open(arguments[0], encoding="utf-8", errors="replace") as lines:
            books.read(lines)
    except Fault as fault:
        print(f"fault: {fault}")
        return 1
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return 2
    print("  ".join(f"{account} {books.points[account]}" for account in ACCOUNTS))
    print(f"{books.transactions} transactions of {len(books.heads)} members hold together, all accounts sum to zero")
    print(f"seal {books.seal}")
    if arguments[1:] not in ([], [books.seal]):
        print(f"fault: the seal should be {arguments[1]}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
