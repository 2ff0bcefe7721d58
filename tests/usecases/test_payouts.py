"""Points that become money: redeemed when the store has it, and back by what is left of it."""

from typing import Any

import pytest

from connector.adapter import Misconfigured, Rejected, Retryable
from connector.core.programme import Into
from connector.core.quote import Refusal
from connector.core.rewards import Fulfilment
from connector.db import rewards
from connector.db.engine import Database
from connector.db.ledger import KeyReused
from connector.db.queue import counts
from connector.db.tables import outbox
from connector.usecases.attaching import NoOrderDiscounts
from connector.usecases.audit import verify
from connector.usecases.dispatch import dispatch
from connector.usecases.follow_accounts import follow_accounts
from connector.usecases.look import member_card
from connector.usecases.payouts import NoAccount, NoGiftCards, NoStoreCredit
from connector.usecases.privacy import erase_person
from connector.usecases.redeem import Redeeming, redeem
from connector.usecases.retry import retry
from connector.usecases.rewards import NotWaiting, Taking, end_discounts, offers, reject, take_reward
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes
from tests.building import NOW, a_line, a_refund, an_order, at
from tests.usecases.purses import Cards, Purses
from tests.usecases.shop import CLUB, Discounts, Shop, a_store, enrol, points, settle

REWARDS = (
    CLUB
    + """
rewards:
  - {kind: gift_card, name: card, points: 150, title: A gift card, amount: 10, valid_days: 365, stock: 1}
  - {kind: store_credit, name: credit, points: 90, title: Store credit, amount: 7}
"""
)


def into(way: str) -> str:
    """The programme whose points become that."""
    return CLUB.replace("worth: 5.00", f"worth: 5.00, into: {way}")


class Purse(Shop):
    """A shop that has both."""

    def __init__(self) -> None:
        super().__init__()
        self.gift_cards = self.cards = Cards()
        self.store_credit = self.purses = Purses()


def club(database: Database, programme: str = REWARDS) -> tuple[Store, Purse, int]:
    """Anna with 250 points."""
    shop = Purse()
    store = a_store(database, shop, programme)
    return store, shop, enrol(database, store, 250)


def take(database: Database, store: Store, member: int, name: str, **changes: Any) -> Taking:
    return take_reward(
        database, store, member, name, **{"key": f"k-{name}", "author": "shopper", "now": NOW, **changes}
    )


def turn(database: Database, store: Store, member: int, count: int, **changes: Any) -> Redeeming:
    return redeem(database, store, member, count, **{"key": "k", "author": "shopper", "now": NOW, **changes})


def test_points_are_held_until_the_store_has_the_card(database: Database) -> None:
    store, shop, anna = club(database)

    made = take(database, store, anna, "card")
    before = points(database)
    dispatch(database, store, NOW)

    assert before == {"available": 100, "held": 150}
    assert points(database) == {"available": 100, "redeemed": 150}
    assert (made.row.worth, made.row.minimum_spend, made.row.expires_at) == (1_000, 0, at(365))
    assert made.reward.fulfilment is Fulfilment.MONEY
    card = shop.cards.issued[made.row.code]
    assert (card.amount, card.currency, card.reference, card.expires_at) == (1_000, "EUR", made.row.reference, at(365))
    assert (card.email, card.customer) == ("anna@example.org", "7")
    assert shop.issued == {}
    assert verify(database).faults == []


def test_credit_is_for_the_members_account_and_has_no_end_where_none_is_said(database: Database) -> None:
    store, shop, anna = club(database)

    made = take(database, store, anna, "credit")
    dispatch(database, store, NOW)

    ((credit, amount),) = shop.purses.moved.values()
    assert (amount, credit.customer, credit.expires_at, credit.ordered_at) == (700, "7", None, NOW)
    assert points(database) == {"available": 160, "redeemed": 90}
    assert made.row.expires_at == NOW
    assert verify(database).faults == []


def test_a_lost_answer_makes_one_card_and_redeems_once(database: Database) -> None:
    store, shop, anna = club(database)
    take(database, store, anna, "card")
    shop.cards.troubles = [Retryable("timed out")]

    dispatch(database, store, NOW)
    held = points(database)
    dispatch(database, store, at(1))
    dispatch(database, store, at(2))

    assert held == {"available": 100, "held": 150}
    assert points(database) == {"available": 100, "redeemed": 150}
    assert len(shop.cards.issued) == 1


