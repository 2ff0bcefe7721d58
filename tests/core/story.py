"""A story as the files in scenarios/ tell it, played through the use cases on a real database.

The rule kept here: a step is one line that says what people or shops do; `steps` is the list of all there are.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

from sqlalchemy import select

from connector.core.commerce import Buyer, Gone, Order, Review, Stage
from connector.core.ledger import Account
from connector.db import ledger, members, orders, statements
from connector.db.engine import Database
from connector.db.statements import EntryRow
from connector.db.tables import outbox
from connector.usecases.bonuses import settle_reviews
from connector.usecases.claim import claim_guest_orders
from connector.usecases.dispatch import dispatch
from connector.usecases.invite import Friend, invite
from connector.usecases.look import member_card
from connector.usecases.merge import join_members, part_members
from connector.usecases.privacy import erase_person, lapse_forgotten
from connector.usecases.product_sheet import read
from connector.usecases.products import import_products, undo_products
from connector.usecases.redeem import redeem
from connector.usecases.referrals import sweep_referrals
from connector.usecases.rewards import confirm, end_discounts, reject, take_reward
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import ANNA, BERT, GUEST, a_line, a_refund, an_order, with_code
from tests.usecases.friends import DORA
from tests.usecases.shop import Discounts, Shop, a_store, settle

PEOPLE: dict[str, Buyer] = {"anna": ANNA, "bert": BERT, "dora": DORA, "guest": GUEST}
ORDER = re.compile(
    r"order (?P<id>\w+) (?P<status>\w+) (?P<amount>[\d.]+)(?: of (?P<pieces>\d+) (?P<product>\w+))?"
    r"(?: refunded (?P<refunds>[\d. +]+?))?(?: placed (?P<placed>\S+))?(?: code (?P<code>\w+))?(?: by (?P<buyer>\w+))?"
)


def noon(day: str) -> datetime:
    return datetime.combine(datetime.fromisoformat(day), time(12), UTC)


def minor(amount: str) -> int:
    return int(amount.strip().replace(".", ""))


def caused_by(reference: str) -> str:
    """What a transaction is about, as a reader says it."""
    kind, _, name = reference.partition("/")
    return {"": "", "shop": f"order {name}", "shop:review": f"review of {name}"}.get(kind, kind.removeprefix("shop:"))


@dataclass(frozen=True, slots=True)
class Entry:
    """A transaction, as far as it moved one member's points."""

    member: int
    row: EntryRow


