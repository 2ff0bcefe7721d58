"""The ledger: what ROUTES does not list cannot happen, and each guard refuses when it alone is in the way."""

from dataclasses import replace
from itertools import product

import pytest

from connector.core.ledger import (
    ROUTES,
    Account,
    BadPosting,
    IllegalRoute,
    Kind,
    LedgerError,
    Overdrawn,
    Place,
    Transaction,
    Wallet,
)
from tests.building import NOW, A, K, a_lot, a_wallet, at, earn, move, vest

LOT = a_lot()


def rich() -> Wallet:
    """A lot with 100 points in every account, those held and redeemed belonging to redemption r."""
    places = {Place("lot", account, "r" if account in (A.HELD, A.REDEEMED) else None): 100 for account in Account}
    return Wallet({"lot": LOT}, places)


EVERY_WAY = list(product(Kind, Account, Account))
LEGAL = [(kind, *route) for kind, routes in ROUTES.items() for route in sorted(routes)]
ILLEGAL = [way for way in EVERY_WAY if way not in LEGAL]


def test_every_way_is_tried() -> None:
    assert (len(EVERY_WAY), len(LEGAL), len(ILLEGAL)) == (324, 16, 308)


@pytest.mark.parametrize(("kind", "source", "destination"), LEGAL)
def test_a_transaction_goes_where_its_kind_may_go(kind: Kind, source: Account, destination: Account) -> None:
    after = rich().post(move(kind, ("lot", source, destination, 1), redemption="r"))

    assert (after.total(source), after.total(destination)) == (99, 101)


@pytest.mark.parametrize(("kind", "source", "destination"), ILLEGAL)
def test_a_transaction_goes_nowhere_else(kind: Kind, source: Account, destination: Account) -> None:
    with pytest.raises(IllegalRoute, match=f"{kind} cannot go from {source} to {destination}"):
        rich().post(move(kind, ("lot", source, destination, 1), redemption="r"))


def test_no_route_stays_in_place_leaves_expired_or_skips_the_hold() -> None:
    routes = {route for kinds in ROUTES.values() for route in kinds}

    assert all(source is not destination for source, destination in routes)
    assert all(source is not A.EXPIRED for source, _ in routes)
    assert (A.AVAILABLE, A.REDEEMED) not in routes
    assert (A.ISSUED, A.HELD) not in routes


@pytest.mark.parametrize(("kind", "source", "destination"), LEGAL)
def test_no_account_but_issued_gives_more_than_it_has(kind: Kind, source: Account, destination: Account) -> None:
    rich().post(move(kind, ("lot", source, destination, 100), redemption="r"))
    too_much = move(kind, ("lot", source, destination, 101), redemption="r")

    if source is A.ISSUED:
        rich().post(too_much)
    else:
        with pytest.raises(Overdrawn, match=f"lot lot is 1 points short in {source}"):
            rich().post(too_much)


def test_two_postings_of_one_transaction_cannot_overdraw_together() -> None:
    half = ("lot", A.AVAILABLE, A.HELD, 60)

    with pytest.raises(Overdrawn, match="20 points short"):
        a_wallet((LOT, 100)).post(move(K.HOLD, half, half, redemption="r"))


def test_the_points_of_one_lot_do_not_cover_another() -> None:
    wallet = a_wallet((a_lot("old"), 10), (a_lot("new"), 100))

    with pytest.raises(Overdrawn, match="lot old is 40 points short"):
        wallet.post(move(K.HOLD, ("old", A.AVAILABLE, A.HELD, 50), redemption="r"))


def test_one_redemption_cannot_capture_void_or_return_what_belongs_to_another() -> None:
    held = a_wallet((LOT, 100)).post(move(K.HOLD, ("lot", A.AVAILABLE, A.HELD, 100), redemption="mine"))
    redeemed = held.post(move(K.CAPTURE, ("lot", A.HELD, A.REDEEMED, 100), redemption="mine"))

    for wallet, kind, source, destination in [
        (held, K.CAPTURE, A.HELD, A.REDEEMED),
        (held, K.VOID, A.HELD, A.AVAILABLE),
        (redeemed, K.REINSTATE, A.REDEEMED, A.AVAILABLE),
    ]:
        with pytest.raises(Overdrawn):
            wallet.post(move(kind, ("lot", source, destination, 1), redemption="yours"))


@pytest.mark.parametrize("kind", [K.HOLD, K.CAPTURE, K.VOID, K.REINSTATE])
def test_what_concerns_a_redemption_must_name_it(kind: Kind) -> None:
    source, destination = min(ROUTES[kind])

    with pytest.raises(BadPosting, match="must name its redemption"):
        rich().post(move(kind, ("lot", source, destination, 1), redemption=None))


@pytest.mark.parametrize("points", [0, -1])
def test_a_posting_moves_a_positive_number_of_points(points: int) -> None:
    with pytest.raises(BadPosting, match="a positive number"):
        rich().post(move(K.VEST, ("lot", A.PENDING, A.AVAILABLE, points)))


def test_a_transaction_without_postings_is_refused() -> None:
    with pytest.raises(BadPosting, match="moves nothing"):
        rich().post(move(K.VEST))


def test_an_unknown_lot_is_refused() -> None:
    with pytest.raises(BadPosting, match="lot other is not in this wallet"):
        rich().post(move(K.EARN, ("other", A.ISSUED, A.PENDING, 1)))


