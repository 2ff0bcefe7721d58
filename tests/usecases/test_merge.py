"""Members who are one person: one wallet while they are joined, and each their own again when they are parted."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.core.commerce import Buyer, Order, Stage
from connector.core.ledger import Account, Place, Wallet
from connector.core.quote import Refusal
from connector.db import joining, ledger
from connector.db.engine import Database
from connector.db.ledger import Books
from connector.usecases.adjust import adjust_points
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.look import find_member, member_card, member_list
from connector.usecases.merge import NotJoinable, Together, join_members, part_members
from connector.usecases.redeem import NoSuchMember, redeem
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import ANNA, BERT, a_line, a_refund, an_order, at, some_terms, with_code
from tests.usecases.shop import CLUB, Shop, a_store, member_of, settle
from tests.usecases.test_export import checked, exported

Fresh = Callable[[], AbstractContextManager[Database]]
TIERED = CLUB + "tiers: {levels: [{name: Silver, spend: 100, times: 2}]}\n"


def two(database: Database, store: Store, anna: int = 100, bert: int = 50) -> tuple[int, int]:
    """Anna and Bert, each with points from an order of their own."""
    settle(database, store, an_order(a_line(anna * 100), id="a"), an_order(a_line(bert * 100), id="b", buyer=BERT))
    with database.read() as connection:
        return member_of(connection, "7"), member_of(connection, "8")


def join(database: Database, member: int, into: int, day: float = 1) -> Together:
    made = join_members(database, member, into, reason="said so at the till", author="cli:test", now=at(day))
    assert verify(database).faults == []
    return made


def part(database: Database, member: int, day: float = 2) -> Together:
    made = part_members(database, member, author="cli:test", now=at(day))
    assert verify(database).faults == []
    return made


def own(database: Database, *ids: int) -> list[Wallet]:
    with database.read() as connection:
        return list(ledger.wallets(connection, ids, some_terms()).values())


def later(order: Order, day: float, **changes: Any) -> Order:
    return replace(order, modified_at=at(day), observed_at=at(day), **changes)


def test_joined_members_have_one_wallet_and_either_may_spend_all_of_it(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)

    assert join(database, bert, anna) == Together([anna, bert], 150)
    for who in (anna, bert):
        card = member_card(database, str(who), at(1))
        assert (card.available, len(card.statement), len(card.identities)) == (150, 4, 2)
        assert card.joined == [bert if who == anna else anna]

    assert redeem(database, store, bert, 120, key="k", author="s", now=at(1)).left == 30
    assert member_card(database, str(anna), at(1)).held == 120
    with pytest.raises(Refusal):
        redeem(database, store, anna, 31, key="other", author="s", now=at(1))
    assert verify(database).faults == []


def test_parted_with_nothing_in_between_each_has_exactly_what_was_theirs(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    before = own(database, anna, bert)

    join(database, bert, anna)
    assert part(database, bert) == Together([bert], 50)

    assert own(database, anna, bert) == before
    with pytest.raises(NotJoinable, match="joined to nobody"):
        part(database, bert)


def test_what_each_earned_meanwhile_is_theirs_and_what_was_spent_together_stays_spent(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    join(database, bert, anna)
    settle(database, store, an_order(a_line(1_000), id="b2", buyer=BERT, placed_at=at(1)))
    redeem(database, store, anna, 130, key="k", author="s", now=at(1))

    part(database, bert)

    assert [wallet.spendable(at(2)) for wallet in own(database, anna, bert)] == [0, 30]


@pytest.mark.parametrize("ends", ["used", "given back", "used and refunded"])
def test_a_redemption_made_together_ends_as_any_other_after_the_parting(database: Database, ends: str) -> None:
    """Its points go where they came from, though half of them are somebody else's by now."""
    shop = Shop()
    store = a_store(database, shop)
    anna, bert = two(database, store)
    join(database, bert, anna)
    code = redeem(database, store, anna, 150, key="k", author="s", now=at(1)).row.code
    dispatch(database, store, at(1))
    part(database, bert)

    use = with_code(an_order(a_line(0), id="use", placed_at=at(3)), code)
    if ends == "given back":
        sweep_codes(database, at(60))
        dispatch(database, store, at(60))
    else:
        settle(database, store, use, now=at(3))
    if ends == "used and refunded":
        settle(database, store, later(use, 4, stage=Stage.CANCELLED), now=at(4))

    left = [wallet.spendable(at(60)) for wallet in own(database, anna, bert)]
    assert left == ([0, 0] if ends == "used" else [100, 50])
    assert verify(database).faults == []


