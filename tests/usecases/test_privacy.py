"""A person is told everything and then forgotten: the books stay proved, and nothing of the person comes back."""

import pathlib
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connector.adapter import Unreadable
from connector.core.commerce import Buyer, Customer, Gone, Order, Stage
from connector.core.ledger import Account
from connector.db import ledger
from connector.db.engine import Database
from connector.db.inbox import WEBHOOK, Letter
from connector.db.tables import metadata
from connector.usecases.adjust import TellsWho, adjust_points
from connector.usecases.audit import verify
from connector.usecases.bonuses import settle_registrations
from connector.usecases.cards import add_card
from connector.usecases.change_address import change_address
from connector.usecases.claim import claim_guest_orders
from connector.usecases.dispatch import dispatch
from connector.usecases.export import export, json_line
from connector.usecases.intake import drain, receive
from connector.usecases.invite import Friend, invite
from connector.usecases.look import member_card, order_card, queue_rows
from connector.usecases.merge import join_members
from connector.usecases.privacy import Erased, Told, erase_person, export_person
from connector.usecases.pull import pull
from connector.usecases.redeem import NoSuchMember, redeem
from connector.usecases.stores import Store
from connector.usecases.sweep import sweep_codes, sweep_lots
from tests.building import BERT, a_line, a_refund, an_order, at, with_code
from tests.running import rows
from tests.usecases.shelves import Accounts
from tests.usecases.shop import CLUB, Shop, a_store, member_of, settle
from tests.usecases.test_any_order import Story, Word, stories

Fresh = Callable[[], AbstractContextManager[Database]]
CHECK = pathlib.Path(__file__).parents[2] / "examples" / "check_export.py"

ERIKA = Buyer("cust-4711", "Erika.Musterfrau@example.org", "Erika Musterfrau")
AS_GUEST = replace(ERIKA, customer_id=None, email="erika.musterfrau@example.org")
TELLING = ("musterfrau", "cust-4711")


def ordered(id: str, day: float, buyer: Buyer = ERIKA, cents: int = 10_000, **changes: object) -> Order:
    moment = at(day)
    times = {"placed_at": moment, "completed_at": moment, "modified_at": moment, "observed_at": moment}
    return an_order(a_line(cents), id=id, buyer=buyer, **{**times, **changes})


def erase(database: Database, store: Store, member: int, day: float = 5) -> Erased:
    made = erase_person(database, [store], member, "cli:test", at(day))
    assert verify(database).faults == []
    return made


def told(database: Database, store: Store, member: int, day: float = 5) -> Told:
    return export_person(database, [store], member, at(day))


def accounts(database: Database, member: int) -> dict[str, int]:
    with database.read() as connection:
        wallet = ledger.stored_wallets(connection, [member])[member]
    return {account.value: points for account in Account if (points := wallet.total(account))}


def dump(database: Database) -> str:
    """Everything that stands in the tables."""
    return str({name: rows(database, name) for name in metadata.tables}).lower()


def the_member(database: Database, buyer: Buyer = ERIKA) -> int:
    with database.read() as connection:
        return member_of(connection, buyer.customer_id or "")


def test_all_points_leave_by_legal_routes_and_codes_end(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop, CLUB + "grant: {delay_days: 3}\n")
    settle(database, store, ordered("1", 0, cents=50_000), now=at(4))
    settle(database, store, ordered("2", 4), now=at(4))
    erika = the_member(database)
    code = redeem(database, store, erika, 200, key="k", author="s", now=at(4)).row.code
    dispatch(database, store, at(4))
    assert shop.issued[code].email == "erika.musterfrau@example.org"
    assert accounts(database, erika) == {"issued": -600, "available": 300, "held": 200, "pending": 100}

    erased = erase(database, store, erika)

    assert (erased.points, erased.orders, erased.codes, erased.debt) == (600, 2, 1, 0)
    assert accounts(database, erika) == {"issued": -600, "expired": 600}
    assert rows(database, "transactions", "reason = 'erased'")[-1]["author"] == "cli:test"
    (payload,) = [effect["payload"] for effect in queue_rows(database, "outbox", None, "waiting", 9)]
    assert payload["code"] == code
    assert payload.keys() == {"redemption", "code", "reason", "author"}
    assert dispatch(database, store, at(5)).done == 1
    assert accounts(database, erika) == {"issued": -600, "expired": 600}
    sweep_lots(database, at(50))
    sweep_codes(database, at(50))
    assert verify(database).faults == []