@pytest.mark.parametrize(("left", "back"), [(1_000, 150), (999, 149), (333, 49), (1, 0), (0, 0), (2_000, 150)])
def test_of_a_card_that_is_closed_the_share_of_what_is_left_comes_back(
    database: Database, left: int, back: int
) -> None:
    store, shop, anna = club(database)
    made = take(database, store, anna, "card")
    dispatch(database, store, NOW)
    shop.cards.left[made.row.code] = left

    decided = reject(database, made.row.reference, "changed her mind", author="owner", now=at(1))
    told = points(database)
    dispatch(database, store, at(1))
    dispatch(database, store, at(2))

    assert (decided.decided_by, decided.redeemed, told["redeemed"]) == ("owner", 150, 150)
    assert shop.cards.closed == {made.row.code}
    assert points(database).get("available") == 100 + back
    assert points(database).get("redeemed", 0) == 150 - back
    assert verify(database).faults == []


def test_of_credit_what_is_still_on_the_account_comes_back(database: Database) -> None:
    store, shop, anna = club(database)
    made = take(database, store, anna, "credit")
    dispatch(database, store, NOW)
    shop.purses.held["7"] = 350

    reject(database, made.row.reference, "refunded", author="owner", now=at(1))
    dispatch(database, store, at(1))
    dispatch(database, store, at(2))

    assert shop.purses.held["7"] == 0
    assert points(database) == {"available": 160 + 45, "redeemed": 45}


def test_what_never_came_to_be_gives_all_points_back_and_touches_no_other_money(database: Database) -> None:
    store, shop, anna = club(database)
    shop.purses.held["7"] = 5_000
    shop.cards.troubles, shop.purses.troubles = [Rejected("no")], [Rejected("no")]
    card, credit = take(database, store, anna, "card"), take(database, store, anna, "credit")
    dispatch(database, store, NOW)
    parked = points(database)

    for made in (card, credit):
        reject(database, made.row.reference, "the store refused", author="owner", now=at(1))
    dispatch(database, store, at(1))

    assert parked == {"available": 10, "held": 240}
    assert points(database) == {"available": 250}
    assert shop.purses.held["7"] == 5_000
    assert verify(database).faults == []


def test_what_was_given_back_is_not_made_later(database: Database) -> None:
    store, shop, anna = club(database)
    shop.cards.troubles = [Rejected("no")]
    made = take(database, store, anna, "card")
    dispatch(database, store, NOW)
    reject(database, made.row.reference, "the store refused", author="owner", now=at(1))
    dispatch(database, store, at(1))

    retry(database, "outbox", None, at(2))
    dispatch(database, store, at(2))

    assert shop.cards.issued == {}
    assert points(database) == {"available": 250}


def test_a_card_whose_making_was_never_heard_of_gives_back_what_is_left(database: Database) -> None:
    store, shop, anna = club(database)
    made = take(database, store, anna, "card")
    shop.cards.troubles = [Rejected("cannot be read")]
    dispatch(database, store, NOW)
    shop.cards.left[made.row.code] = 500
    shop.cards.issued[made.row.code] = None  # type: ignore[assignment]  # it is there all the same, and half of it spent

    reject(database, made.row.reference, "looked into it", author="owner", now=at(1))
    dispatch(database, store, at(1))

    assert points(database) == {"available": 175, "redeemed": 75}
    assert verify(database).faults == []


def test_a_card_that_is_made_while_its_points_go_back_is_closed_at_once(database: Database) -> None:
    store, shop, anna = club(database)
    made = take(database, store, anna, "card")
    issue = shop.cards.issue

    def slowly(card: Any) -> None:
        reject(database, made.row.reference, "at the same time", author="owner", now=NOW)
        dispatch(database, store, NOW)
        issue(card)

    shop.cards.issue = slowly  # type: ignore[method-assign]
    dispatch(database, store, NOW)
    dispatch(database, store, at(1))

    assert shop.cards.closed == {made.row.code}
    assert points(database) == {"available": 250}


