"""Balances and notes in a shop, over HTTP and from the commands: they appear, they follow, and they wake nobody."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests

from adapters.woocommerce.balances import PREFIX
from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place, a_shop, eventually, rows, serving


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with a_shop(seed=1, orders=0, customers=0) as opened:
        yield opened


@pytest.fixture
def place(shop: Sandbox, place_for: Callable[..., Place]) -> Place:
    made = place_for(shop.url, pull=1)
    text = made.settings.read_text()
    made.settings.write_text(text.replace("    timeout_seconds:", "    write: {notes: true}\n    timeout_seconds:"))
    return made


@pytest.fixture
def anna(shop: Sandbox) -> int:
    number: int = shop.add_customer("anna@example.test")["id"]
    return number


def buys(shop: Sandbox, customer: int, price: str = "300.00", **options: Any) -> int:
    product = shop.add_product(regular_price=price)
    order = int(shop.place_order({product["id"]: 1}, customer_id=customer, **options)["id"])
    shop.complete(order)
    return order


def shown(shop: Sandbox, customer: int) -> dict[str, str]:
    meta = shop.shop.customers[customer].meta
    return {entry.key.removeprefix(PREFIX): entry.value for entry in meta if entry.key.startswith(PREFIX)}


def notes(shop: Sandbox, order: int) -> list[str]:
    return [note.note for note in shop.shop.notes.get(order, []) if "loyalty:points" in note.note]


def test_what_was_bought_appears_and_what_was_redeemed_goes(shop: Sandbox, place: Place, anna: int) -> None:
    assert shown(shop, anna) == {}
    buys(shop, anna)
    place.command("sync", "main")
    first = place.command("publish", "main")
    earned = shown(shop, anna)

    place.command("redeem", "anna@example.test", "100")
    second = place.command("publish", "main", "--json")

    assert first.out.startswith("1 accounts told, 0 show nothing any more, ")
    assert (earned["available"], earned["worth"], earned["currency"]) == ("300", "1500", "EUR")
    assert json.loads(second.out)["balances"]["told"] == 1
    assert (shown(shop, anna)["available"], shown(shop, anna)["worth"]) == ("200", "1000")


def test_without_a_change_the_shop_is_not_asked_at_all(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    place.command("publish", "main")
    before = shop.requests

    said = place.command("publish", "main")

    assert said.out == "0 accounts told, 0 show nothing any more, 0 notes written\n"
    assert shop.requests == before


def test_told_again_every_account_is_told(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    place.command("publish", "main")
    with shop.shop.changing():
        shop.shop.customers[anna].meta.clear()

    place.command("publish", "main")
    lost = shown(shop, anna)
    place.command("publish", "main", "--again")

    assert lost == {}
    assert shown(shop, anna)["available"] == "300"


def test_running_it_keeps_accounts_and_notes_true_and_wakes_itself_by_nothing(
    shop: Sandbox, place: Place, anna: int
) -> None:
    with place.running():
        eventually(lambda: rows_of(place, "marks", "name LIKE 'notes%'"), "notes are wanted from now on")
        order = buys(shop, anna)
        eventually(lambda: shown(shop, anna).get("available") == "300", "the balance is shown", 20)
        eventually(lambda: notes(shop, order), "the note is written", 20)
        code = json.loads(place.command("redeem", "anna@example.test", "100", "--json").out)["redemption"]["code"]
        eventually(lambda: shown(shop, anna).get("available") == "200", "the balance falls", 20)
        second = buys(shop, anna, coupon=code, email="anna@example.test")
        eventually(lambda: notes(shop, second), "what was used is noted", 20)
        eventually(lambda: shown(shop, anna).get("redeemed") == "100", "what was used is shown", 20)
        time.sleep(1.5)
        quiet = (shop.shop.customers[anna].modified, shop.shop.orders[order].modified, shop.shop.notes)
        kept = (dict(enumerate(shop.shop.customers[anna].meta)), {key: list(some) for key, some in quiet[2].items()})
        time.sleep(4)  # several pulls, deliveries and runs of the jobs

    assert "100 points used" in notes(shop, second)[0]
    assert (shop.shop.customers[anna].modified, shop.shop.orders[order].modified) == quiet[:2]
    assert (dict(enumerate(shop.shop.customers[anna].meta)), shop.shop.notes) == kept
    assert "Traceback" not in place.log()


def rows_of(place: Place, table: str, where: str = "1 = 1") -> list[dict[str, Any]]:
    with place.connector() as connector:
        return rows(connector.database, table, where)


def test_who_is_erased_is_shown_nothing(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    place.command("publish", "main")
    place.command("member", "erase", "1", "--yes")

    said = place.command("publish", "main")

    assert said.out.startswith("0 accounts told, 1 show nothing any more")
    assert shown(shop, anna) == {}


def test_a_merchant_who_wants_no_balances_has_none(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    place.command("publish", "main")
    place.settings.write_text(place.settings.read_text().replace("{notes: true}", "{balances: false}"))

    place.command("publish", "main")

    assert shown(shop, anna) == {}


def test_the_list_of_stores_says_how_many_balances_wait(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    before = json.loads(place.command("store", "list", "--json").out)[0]["balances_waiting"]
    place.command("publish", "main")
    after = json.loads(place.command("store", "list", "--json").out)[0]["balances_waiting"]

    assert (before, after) == (1, 0)


def test_the_metrics_say_how_many_balances_wait(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    with place.connector() as connector, serving(connector) as url:
        before = requests.get(f"{url}/metrics", timeout=10).text
        place.command("publish", "main")
        after = requests.get(f"{url}/metrics", timeout=10).text

    assert 'loyalty_balances_waiting{store="main"} 1.0' in before
    assert 'loyalty_balances_waiting{store="main"} 0.0' in after


def test_an_account_that_is_deleted_in_the_shop_is_no_trouble(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    with shop.shop.changing():
        del shop.shop.customers[anna]

    said = place.command("publish", "main")

    assert (said.status, said.out.startswith("1 accounts told")) == (0, True)


def test_a_shop_that_is_down_is_said_with_its_reason(shop: Sandbox, place: Place, anna: int) -> None:
    buys(shop, anna)
    place.command("sync", "main")
    shop.fail("status", status=502, times=None)

    said = place.command("publish", "main")
    shop.faults.clear()
    mended = place.command("publish", "main")

    assert said.status == 5
    assert f"account {anna} could not be told: " in said.out
    assert (mended.status, shown(shop, anna)["available"]) == (0, "300")