def test_nobody_can_spend_points_that_lie_in_anothers_lots(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    join(database, bert, anna)
    redeem(database, store, anna, 110, key="k", author="s", now=at(1))
    part(database, bert)

    wallet = own(database, anna)[0]
    assert (wallet.spendable(at(2)), len(wallet.strange)) == (0, 1)
    assert own(database, bert)[0].spendable(at(2)) == 40
    sweep_lots(database, at(400))
    assert verify(database).faults == []


def test_a_debt_is_paid_by_whoever_has_points(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    redeem(database, store, bert, 50, key="k", author="s", now=at(1))
    settle(database, store, an_order(a_line(5_000), id="b", buyer=BERT, modified_at=at(1), stage=Stage.CANCELLED))
    assert member_card(database, str(bert), at(1)).owed == 50

    join(database, bert, anna)
    adjust_points(database, anna, 10, key="k", reason="gift", author="cli:test", now=at(1))

    card = member_card(database, str(anna), at(1))
    assert (card.owed, card.available) == (0, 100 + 10 - 50)
    assert verify(database).faults == []


def test_joined_members_rise_together_and_fall_apart_again(database: Database) -> None:
    """Bert's second order doubles once Anna's counts for him, in whichever store, and does no more when it does not."""
    store = a_store(database, programme=TIERED)
    outlet = a_store(database, programme=TIERED, name="outlet")
    settle(database, store, an_order(a_line(10_000), id="a", placed_at=at(-9), completed_at=at(-9)))
    settle(database, outlet, an_order(a_line(5_000), id="b", buyer=BERT))
    with database.read() as connection:
        anna, bert = member_of(connection, "7"), member_of(connection, "8", "outlet")
    assert [wallet.spendable(at(9)) for wallet in own(database, anna, bert)] == [100, 50]

    assert join(database, bert, anna).available == 100 + 2 * 50
    settle(database, store, an_order(a_line(10_000), id="a", modified_at=at(1), stage=Stage.CANCELLED))
    assert own(database, bert)[0].spendable(at(9)) == 50, "an order of another store fell away"
    settle(database, store, an_order(a_line(10_000), id="a", placed_at=at(-9), completed_at=at(-9), modified_at=at(2)))
    assert own(database, bert)[0].spendable(at(9)) == 200
    assert member_card(database, str(bert), at(9)).tier == member_card(database, str(anna), at(9)).tier

    assert part(database, bert, 3).available == 50


def test_those_joined_to_one_who_is_joined_are_one_person_and_are_parted_where_they_were_joined(
    database: Database,
) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    settle(database, store, an_order(a_line(700), id="c", buyer=Buyer("9", None)))
    with database.read() as connection:
        carl = member_of(connection, "9")
    join(database, carl, bert)

    assert join(database, bert, anna) == Together([anna, bert, carl], 157)
    with pytest.raises(NotJoinable, match="one person already"):
        join(database, anna, carl)
    assert part(database, bert) == Together([bert, carl], 57)
    assert own(database, anna)[0].spendable(at(2)) == 100


def test_who_is_joined_already_must_be_parted_first(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    settle(database, store, an_order(id="c", buyer=Buyer("9", None)))
    with database.read() as connection:
        carl = member_of(connection, "9")
    join(database, bert, anna)

    with pytest.raises(NotJoinable, match=f"joined to member {anna} already"):
        join(database, bert, carl)


def test_members_of_two_programmes_and_of_none_cannot_be_joined(database: Database) -> None:
    anna, _ = two(database, a_store(database))
    other = a_store(database, programme=CLUB.replace("programme: club", "programme: other"), name="elsewhere")
    settle(database, other, an_order())
    with database.read() as connection:
        stranger = member_of(connection, "7", "elsewhere")

    with pytest.raises(NotJoinable, match="different programmes"):
        join(database, anna, stranger)
    with pytest.raises(NoSuchMember):
        join(database, anna, 99)


def test_where_each_store_has_its_wallet_customers_of_two_stores_stay_apart(database: Database) -> None:
    programme = CLUB + "wallet_scope: per_store\n"
    anna, bert = two(database, a_store(database, programme=programme))
    settle(database, a_store(database, programme=programme, name="outlet"), an_order())
    with database.read() as connection:
        outlets = member_of(connection, "7", "outlet")

    with pytest.raises(NotJoinable, match="per_store"):
        join(database, outlets, anna)
    assert join(database, bert, anna).available == 150, "of one store they may be"


def test_a_balance_of_before_knows_nothing_of_the_joining(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    join(database, bert, anna, day=5)
    part(database, bert, day=7)

    with database.read() as connection:
        had = [ledger.wallet_at(connection, anna, some_terms(), at(day), None).spendable(at(day)) for day in (4, 6, 8)]
    assert had == [100, 150, 100]


def test_the_roster_shows_a_person_once(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    join(database, bert, anna)

    (row,) = member_list(database, "available", None, at(1))  # type: ignore[arg-type]
    assert (row.id, row.available) == (anna, 150)
    assert find_member(database, "bert@example.org").id == bert


def test_whoever_opens_the_books_of_one_has_locked_them_all(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    join(database, bert, anna)

    with database.write() as connection:
        books = Books.open(connection, [bert], some_terms())
        assert books.members() == {anna, bert}
        assert books.wallet(anna) is books.wallet(bert)
        assert [one.into_id for one in joining.log(connection, [bert])] == [anna]


def test_an_export_of_joined_members_proves_itself(sqlite_database: Database, tmp_path: Any) -> None:
    """The first member's points move in the second's transactions, before and after they were parted."""
    store = a_store(sqlite_database)
    anna, bert = two(sqlite_database, store)
    settle(sqlite_database, store, an_order(id="c", buyer=Buyer("9", None)))
    join(sqlite_database, bert, anna)
    code = redeem(sqlite_database, store, bert, 150, key="k", author="s", now=at(1)).row.code
    part(sqlite_database, bert)
    settle(sqlite_database, store, with_code(an_order(a_line(0), id="use", buyer=BERT), code))

    said = checked(tmp_path, exported(sqlite_database))

    assert (said.status, said.err) == (0, "")
    assert f"seal {verify(sqlite_database).seal}" in said.out


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.sampled_from([ANNA, BERT]), st.integers(0, 4), st.integers(0, 90)),
        st.tuples(st.just("refund"), st.integers(0, 4), st.integers(0, 9_000)),
        st.tuples(st.just("cancel"), st.integers(0, 4)),
        st.tuples(st.just("redeem"), st.booleans(), st.integers(1, 80)),
        st.tuples(st.just("use"), st.integers(0, 4), st.integers(0, 3)),
        st.tuples(st.just("lapse")),
        st.tuples(st.just("adjust"), st.booleans(), st.integers(-40, 40)),
        st.tuples(st.just("join"), st.booleans()),
        st.tuples(st.just("part")),
    ),
    max_size=14,
)


@given(STEPS, st.sampled_from([CLUB, TIERED, CLUB + "grant: {delay_days: 2}\n", CLUB + "expire: {months: 1}\n"]))
@settings(max_examples=settings().max_examples // 2)
def test_whatever_happens_the_books_hold_and_joining_and_parting_at_once_changes_nothing(
    fresh_database: Fresh, steps: list[tuple[Any, ...]], programme: str
) -> None:
    with fresh_database() as database:
        live(database, a_store(database, programme=programme), steps)


@given(STEPS, st.sampled_from([CLUB, TIERED]))
@settings(max_examples=settings().max_examples // 10)
def test_so_it_is_on_the_other_engine(fresh_postgresql: Fresh, steps: list[tuple[Any, ...]], programme: str) -> None:
    with fresh_postgresql() as database:
        live(database, a_store(database, programme=programme), steps)


def live(database: Database, store: Store, steps: list[tuple[Any, ...]]) -> None:
    anna, bert = two(database, store)
    known: dict[int, Order] = {}
    codes: list[str] = []
    for day, step in enumerate(steps, start=1):
        now = at(day * 3)
        match step:
            case ("order", buyer, number, worth):
                moment = {"placed_at": now, "completed_at": now, "modified_at": now, "observed_at": now}
                known[number] = an_order(a_line(worth * 100), id=f"o{number}", buyer=buyer, **moment)
                settle(database, store, known[number], now=now)
            case ("refund", number, amount) if number in known:
                known[number] = later(known[number], day * 3, refunds=(a_refund(amount),))
                settle(database, store, known[number], now=now)
            case ("cancel", number) if number in known:
                known[number] = later(known[number], day * 3, stage=Stage.CANCELLED)
                settle(database, store, known[number], now=now)
            case ("use", number, nth) if number in known and nth < len(codes):
                known[number] = with_code(later(known[number], day * 3), codes[nth])
                settle(database, store, known[number], now=now)
            case ("redeem", whose, wanted):
                who = anna if whose else bert
                with suppress(Refusal):
                    codes.append(redeem(database, store, who, wanted, key=str(day), author="s", now=now).row.code)
            case ("lapse",):
                sweep_codes(database, now)
                dispatch(database, store, now, limit=100)
                sweep_lots(database, now)
            case ("adjust", whose, change):
                who = anna if whose else bert
                with suppress(Refusal):
                    adjust_points(database, who, change, key=str(day), reason="r", author="s", now=now)
            case ("join", which):
                pair = (anna, bert) if which else (bert, anna)
                if bound(database, anna, bert):
                    continue
                before, owed = points_of(database, anna, bert), owing(database, anna, bert)
                join_members(database, *pair, reason="r", author="s", now=now)
                part_members(database, pair[0], author="s", now=now)
                if not owed and not owing(
                    database, anna, bert
                ):  # joining pays debts, and what a tier brings in between
                    assert points_of(database, anna, bert) == before
                join_members(database, *pair, reason="r", author="s", now=now)
            case ("part",):
                for one in (anna, bert):
                    with suppress(NotJoinable):
                        part_members(database, one, author="s", now=now)
    assert verify(database).faults == []
    wallets = points_of(database, anna, bert)
    assert all(points > 0 for wallet in wallets for points in wallet.values())


def bound(database: Database, one: int, other: int) -> bool:
    with database.read() as connection:
        return joining.groups(connection, [one]).root(one) == joining.groups(connection, [other]).root(other)


def points_of(database: Database, *ids: int) -> list[dict[Place, int]]:
    """Where the points in each one's own lots lie."""
    with database.read() as connection:
        wallets = ledger.stored_wallets(connection, ids).values()
    return [
        {place: n for place, n in wallet.balances.items() if n and place.account is not Account.ISSUED}
        for wallet in wallets
    ]


def owing(database: Database, *ids: int) -> bool:
    return any(member_card(database, str(one), at(999)).owed for one in ids)


def test_what_one_owes_is_paid_with_the_joining_itself(database: Database) -> None:
    store = a_store(database)
    anna, bert = two(database, store)
    adjust_points(database, bert, -50, key="till", reason="till", author="test", now=at(0.5))
    settle(database, store, later(an_order(a_line(5_000), id="b", buyer=BERT), 0.7, refunds=(a_refund(5_000),)))
    assert member_card(database, str(bert), at(1)).owed == 50

    together = join(database, bert, anna)

    assert together.available == 50
    card = member_card(database, str(anna), at(1))
    assert (card.owed, card.available) == (0, 50)
    assert part(database, bert).available == 0
    assert member_card(database, str(anna), at(3)).available == 50


def test_where_the_shop_pays_debts_a_joining_takes_nothing(database: Database) -> None:
    store = a_store(database, programme=CLUB + "debt: absorb\n")
    anna, bert = two(database, store)
    adjust_points(database, bert, -50, key="till", reason="till", author="test", now=at(0.5))
    settle(database, store, later(an_order(a_line(5_000), id="b", buyer=BERT), 0.7, refunds=(a_refund(5_000),)))

    assert join(database, bert, anna).available == 100