def test_a_card_that_the_store_lost_is_for_a_person_to_judge(database: Database) -> None:
    store, shop, anna = club(database)
    made = take(database, store, anna, "card")
    dispatch(database, store, NOW)
    shop.cards.issued.clear()
    shop.cards.left.clear()

    reject(database, made.row.reference, "why not", author="owner", now=at(1))
    dispatch(database, store, at(1))

    assert points(database) == {"available": 100, "redeemed": 150}
    with database.read() as connection:
        assert counts(connection, outbox)["shop", "parked"] == 1


def test_money_is_taken_back_once(database: Database) -> None:
    store, _, anna = club(database)
    made = take(database, store, anna, "card")
    dispatch(database, store, NOW)
    reject(database, made.row.reference, "first", author="owner", now=at(1))

    with pytest.raises(NotWaiting, match=r"decided on .* by owner: first"):
        reject(database, made.row.reference, "second", author="owner", now=at(2))
    dispatch(database, store, at(2))

    assert points(database) == {"available": 250}
    assert take(database, store, anna, "card", key="again").left == 100  # the stock came back too


def test_time_takes_no_money_back(database: Database) -> None:
    store, shop, anna = club(database)
    take(database, store, anna, "card")
    take(database, store, anna, "credit")
    dispatch(database, store, NOW)

    assert end_discounts(database, at(1_000)) == 0
    assert sweep_codes(database, at(1_000)) == 0
    dispatch(database, store, at(1_000))
    assert shop.cards.closed == set()
    assert points(database)["redeemed"] == 240


def test_a_card_has_an_end_of_stock(database: Database) -> None:
    store, _, anna = club(database)
    take(database, store, anna, "card")

    with pytest.raises(Refusal, match="sold_out"):
        take(database, store, anna, "card", key="another")
    assert {offer.reward.name: offer.stock for offer in offers(database, store, anna, NOW)} == {
        "card": 0,
        "credit": None,
    }


@pytest.mark.parametrize(
    ("name", "facet", "error"), [("card", "gift_cards", NoGiftCards), ("credit", "store_credit", NoStoreCredit)]
)
def test_a_store_without_it_gives_none_and_nothing_changes(
    sqlite_database: Database, name: str, facet: str, error: type[Exception]
) -> None:
    store, shop, anna = club(sqlite_database)
    setattr(shop, facet, None)

    with pytest.raises(error):
        take(sqlite_database, store, anna, name)

    assert points(sqlite_database) == {"available": 250}


@pytest.mark.parametrize("name", ["card", "credit"])
def test_a_store_that_lost_it_parks_what_waits(sqlite_database: Database, name: str) -> None:
    store, shop, anna = club(sqlite_database)
    take(sqlite_database, store, anna, name)
    shop.gift_cards = shop.store_credit = None  # type: ignore[assignment]

    assert dispatch(sqlite_database, store, NOW).parked == 1
    assert points(sqlite_database)["held"] in (150, 90)


def test_credit_needs_an_account_in_the_store(sqlite_database: Database) -> None:
    _, _, anna = club(sqlite_database)
    elsewhere = a_store(sqlite_database, Purse(), REWARDS, "elsewhere")

    with pytest.raises(NoAccount, match=f"member {anna} has no customer account in store elsewhere"):
        take(sqlite_database, elsewhere, anna, "credit")
    take(sqlite_database, elsewhere, anna, "card")
    assert points(sqlite_database) == {"available": 100, "held": 150}


@pytest.mark.parametrize("way", [Into.GIFT_CARD, Into.STORE_CREDIT])
def test_points_are_redeemed_into_money_at_the_programmes_rate(database: Database, way: Into) -> None:
    store, shop, anna = club(database, into(way))

    made = turn(database, store, anna, 120)
    again = turn(database, store, anna, 120)
    dispatch(database, store, NOW)

    assert (made.row.worth, made.row.minimum_spend, made.into, made.left) == (600, 0, way, 130)
    assert (again.row, again.into, again.replayed) == (made.row, way, True)
    assert points(database) == {"available": 130, "redeemed": 120}
    given = shop.cards.left.get(made.row.code) if way is Into.GIFT_CARD else shop.purses.held.get("7")
    assert given == 600
    with database.read() as connection:
        taken = rewards.by_reference(connection, made.row.reference)
    assert taken is not None
    assert taken.terms["kind"] == way


