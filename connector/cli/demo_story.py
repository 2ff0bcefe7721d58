"""The demo's story: a past is read, live orders come in, points become a coupon, the coupon closes the circle.

The rule kept here: each step says what should be and looks whether it is; nothing is taken from what was sent.
"""

import os
import pathlib
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from connector import bootstrap
from connector.adapter import StoreError
from connector.bootstrap import Connector, Placed, Shop, Shopper, ShopRefused
from connector.cli.books import print_proof
from connector.cli.demo_world import STORE, World
from connector.cli.members import print_member, print_order
from connector.cli.output import err, heading, out, table
from connector.cli.session import the_store, the_voice
from connector.languages import speak
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.look import MemberCard, NoSuchThing, member_card, order_card, queue_rows
from connector.usecases.pull import pull
from connector.usecases.redeem import redeem

_PATIENCE = 30.0  # seconds to wait for what a live store does


@dataclass(slots=True)
class Checks:
    """What should be, and whether it is."""

    rows: list[tuple[str, str, bool]] = field(default_factory=list)

    def that(self, what: str, found: object, holds: bool) -> None:
        self.rows.append((what, str(found), holds))
        err.print(f"  {'✓' if holds else '✗'} {what}: {found}")

    @property
    def hold(self) -> bool:
        return all(holds for _, _, holds in self.rows)


def tell(world: World) -> bool:
    """The whole story. True if every check held."""
    checks = Checks()
    started = time.monotonic()
    shop = world.shop()
    with world.session.connector() as connector:
        _connect(connector, checks)
        _read_history(connector, world.size[0], checks)
        world.start_connector()
        try:
            live = _live_orders(connector, shop, checks)
            circle = _circle(connector, shop, checks)
            _refund(connector, shop, live, checks)
        except (ShopRefused, StoreError) as stopped:  # after a check that does not hold: all found so far is shown
            checks.that("the story goes on", stopped, False)
        _summary(connector, checks)
        if checks.hold:
            _example(connector, circle)
        out.print()
        ending = "All checks held" if checks.hold else "NOT all checks held"
        heading(f"{ending}, in {time.monotonic() - started:.0f} seconds")
    shop.close()
    if not checks.hold:
        out.print(f"\nwhat the shop and the connector said: shop.log and run.log in {world.folder}")
        return False
    loyalty = _command()
    file = world.session.settings_file
    out.print(f"\nopen it again:   {loyalty} demo --again --folder {world.folder}", soft_wrap=True)
    out.print(f"look around:     {loyalty} --settings {file} member show {circle.member.email}", soft_wrap=True)
    out.print(f"one order:       {loyalty} --settings {file} explain {circle.order.number}", soft_wrap=True)
    return True


def _command() -> str:
    """How this program can be called from here."""
    called = pathlib.Path(sys.argv[0])
    return "loyalty" if shutil.which("loyalty") or called.name != "loyalty" else os.path.relpath(called)


def _connect(connector: Connector, checks: Checks) -> None:
    err.print("connecting the shop")
    store = the_store(connector, STORE)
    problems = [problem.what for problem in store.adapter.check(None) if problem.severity == "error"]
    checks.that("the connection is sound", problems or "yes", not problems)