def test_a_lot_is_opened_once() -> None:
    with pytest.raises(BadPosting, match="lot lot is there already"):
        rich().post(earn(LOT, 1))
    with pytest.raises(BadPosting, match="lot lot is there already"):
        Wallet().post(replace(earn(LOT, 1), lots=(LOT, LOT)))


def test_a_lot_that_gets_no_points_is_not_opened() -> None:
    """The database finds lots by their postings, so an empty one would be in memory and nowhere else."""
    with pytest.raises(BadPosting, match="lot empty gets no points"):
        Wallet().post(replace(earn(LOT, 1), lots=(LOT, a_lot("empty"))))


def test_a_refused_transaction_changes_nothing() -> None:
    wallet = a_wallet((LOT, 100))
    before = replace(wallet, lots=dict(wallet.lots), balances=dict(wallet.balances))
    good, bad = ("lot", A.AVAILABLE, A.HELD, 10), ("lot", A.AVAILABLE, A.HELD, 1000)

    with pytest.raises(LedgerError):
        wallet.post(move(K.HOLD, good, bad, redemption="r"))

    assert wallet == before


def test_posting_leaves_the_wallet_as_it_was_and_returns_another() -> None:
    wallet = a_wallet((LOT, 100))

    after = wallet.post(move(K.HOLD, ("lot", A.AVAILABLE, A.HELD, 30), redemption="r"))

    assert (wallet.total(A.AVAILABLE), wallet.total(A.HELD)) == (100, 0)
    assert (after.total(A.AVAILABLE), after.total(A.HELD)) == (70, 30)
    assert sum(after.total(account) for account in Account) == 0


def test_what_expires_first_is_drawn_first_and_what_never_expires_last() -> None:
    wallet = a_wallet(
        (a_lot("never"), 10),
        (a_lot("late", expires_at=at(30)), 10),
        (a_lot("soon", expires_at=at(3)), 10),
        (a_lot("older", expires_at=at(30), earned_at=at(-1)), 10),
    )

    assert wallet.draw(35, NOW) == [("soon", 10), ("older", 10), ("late", 10), ("never", 5)]


def test_lapsed_lots_are_neither_spendable_nor_drawn_even_before_a_sweep_has_seen_them() -> None:
    wallet = a_wallet((a_lot("gone", expires_at=NOW), 50), (a_lot("live"), 20))

    assert wallet.spendable(at(0)) == 20
    assert wallet.draw(60, at(0)) == [("live", 20)]
    assert wallet.spendable(at(-1)) == 70


def test_drawing_can_leave_lots_alone_and_gives_less_where_there_is_less() -> None:
    wallet = a_wallet((a_lot("own"), 50), (a_lot("other"), 20))

    assert wallet.draw(60, NOW, besides=frozenset({"own"})) == [("other", 20)]


def test_pending_points_cannot_be_spent() -> None:
    assert Wallet().post(earn(LOT, 100)).spendable(at(100)) == 0


def test_the_points_of_a_redemption_come_in_the_order_they_are_drawn() -> None:
    wallet = a_wallet((a_lot("late", expires_at=at(30)), 10), (a_lot("soon", expires_at=at(3)), 10))
    parts = [(lot, A.AVAILABLE, A.HELD, 10) for lot in ("late", "soon")]

    held = wallet.post(move(K.HOLD, *parts, redemption="r"))

    assert list(held.of_redemption("r", A.HELD).items()) == [("soon", 10), ("late", 10)]
    assert held.of_redemption("other", A.HELD) == {}


def changed(transaction: Transaction) -> dict[str, Transaction]:
    posting, lot = transaction.postings[0], transaction.lots[0]
    return {
        "points": replace(transaction, postings=(replace(posting, points=posting.points + 1),)),
        "destination": replace(transaction, postings=(replace(posting, destination=A.AVAILABLE),)),
        "kind": replace(transaction, kind=K.ADJUST),
        "order": replace(transaction, order="another"),
        "redemption": replace(transaction, redemption="another"),
        "resolves": replace(transaction, resolves="another"),
        "maturity": replace(transaction, lots=(replace(lot, matures_at=at(1)),)),
        "expiry": replace(transaction, lots=(replace(lot, expires_at=at(1)),)),
        "request": replace(transaction, request="another"),
    }


@pytest.mark.parametrize("what", changed(earn(LOT, 100)))
def test_a_fingerprint_tells_other_content_apart(what: str) -> None:
    original = earn(LOT, 100)

    assert changed(original)[what].fingerprint != original.fingerprint


def test_a_fingerprint_does_not_depend_on_when_or_by_whom() -> None:
    original = earn(LOT, 100)

    assert replace(original, happened_at=at(9), author="someone").fingerprint == original.fingerprint


def test_with_a_request_the_fingerprint_is_of_what_was_asked_and_not_of_what_was_found() -> None:
    asked = move(K.HOLD, ("lot", A.AVAILABLE, A.HELD, 100), redemption="r", request="100 points")
    found_elsewhere = replace(asked, postings=(replace(asked.postings[0], lot="other"),))

    assert asked.fingerprint == found_elsewhere.fingerprint


def test_a_transaction_knows_how_many_points_it_moves() -> None:
    assert move(K.HOLD, ("a", A.AVAILABLE, A.HELD, 3), ("b", A.AVAILABLE, A.HELD, 4)).points == 7
    assert vest(LOT, 5).points == 5