def test_redeemed_money_is_taken_back_as_a_reward_is(database: Database) -> None:
    store, shop, anna = club(database, into("gift_card, valid_days: 400"))
    made = turn(database, store, anna, 120)
    dispatch(database, store, NOW)
    shop.cards.pay(made.row.code, 150)

    reject(database, made.row.reference, "asked for it", author="owner", now=at(1))
    dispatch(database, store, at(1))

    assert made.row.expires_at == at(400)
    assert points(database) == {"available": 130 + 90, "redeemed": 30}
    assert member_card(database, str(anna), at(2)).available == 220


def test_money_goes_on_no_order_and_a_key_stands_for_one_wish(sqlite_database: Database) -> None:
    store, _, anna = club(sqlite_database, into("gift_card"))

    with pytest.raises(NoOrderDiscounts, match="points become a gift card here"):
        turn(sqlite_database, store, anna, 120, order="first")
    turn(sqlite_database, store, anna, 100)
    with pytest.raises(KeyReused):
        turn(sqlite_database, store, anna, 120)
    assert points(sqlite_database) == {"available": 150, "held": 100}


def test_a_programme_that_redeems_into_cards_needs_no_coupons(sqlite_database: Database) -> None:
    store, shop, anna = club(sqlite_database, into("gift_card"))
    shop.without_coupons = True

    turn(sqlite_database, store, anna, 100)

    assert points(sqlite_database) == {"available": 150, "held": 100}


def test_the_forgotten_keep_the_money_they_have_and_get_none_that_waits(database: Database) -> None:
    store, shop, anna = club(database)
    had = take(database, store, anna, "credit")
    dispatch(database, store, NOW)
    waits = take(database, store, anna, "card")

    erase_person(database, [store], anna, "owner", at(1))
    dispatch(database, store, at(1))

    assert shop.purses.moved[had.row.reference][1] == 700
    assert shop.purses.held["7"] == 700
    with pytest.raises(NotWaiting, match="they are erased"):
        reject(database, had.row.reference, "too late", author="owner", now=at(2))
    assert waits.row.code not in shop.cards.issued
    assert verify(database).faults == []


def test_a_card_that_the_store_has_unheard_of_is_closed_with_the_person_who_is_forgotten(database: Database) -> None:
    store, shop, anna = club(database)
    made = take(database, store, anna, "card")
    issue = shop.cards.issue

    def lost(card: Any) -> None:
        issue(card)
        raise Retryable("timed out")

    shop.cards.issue = lost  # type: ignore[method-assign]
    dispatch(database, store, NOW)
    erase_person(database, [store], anna, "owner", at(1))
    dispatch(database, store, at(1))

    assert shop.cards.closed == {made.row.code}
    assert verify(database).faults == []


def test_points_that_come_back_pay_what_is_owed_first(database: Database) -> None:
    store, _, anna = club(database)
    made = take(database, store, anna, "card")
    dispatch(database, store, NOW)
    whole = a_refund(25_000)
    settle(database, store, an_order(a_line(25_000), id="first", modified_at=at(1), refunds=(whole,)), now=at(2))
    owed = member_card(database, str(anna), at(2)).owed

    reject(database, made.row.reference, "all of it goes back", author="owner", now=at(3))
    dispatch(database, store, at(3))

    assert owed == 150
    assert member_card(database, str(anna), at(3)).owed == 0
    assert points(database) == {}
    assert verify(database).faults == []


def test_wrong_keys_park_and_can_be_tried_again(database: Database) -> None:
    store, shop, anna = club(database)
    take(database, store, anna, "card")
    shop.cards.troubles = [Misconfigured("wrong keys")]
    dispatch(database, store, NOW)

    retry(database, "outbox", None, at(1))
    dispatch(database, store, at(1))

    assert points(database) == {"available": 100, "redeemed": 150}


def test_a_gift_card_of_somebody_with_an_account_is_no_standing_discount(sqlite_database: Database) -> None:
    shop = Shop()
    shop.gift_cards, shop.standing_discounts = Cards(), Discounts()
    store = a_store(sqlite_database, shop, CLUB.replace("worth: 5.00", "worth: 5.00, into: gift_card"))
    redeem(sqlite_database, store, enrol(sqlite_database, store, 100), 100, key="k", author="s", now=NOW)
    dispatch(sqlite_database, store, NOW)

    assert follow_accounts(sqlite_database, store, NOW) == 0