def test_nothing_of_the_person_is_left_in_any_table(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    settle(database, store, ordered("1", 0, refunds=(replace(a_refund(1_000), reason="Musterfrau was cross"),)))
    settle(database, store, ordered("2", 1, AS_GUEST), ordered("3", 1, replace(AS_GUEST, email="MUSTERFRAU@work.test")))
    erika = the_member(database)
    claim_guest_orders(database, [store], erika, "musterfrau@work.test", "cli:test", at(2))
    redeem(database, store, erika, 100, key="cart of Musterfrau", author="s", now=at(2))
    assert "musterfrau" in dump(database)

    assert erase(database, store, erika).orders == 3

    assert [word for word in TELLING if word in dump(database)] == []
    card = member_card(database, str(erika), at(6))
    assert (card.member.email, card.member.name, card.available) == (None, "", 0)
    assert [one.customer for one in card.identities] == [f"erased:{erika}"]


def test_a_person_is_erased_once(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    first = erase(database, store, erika, day=5)
    before = dump(database)

    again = erase(database, store, erika, day=6)

    assert (again.replayed, again.points, again.erased_at) == (True, first.points, at(5))
    assert dump(database) == before


def test_nobody_cannot_be_erased_or_told(database: Database) -> None:
    store = a_store(database)

    with pytest.raises(NoSuchMember):
        erase(database, store, 99)
    with pytest.raises(NoSuchMember):
        told(database, store, 99)


def test_an_order_told_again_is_the_same_and_a_changed_one_moves_no_points(database: Database) -> None:
    store = a_store(database)
    order = ordered("1", 0)
    settle(database, store, order)
    erika = the_member(database)
    erase(database, store, erika)

    again = settle(database, store, replace(order, observed_at=at(6)))
    refunded = settle(database, store, replace(order, refunds=(a_refund(5_000),), modified_at=at(7), observed_at=at(7)))

    assert (again.unchanged, again.changed) == (1, 0)
    assert (refunded.changed, refunded.transactions) == (1, 0)
    assert accounts(database, erika) == {"issued": -100, "expired": 100}
    card = order_card(database, "shop", "1").card
    assert (card.member_id, card.order.buyer.name, card.award.trace[-1].code) == (erika, "", "erased")
    assert len(card.order.refunds) == 1
    assert "musterfrau" not in dump(database)


def test_an_order_of_before_that_comes_only_now_earns_for_nobody(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    erase(database, store, erika)

    settled = settle(database, store, ordered("2", 4), ordered("3", 4, AS_GUEST))

    assert settled.transactions == 0
    assert [order_card(database, "shop", id).card.member_id for id in "123"] == [erika] * 3
    assert len(rows(database, "members")) == 1
    assert "musterfrau" not in dump(database)


def test_what_the_customer_orders_later_makes_a_new_member(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    erase(database, store, erika, day=5)

    settle(database, store, ordered("2", 6), ordered("3", 7, AS_GUEST))
    anew = the_member(database)
    claimed = claim_guest_orders(database, [store], anew, None, "cli:test", at(8))

    assert anew != erika
    assert (claimed.orders, claimed.since) == (1, at(5))
    assert accounts(database, anew)["available"] == 200
    assert accounts(database, erika) == {"issued": -100, "expired": 100}

    erase(database, store, anew, day=9)
    settle(database, store, ordered("4", 3), ordered("5", 8.5), ordered("6", 10))

    owners = [order_card(database, "shop", id).card.member_id for id in "123456"]
    assert owners == [erika, anew, anew, erika, anew, the_member(database)]
    assert accounts(database, anew) == {"issued": -200, "expired": 200}


def test_a_code_that_was_used_stays_used_and_gives_nothing_back(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    used, late = (redeem(database, store, erika, 50, key=k, author="s", now=at(1)).row.code for k in "ab")
    settle(database, store, with_code(ordered("2", 2, BERT), used))
    erase(database, store, erika)
    assert accounts(database, erika) == {"issued": -100, "expired": 50, "redeemed": 50}

    settle(database, store, with_code(ordered("2", 2, BERT, stage=Stage.CANCELLED, modified_at=at(6)), used))
    settle(database, store, with_code(ordered("3", 4, BERT), late))

    assert accounts(database, erika) == {"issued": -100, "expired": 50, "redeemed": 50}
    assert order_card(database, "shop", "3").card.unpaid == 50
    assert [row["key"].split(":")[0] for row in rows(database, "outbox", "kind = 'revoke_coupon'")] == ["revoke"] * 2
    assert verify(database).faults == []


def test_a_refund_of_what_was_spent_makes_no_debt(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    code = redeem(database, store, erika, 100, key="k", author="s", now=at(1)).row.code
    settle(database, store, with_code(ordered("2", 2, BERT), code))
    erase(database, store, erika)

    settle(database, store, ordered("1", 0, stage=Stage.CANCELLED, modified_at=at(6), observed_at=at(6)))

    assert member_card(database, str(erika), at(7)).owed == 0
    assert accounts(database, erika) == {"issued": -100, "redeemed": 100}


def test_an_order_that_the_shop_gives_to_somebody_else_earns_for_nobody(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0), ordered("2", 0, BERT))
    erika, bert = the_member(database), the_member(database, BERT)
    erase(database, store, erika)

    settle(database, store, ordered("1", 0, BERT, modified_at=at(6), observed_at=at(6)))

    assert order_card(database, "shop", "1").card.member_id == erika
    assert accounts(database, bert) == {"issued": -100, "available": 100}


def test_a_store_that_is_connected_later_does_not_bring_the_person_back(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    erase(database, store, erika)
    second = a_store(database, name="second")

    settle(database, second, ordered("1", 1, AS_GUEST), ordered("2", 1, replace(AS_GUEST, email="x@example.org")))

    assert [order_card(database, "second", id).card.member_id for id in "12"] == [erika, None]
    assert len(rows(database, "members")) == 1


def test_a_debt_is_dropped_with_the_person_and_written_down(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    code = redeem(database, store, erika, 100, key="k", author="s", now=at(1)).row.code
    settle(database, store, with_code(ordered("2", 2, cents=100), code))
    settle(database, store, ordered("1", 0, stage=Stage.CANCELLED, modified_at=at(3), observed_at=at(3)))
    assert member_card(database, str(erika), at(4)).owed == 99

    erased = erase(database, store, erika)

    assert (erased.debt, erased.points) == (99, 0)
    assert member_card(database, str(erika), at(6)).owed == 0
    assert rows(database, "erasures")[0]["debt"] == 99


def test_points_cannot_be_given_to_an_erased_member(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)
    erase(database, store, erika)

    with pytest.raises(NoSuchMember):
        adjust_points(database, erika, 5, key="k", reason="sorry", author="a", now=at(6))
    with pytest.raises(NoSuchMember):
        claim_guest_orders(database, [store], erika, "x@example.org", "a", at(6))


def test_no_name_and_no_address_comes_into_the_books(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0))
    erika = the_member(database)

    for reason, key in (
        ("for erika musterfrau", "k"),
        ("gave it to x@y.test", "k"),
        ("sorry", "erika.musterfrau@example.org"),
    ):
        with pytest.raises(TellsWho):
            adjust_points(database, erika, 5, key=key, reason=reason, author="a", now=at(1))
    assert adjust_points(database, erika, 5, key="k", reason="2 @ 5 each", author="a", now=at(1)).available == 105


def post(database: Database, store: Store, *bodies: str, day: float = 1) -> None:
    receive(database, [Letter(store.id, WEBHOOK, body.encode(), {"source": "shop"}) for body in bodies], at(day))


def test_letters_are_emptied_and_what_waits_reads_its_order_again(database: Database) -> None:
    shop = Shop()
    shop.has(ordered("1", 0), ordered("2", 1), ordered("3", 1, BERT))
    store = a_store(database, shop)
    post(database, store, "snapshot 1 Erika.Musterfrau@example.org", "snapshot 3 bert", day=1)
    drain(database, store, at(1))
    erika = the_member(database)
    post(database, store, "snapshot 2 Musterfrau", "hint 1 Musterfrau", "? Erika.Musterfrau@EXAMPLE.org", day=2)

    erase(database, store, erika, day=3)

    kept = rows(database, "inbox")
    assert [(row["state"], row["source"], row["subject"], bytes(row["body"])) for row in kept] == [
        ("done", "poll", "1", b""),
        ("done", "webhook", None, b"snapshot 3 bert"),
        ("waiting", "poll", "2", b""),
        ("waiting", "poll", "1", b""),
    ]
    assert rows(database, "stores")[0]["reread_wanted_at"] is not None
    assert drain(database, store, at(4)).done == 2
    assert shop.asked == [["1", "2"]]
    assert order_card(database, "shop", "2").card.member_id == erika
    assert "musterfrau" not in dump(database)


def test_what_the_store_tells_of_the_person_later_is_emptied_when_it_was_read(database: Database) -> None:
    shop = Shop()
    shop.has(ordered("1", 0), ordered("2", 6))
    store = a_store(database, shop)
    settle(database, store, ordered("1", 0))
    erase(database, store, the_member(database))

    post(database, store, "snapshot 1 Musterfrau", "snapshot 2 Musterfrau", day=7)
    drain(database, store, at(7))

    assert [bytes(row["body"]) for row in rows(database, "inbox")] == [b"", b"snapshot 2 Musterfrau"]


def test_a_letter_that_comes_too_late_to_count_is_emptied_too(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    settle(database, store, ordered("1", 0, observed_at=at(0)), ordered("2", 0))
    settle(database, store, ordered("1", 0, BERT, modified_at=at(1), observed_at=at(1)))
    erase(database, store, the_member(database))
    shop.has(ordered("1", 0))

    post(database, store, "snapshot 1 Musterfrau", day=7)
    drain(database, store, at(7))

    assert [bytes(row["body"]) for row in rows(database, "inbox")] == [b""]
    assert order_card(database, "shop", "1").card.order.buyer == BERT


def test_an_order_that_cannot_be_read_brings_nobody_back(database: Database) -> None:
    shop = Shop()
    store = a_store(database, shop)
    settle(database, store, ordered("1", 0))
    erase(database, store, the_member(database))
    shop.has(ordered("2", 1, BERT), Unreadable("1", "total: no number", b"{Musterfrau"), Unreadable("9", "?", b"{"))

    pull(database, store, lambda: at(6))

    assert [(row["subject"], bytes(row["body"])) for row in rows(database, "inbox")] == [("1", b""), ("9", b"{")]


def test_an_erased_member_is_not_somebody_elses_guest(database: Database) -> None:
    """What others ordered with the same address before is theirs, and stays as it is."""
    store = a_store(database)
    settle(database, store, ordered("1", 0, BERT), ordered("2", 1, replace(AS_GUEST, name="Bert")))
    bert = the_member(database, BERT)
    claim_guest_orders(database, [store], bert, AS_GUEST.email, "cli:test", at(2))
    settle(database, store, ordered("3", 3), ordered("4", 4, AS_GUEST))
    erika = the_member(database)

    erase(database, store, erika)

    assert [order_card(database, "shop", id).card.member_id for id in "1234"] == [bert, bert, erika, erika]
    assert order_card(database, "shop", "2").card.order.buyer.name == "Bert"


def test_guest_orders_with_an_address_of_earlier_orders_are_forgotten_too(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0, replace(ERIKA, email="old@musterfrau.test")))
    old = replace(AS_GUEST, email="OLD@musterfrau.test")
    settle(database, store, ordered("2", 0.5, old), ordered("3", 1, replace(ERIKA, email="old@musterfrau.test")))
    settle(database, store, ordered("4", 3), ordered("5", 2, replace(old, name="Somebody")))
    erika = the_member(database)

    erase(database, store, erika)

    assert [order_card(database, "shop", id).card.member_id for id in "12345"] == [erika] * 4 + [None]


def test_an_address_left_by_hand_is_forgotten_too(database: Database) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0, replace(ERIKA, email=None)))
    erika = the_member(database)
    change_address(database, erika, "older@musterfrau.test", "a", at(0.5))
    change_address(database, erika, "old@musterfrau.test", "a", at(1))
    change_address(database, erika, "new@musterfrau.test", "a", at(3))
    old = replace(AS_GUEST, email="old@musterfrau.test")
    settle(database, store, ordered("2", 2, old), ordered("3", 4, replace(old, name="Somebody")))

    erase(database, store, erika)
    settle(database, store, ordered("4", 2.5, old), ordered("5", 0.7, replace(old, email="older@musterfrau.test")))

    assert [order_card(database, "shop", id).card.member_id for id in "12345"] == [erika, erika, None, erika, erika]


def test_an_export_tells_everything(database: Database) -> None:
    shop = Shop()
    shop.has(ordered("1", 0))
    store = a_store(database, shop)
    post(database, store, "snapshot 1 Musterfrau", "snapshot 1 of somebody", day=0)
    drain(database, store, at(0))
    settle(database, store, ordered("2", 1, AS_GUEST), ordered("3", 1, BERT))
    erika = the_member(database)
    claim_guest_orders(database, [store], erika, None, "cli:test", at(2))
    settle(database, store, ordered("4", 3, AS_GUEST))
    redeem(database, store, erika, 100, key="k", author="s", now=at(3))

    found = msgspec.to_builtins(told(database, store, erika))

    assert found["member"]["name"] == "Erika Musterfrau"
    assert [(one["store"], one["customer"]) for one in found["identities"]] == [("shop", "cust-4711")]
    assert {one["address"] for one in found["addresses"]} == {"erika.musterfrau@example.org"}
    assert [one["email"] for one in found["claims"]] == ["erika.musterfrau@example.org"]
    assert sorted(one["snapshot"]["id"] for one in found["orders"]) == ["1", "2", "4"]
    assert (found["points"]["available"], found["points"]["held"]) == (100, 100)
    assert [one["kind"] for one in found["statement"]] == ["earn", "vest", "earn", "vest", "hold"]
    assert len(found["redemptions"]) == 1
    assert [one["body"] for one in found["inbox"]] == ["snapshot 1 Musterfrau", "snapshot 1 of somebody"]
    assert [one["payload"]["email"] for one in found["outbox"]] == ["erika.musterfrau@example.org"]

    erase(database, store, erika)

    after = msgspec.json.encode(told(database, store, erika)).decode().lower()
    assert [word for word in TELLING if word in after] == []
    assert '"erased":{"member_id"' in after


def test_what_can_be_exported_of_the_books_still_proves_them(database: Database, tmp_path: pathlib.Path) -> None:
    store = a_store(database)
    settle(database, store, ordered("1", 0), ordered("2", 0, BERT))
    erika = the_member(database)
    redeem(database, store, erika, 50, key="k", author="s", now=at(1))
    erase(database, store, erika)
    file = tmp_path / "books.jsonl"
    with file.open("w") as lines:
        export(database, lambda entry: lines.write(json_line(entry)))

    checked = subprocess.run([sys.executable, str(CHECK), str(file)], capture_output=True, text=True)  # noqa: S603

    assert checked.returncode == 0, checked.stdout
    assert "issued -200" in checked.stdout


@given(stories([ERIKA, ERIKA, AS_GUEST, BERT]), st.integers(0, 5), st.randoms(use_true_random=False), st.booleans())
@settings(max_examples=settings().max_examples // 4)
def test_whatever_is_told_again_in_any_order_nothing_comes_back(
    fresh_database: Fresh, story: Story, turn: int, chance: object, claimed: bool
) -> None:
    """Erased in the middle of a history, and then all of it is told again: no points move, and not one byte of the
    file tells who it was."""
    with fresh_database() as database:
        shop = Shop()
        store = a_store(database, shop)
        settle(database, store, ordered("seed", 0, cents=100_000), now=at(1))
        erika = the_member(database)
        codes = [redeem(database, store, erika, 100, key=f"k{n}", author="s", now=at(1)).row.code for n in range(2)]
        dispatch(database, store, at(1))
        if claimed:
            claim_guest_orders(database, [store], erika, None, "cli:test", at(1))
        for batch in story.batches[:turn]:
            tell(database, store, shop, batch, codes)

        erase(database, store, erika, day=2)
        left = accounts(database, erika)
        assert {name for name, points in left.items() if points} <= {"issued", "expired", "redeemed"}

        every = [*story.batches, *story.batches]
        chance.shuffle(every)  # type: ignore[attr-defined]
        for batch in every:
            tell(database, store, shop, batch, codes)
        settle(database, store, ordered("seed", 0, cents=100_000, refunds=(a_refund(50_000),), modified_at=at(3)))
        for day in (3, 60):
            dispatch(database, store, at(day), limit=100)
            sweep_codes(database, at(day))
            sweep_lots(database, at(day))

        assert accounts(database, erika) == left
        assert verify(database).faults == []
        assert [word for word in TELLING if word.encode() in every_byte(database)] == []


def tell(database: Database, store: Store, shop: Shop, batch: tuple[Word, ...], codes: list[str]) -> None:
    """By letters where the store can be asked, and as the poll would."""
    said = [word.said(codes) for word in batch]
    for one in said:
        if isinstance(one, Gone):
            shop.held.pop(one.id, None)
        else:
            shop.has(one)
    about = [order for one in said if isinstance(order := shop.held.get(one.id), Order)]
    post(database, store, *(f"snapshot {one.id} {one.buyer.name} {one.buyer.email}" for one in about), day=2)
    drain(database, store, at(2) + timedelta(hours=1))
    settle(database, store, *said, now=at(2))


def every_byte(database: Database) -> bytes:
    """What stands in the file once free pages are given up, in lower case."""
    path = pathlib.Path(database.engine.url.database or "")
    database.close()
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return path.read_bytes().lower()


def test_whoever_is_one_person_is_forgotten_whole(sqlite_database: Database) -> None:
    """Two members, a card, a friend that was invited, a bonus, groups that the store told: nothing of it tells who."""
    shop = Shop()
    account = Customer("cust-4711-b", "erika@musterfrau.test", "E. Musterfrau", ("trade",), registered_at=at(0))
    shop.accounts = Accounts(Customer("cust-4711", ERIKA.email, ERIKA.name, ("musterfrau-club",)), account)
    terms = "bonuses: {registration: 50}\nreferral: {points: 10}\nmembers: {never: [staff]}\n"
    store = a_store(sqlite_database, shop, CLUB + terms)
    shop.has(ordered("1", 0))
    pull(sqlite_database, store, lambda: at(1))
    with sqlite_database.write() as connection:
        settle_registrations(connection, store, [account], at(1))
    erika = the_member(sqlite_database)
    other = the_member(sqlite_database, replace(ERIKA, customer_id=account.id))
    add_card(sqlite_database, store.programme_id, "CUST-4711-CARD", erika, "cli:test", at(1))
    settle(sqlite_database, store, ordered("2", 2, Buyer(None, None, card="CUST-4711-CARD")), now=at(2))
    friend = Friend("bert@musterfrau.test", "Bert", "Musterfrau")
    invite(sqlite_database, store, erika, [friend], "cli:test", at(2))
    join_members(sqlite_database, other, erika, reason="Musterfrau said so", author="cli:test", now=at(2))
    assert "musterfrau" in dump(sqlite_database)
    assert msgspec.to_builtins(told(sqlite_database, store, erika))["cards"][0]["number"] == "CUST-4711-CARD"

    erased = erase(sqlite_database, store, erika)

    assert (erased.points, erased.orders) == (250, 2)
    assert accounts(sqlite_database, erika)["expired"] == 200
    assert [word for word in TELLING if word in dump(sqlite_database)] == []
    pull(sqlite_database, store, lambda: at(6), since=at(0))
    settle(
        sqlite_database, store, ordered("2", 2, Buyer(None, None, card="CUST-4711-CARD"), modified_at=at(6)), now=at(6)
    )
    with sqlite_database.write() as connection:
        settle_registrations(connection, store, [account], at(6))
    assert [word for word in TELLING if word in dump(sqlite_database)] == []
    with pytest.raises(NoSuchMember):
        join_members(sqlite_database, other, erika, reason="r", author="cli:test", now=at(7))
    assert verify(sqlite_database).faults == []


def test_the_search_finds_what_is_there(fresh_database: Fresh) -> None:
    with fresh_database() as database:
        store = a_store(database)
        settle(database, store, ordered("seed", 0))

        assert all(word.encode() in every_byte(database) for word in TELLING)