def _read_history(connector: Connector, orders: int, checks: Checks) -> None:
    from rich.progress import Progress

    err.print("reading the shop's history")
    store = the_store(connector, STORE)
    with Progress(console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("reading", total=orders)
        settled = pull(
            connector.database, store, bootstrap.now, watch=lambda page: progress.advance(task, len(page.orders))
        )
    checks.that("orders read", settled.changed, settled.changed >= orders * 9 // 10 and not settled.failed)
    checks.that("points were earned", f"{settled.transactions} transactions", settled.transactions > 0)
    again = pull(connector.database, store, bootstrap.now)
    checks.that("reading again changes nothing", f"{again.transactions} transactions", again.transactions == 0)


@dataclass(frozen=True, slots=True)
class Live:
    buyer: Shopper
    kept: Placed


def _live_orders(connector: Connector, shop: Shop, checks: Checks) -> Live:
    err.print("live orders, told by webhooks")
    beans, grinder = _two_products(shop)
    buyer = shop.customers()[0]
    before = _available(connector, buyer)
    kept = shop.place([(beans, 3), (grinder, 1)], buyer=buyer)
    _expect(checks, "a paid order promises points", lambda: _award(connector, kept) == "projected")
    shop.set_status(kept.id, "completed")
    _expect(checks, "completed, it gives them", lambda: _available(connector, buyer) > before)
    cancelled = shop.place([(beans, 2)], buyer=buyer)
    shop.set_status(cancelled.id, "cancelled")
    _expect(checks, "a cancelled order gives none", lambda: _status(connector, cancelled) == "cancelled")
    guest = shop.place([(beans, 1)], guest_email="Passer.By@example.test")
    shop.set_status(guest.id, "completed")
    _expect(checks, "a guest's order is known and gives none", lambda: _award(connector, guest) == "none")
    events = [row for row in queue_rows(connector.database, "inbox", STORE, "done", 1000) if row["source"] == "webhook"]
    checks.that("the shop told us itself", f"{len(events)} events", len(events) >= 3)
    return Live(buyer, shop.order(kept.id))


@dataclass(frozen=True, slots=True)
class Circle:
    member: Shopper
    order: Placed


def _circle(connector: Connector, shop: Shop, checks: Checks) -> Circle:
    err.print("points become a coupon, the coupon becomes an order")
    store = the_store(connector, STORE)
    buyer, card = _richest(connector, shop)
    points = min(card.available // 100 * 100, 1000)
    made = redeem(connector.database, store, card.member.id, points, key="demo", author="demo", now=bootstrap.now())
    dispatch(connector.database, store, bootstrap.now())
    code = made.row.code
    _expect(checks, "the coupon is in the shop", lambda: len(shop.coupons(code)) == 1)
    checks.that("its points are held", made.left, made.left == card.available - points)
    beans, grinder = _two_products(shop)
    placed = shop.place([(grinder, 2), (beans, 4)], buyer=buyer, code=code)
    checks.that("the shop takes it off", placed.discount, int(placed.discount * 100) == made.row.worth)
    shop.set_status(placed.id, "completed")
    _expect(checks, "the order closes the circle", lambda: _redeemed(connector, card, code) == points)
    try:
        shop.place([(beans, 4)], buyer=buyer, code=code)
        checks.that("the code works once only", "the shop took it twice", False)
    except ShopRefused as refused:
        checks.that("the code works once only", refused, True)
    return Circle(buyer, shop.order(placed.id))


def _refund(connector: Connector, shop: Shop, live: Live, checks: Checks) -> None:
    err.print("a part comes back")
    before = _available(connector, live.buyer)
    amount = shop.refund_one_piece(live.kept)
    whole = int(amount)  # at one point for each full unit of money
    _expect(
        checks,
        f"a refund of {amount} takes back its points",
        lambda: before - _available(connector, live.buyer) in (whole, whole + 1),
    )


def _summary(connector: Connector, checks: Checks) -> None:
    proof = verify(connector.database)
    checks.that("the books are proved", f"{proof.transactions} transactions replayed", not proof.faults)
    out.print()
    table(["~what should be", "~what is", ""], [(w, f, "✓" if ok else "✗ WRONG") for w, f, ok in checks.rows])
    out.print()
    heading("The books")
    print_proof(proof)


def _example(connector: Connector, circle: Circle) -> None:
    out.print()
    print_order(order_card(connector.database, STORE, circle.order.number), speak("en"))
    out.print()
    print_member(member_card(connector.database, f"{STORE}:{circle.member.id}", bootstrap.now()), the_voice(None))


def _expect(checks: Checks, what: str, holds: Callable[[], bool]) -> None:
    started = time.monotonic()
    while not (held := holds()) and time.monotonic() - started < _PATIENCE:
        time.sleep(0.1)
    checks.that(what, f"after {time.monotonic() - started:.1f} s" if held else f"not within {_PATIENCE:.0f} s", held)


def _two_products(shop: Shop) -> tuple[str, str]:
    """A cheap one and a dear one."""
    products = sorted(shop.products(), key=lambda product: product[1])
    return products[len(products) // 4][0], products[-1][0]


def _richest(connector: Connector, shop: Shop) -> tuple[Shopper, MemberCard]:
    cards = [(buyer, _card(connector, buyer)) for buyer in shop.customers()]
    return max(((buyer, card) for buyer, card in cards if card is not None), key=lambda pair: pair[1].available)


def _card(connector: Connector, buyer: Shopper) -> MemberCard | None:
    try:
        return member_card(connector.database, f"{STORE}:{buyer.id}", bootstrap.now())
    except NoSuchThing:
        return None


def _available(connector: Connector, buyer: Shopper) -> int:
    card = _card(connector, buyer)
    return card.available if card else 0


def _redeemed(connector: Connector, card: MemberCard, code: str) -> int:
    now = member_card(connector.database, str(card.member.id), bootstrap.now())
    return next(one.redeemed for one in now.redemptions if one.code == code)


def _status(connector: Connector, placed: Placed) -> str | None:
    try:
        return order_card(connector.database, STORE, placed.id).card.order.status
    except NoSuchThing:
        return None


def _award(connector: Connector, placed: Placed) -> str | None:
    try:
        return order_card(connector.database, STORE, placed.id).card.award.state.value
    except NoSuchThing:
        return None