class Story:
    """One file, played."""

    def __init__(self, database: Database, text: str) -> None:
        self.database = database
        self.shop = Shop()
        self.shop.standing_discounts = Discounts()
        self.parts = dict(self._parts(text))
        self.store: Store = a_store(database, self.shop, self.parts["programme"], now=noon("2020-01-01"))
        self.codes: dict[str, str] = {}  # by the name of a redemption in the story
        self.references: dict[str, str] = {}
        self.placed: dict[str, datetime] = {}
        self.members: dict[str, int] = {}  # also of who is forgotten since
        self.now = noon("2020-01-01")

    @staticmethod
    def _parts(text: str) -> Iterator[tuple[str, str]]:
        for part in re.split(r"^(?=\w+$)", text, flags=re.MULTILINE)[1:]:
            name, _, body = part.partition("\n")
            yield name, "\n".join(line[2:].rstrip() for line in body.splitlines() if line.strip())

    def play(self) -> None:
        for line in self.parts.get("before", "").splitlines():
            self.step(line)
        already = max((entry.row.id for entry in self._statement()), default=0)
        for line in self.parts["events"].splitlines():
            self.step(line)
        self.entries = [entry for entry in self._statement() if entry.row.id > already]

    def step(self, line: str) -> None:
        day, what = line.split(maxsplit=1)
        self.now = noon(day)
        if not (self._of_orders(what) or self._of_points(what) or self._of_people(what) or self._of_time(what)):
            raise ValueError(f"nothing happens by {line!r}")
        dispatch(self.database, self.store, self.now)
        self._know_members()

    def _of_orders(self, what: str) -> bool:
        """order N STATUS AMOUNT [of PIECES SKU] [refunded A + B] [placed DAY] [code X] [by NAME] · order N is gone"""
        match what.split():
            case ["order", order_id, "is", "gone"]:
                settle(self.database, self.store, Gone(order_id, self.now), now=self.now)
            case ["order", *_]:
                settle(self.database, self.store, self._order(what), now=self.now)
            case _:
                return False
        return True

    def _of_points(self, what: str) -> bool:
        """redeem POINTS for X [on order N] [by NAME] · take REWARD as X · confirm X · reject X"""
        match what.split():
            case ["redeem", wanted, "for", name, *rest]:
                number = rest[2] if rest[:2] == ["on", "order"] else None
                who = self.members[rest[-1] if "by" in rest else "anna"]
                wish = {"key": name, "author": "shopper", "now": self.now}
                row = redeem(self.database, self.store, who, int(wanted), order=number, **wish).row
            case ["take", reward, "as", name]:
                wish = {"key": name, "author": "shopper", "now": self.now}
                row = take_reward(self.database, self.store, self.members["anna"], reward, **wish).row
            case ["confirm", name]:
                confirm(self.database, self.references[name], author="clerk", now=self.now)
                return True
            case ["reject", name]:
                reject(self.database, self.references[name], "rejected", author="clerk", now=self.now)
                return True
            case _:
                return False
        self.codes[name], self.references[name] = row.code, row.reference
        return True

    def _of_people(self, what: str) -> bool:
        """NAME reviews PRODUCT [unapproved] · NAME invites NAME · NAME claims EMAIL · NAME is forgotten
        · NAME is joined to NAME · NAME is parted"""
        match what.split():
            case [name, "reviews", product, *rest]:
                buyer, approved = PEOPLE[name], rest != ["unapproved"]
                first = self.placed.setdefault(f"review of {product}", self.now)
                review = Review(product, product, buyer.email, first, approved, customer_id=buyer.customer_id)
                with self.database.write() as connection:
                    settle_reviews(connection, self.store, [review], self.now)
            case [name, "invites", friend]:
                invited = Friend(str(PEOPLE[friend].email), friend)
                invite(self.database, self.store, self.members[name], [invited], "shopper", self.now)
            case [name, "claims", email]:
                claim_guest_orders(self.database, [self.store], self.members[name], email, "clerk", self.now)
            case [name, "is", "forgotten"]:
                erase_person(self.database, [self.store], self.members[name], "clerk", self.now)
            case [name, "is", "joined", "to", other]:
                who = {"reason": "showed both accounts", "author": "clerk", "now": self.now}
                join_members(self.database, self.members[name], self.members[other], **who)
            case [name, "is", "parted"]:
                part_members(self.database, self.members[name], author="clerk", now=self.now)
            case _:
                return False
        return True

    def _of_time(self, what: str) -> bool:
        """sweep · unused codes end · discounts end · products from DAY: SKU POINTS, … · products N are undone"""
        match what.replace(":", " ").replace(",", " ").split():
            case ["sweep"]:
                sweep_lots(self.database, self.now)
                sweep_referrals(self.database, self.now)
                lapse_forgotten(self.database, self.now)
            case ["unused", "codes", "end"]:
                sweep_codes(self.database, self.now)
            case ["discounts", "end"]:
                end_discounts(self.database, self.now)
            case ["products", "from", day, *said]:
                lines = [
                    "selector,points",
                    *(f"{one},{points}" for one, points in zip(said[::2], said[1::2], strict=True)),
                ]
                sheet = read("points.csv", "\n".join(lines).encode())
                rest = {
                    "since": date.fromisoformat(day),
                    "author": "clerk",
                    "now": self.now,
                    "watch": lambda more: None,
                }
                import_products(self.database, [self.store], self.store.programme_id, sheet, **rest)
            case ["products", number, "are", "undone"]:
                undo_products(self.database, int(number), author="clerk", now=self.now, watch=lambda more: None)
            case _:
                return False
        return True

    def _order(self, text: str) -> Order:
        found = ORDER.fullmatch(text)
        assert found, text
        placed = noon(found["placed"]) if found["placed"] else self.now
        placed = self.placed.setdefault(found["id"], placed)
        stage = Stage(found["status"])
        line = a_line(minor(found["amount"]))
        if found["product"]:
            line = replace(line, sku=found["product"], quantity=Decimal(found["pieces"]))
        amounts = [minor(amount) for amount in (found["refunds"] or "").split("+") if amount.strip()]
        order = an_order(
            line,
            id=found["id"],
            placed_at=placed,
            modified_at=self.now,
            stage=stage,
            buyer=PEOPLE[found["buyer"] or "anna"],
            paid_at=None if stage is Stage.OPEN else placed,
            refunds=tuple(a_refund(amount, id=str(n), refunded_at=self.now) for n, amount in enumerate(amounts)),
        )
        return with_code(order, self.codes[found["code"]]) if found["code"] else order

    def _know_members(self) -> None:
        with self.database.read() as connection:
            for name, buyer in PEOPLE.items():
                one = members.by_customer(connection, "shop", buyer.customer_id or "")
                if one is not None and self.members.setdefault(name, one.id) != one.id:
                    self.members[f"new {name}"] = one.id  # since the first is forgotten

    def _statement(self) -> list[Entry]:
        with self.database.read() as connection:
            found = [
                Entry(member, row) for member in self.members.values() for row in statements.of(connection, [member])
            ]
        return sorted(found, key=lambda entry: (entry.row.id, entry.member))

    def transactions(self) -> Iterator[str]:
        """As the file writes them."""
        whose = {member: name for name, member in self.members.items()}
        names = {reference: name for name, reference in self.references.items()}
        for entry in self.entries:
            row = entry.row
            owner = whose[entry.member]
            about = [
                caused_by(row.order_ref or ""),
                names.get(row.redemption_ref or ""),
                owner if owner != "anna" else "",
            ]
            said = ", ".join(one for one in about if one)
            yield f"{row.happened_at.astimezone(UTC).date()}  {row.kind:<9} {row.points:>5}  {said}"

    def standing(self) -> Iterator[str]:
        """As the file writes it."""
        for name, member in self.members.items():
            whose = "" if name == "anna" else f"{name} "
            with self.database.read() as connection:
                wallet = ledger.stored_wallets(connection, [member])[member]
            for account in Account:
                if account is not Account.ISSUED and (there := wallet.total(account)):
                    yield f"{whose}{account.value} {there}"
            tier = member_card(self.database, str(member), self.now).tier
            if tier is not None and tier.name is not None:
                yield f"{whose}tier {tier.name}"
        yield from self._standing_of_the_shop()

    def _standing_of_the_shop(self) -> Iterator[str]:
        with self.database.read() as connection:
            cards = [orders.card(connection, "shop", order_id) for order_id in sorted(self.placed)]
            told = connection.execute(select(outbox.c.kind, outbox.c.payload).order_by(outbox.c.id)).all()
        for card in cards:
            if card is not None and card.shortfall:
                yield f"order {card.order.id} owes {card.shortfall}"
            if card is not None and card.unpaid:
                yield f"order {card.order.id} used {card.unpaid} unpaid"
        names = {reference: name for name, reference in self.references.items()}
        for kind, payload in told:
            verb, _, thing = kind.partition("_")
            yield f"the shop is told to {verb} {names[payload['redemption']]}" + (
                ", a discount" if thing == "discount" else ""
            )
