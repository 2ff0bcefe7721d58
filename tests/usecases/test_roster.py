"""The list of members says of each what the member's own page says, whatever became of the points."""

from connector.core.commerce import Buyer, Stage
from connector.db.engine import Database
from connector.db.roster import Sort
from connector.usecases.adjust import adjust_points
from connector.usecases.look import member_card, member_list, newest_entries
from connector.usecases.redeem import redeem
from tests.building import BERT, NOW, an_order, at
from tests.usecases.shop import CLUB, a_store, enrol, settle

LAPSING = CLUB + "grant: {delay_days: 14}\nexpire: {policy: per_lot, months: 1}\n"


def test_each_member_has_the_figures_of_its_own_page(database: Database) -> None:
    store = a_store(database)
    anna = enrol(database, store, 300)
    redeem(database, store, anna, 200, key="k", author="shopper", now=NOW)
    settle(database, store, an_order(id="first", modified_at=at(1), stage=Stage.CANCELLED))
    settle(database, store, an_order(id="2", buyer=BERT))

    listed = member_list(database, Sort.AVAILABLE, None, at(11))

    assert [(m.name, m.available, m.pending, m.held, m.owed) for m in listed] == [
        ("Bert", 100, 0, 0, 0),
        ("Anna", 0, 0, 200, 200),
    ]
    for member in listed:
        card = member_card(database, str(member.id), at(11))
        shown = (card.available, card.pending, card.held, card.owed, card.programme)
        assert shown == (member.available, member.pending, member.held, member.owed, member.programme)


def test_points_that_have_lapsed_do_not_count_even_if_no_sweep_has_come_by(database: Database) -> None:
    settle(database, a_store(database, programme=LAPSING), an_order(), now=at(15))

    assert [member_list(database, Sort.ID, 1, at(day))[0].available for day in (15, 40)] == [100, 0]


def test_who_has_nothing_is_listed_too(database: Database) -> None:
    settle(database, a_store(database), an_order(stage=Stage.OPEN, buyer=Buyer("9", None)))

    assert [(m.available, m.owed) for m in member_list(database, Sort.NAME, None, NOW)] == [(0, 0)]


def test_the_newest_entries_are_those_written_last_whenever_they_happened(database: Database) -> None:
    store = a_store(database)
    settle(database, store, an_order(), now=at(1))
    settle(database, store, an_order(id="old", placed_at=at(-50), buyer=BERT), now=at(2))
    adjust_points(database, 1, 5, key="k", reason="sorry", author="me", now=at(3))

    newest = newest_entries(database, at(2), 10)

    assert [(entry.member_id, entry.kind) for entry in newest] == [(1, "adjust"), (2, "vest"), (2, "earn")]
    assert newest_entries(database, None, 1) == newest[:1]
