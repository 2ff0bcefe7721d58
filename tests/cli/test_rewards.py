"""`loyalty reward`: the catalogue, taking from it, handing out."""

import json

import pytest

from adapters.woocommerce.sandbox import Sandbox
from tests.running import Place

REWARDS = """
rewards:
  - {kind: discount, name: ten, points: 20, title: {en: Ten per cent off, pl: Dziesięć procent taniej}, percent: 10}
  - {kind: gift, name: mug, points: 30, title: Mug, stock: 2}
  - {kind: gift, name: car, points: 900000, title: Car}
  - {kind: discount, name: old, points: 1, title: Old, amount: 1, until: 2020-01-01}
"""


@pytest.fixture
def rewarding(connected: Place) -> Place:
    """A shop whose past is in the books, and a member with 100 points more."""
    with (connected.folder / "starter.yaml").open("a") as file:
        file.write(REWARDS)
    assert connected.command("sync", "main").status == 0
    assert connected.command("member", "adjust", "1", "--add", "100", "--reason", "x").status == 0
    return connected


def test_a_refusal_in_the_catalogue_is_told_as_facts(rewarding: Place) -> None:
    car = json.loads(rewarding.command("reward", "list", "1", "--json").out)[-1]

    assert car["reward"]["name"] == "car"
    assert sorted(car["refusal"]) == ["allowed", "code", "currency", "limit"]
    assert car["refusal"]["code"] == "balance"


def test_a_reward_that_is_not_in_the_store_yet_says_so(rewarding: Place, shop: Sandbox) -> None:
    shop.fail("status", status=502, times=None)

    taken = rewarding.command("reward", "take", "1", "ten")

    assert taken.status == 0
    assert "not in the store yet: " in taken.out
    assert "(loyalty outbox show " in taken.out


def test_the_catalogue_says_what_is_left_and_what_a_member_may_take(rewarding: Place) -> None:
    shown = rewarding.command("reward", "list", "1", "--language", "pl").out.splitlines()
    said = json.loads(rewarding.command("reward", "list", "--json").out)

    assert [line.split()[0] for line in shown[1:]] == ["ten", "mug", "car"]
    assert "Dziesięć procent taniej" in shown[1]
    assert shown[2].split()[-2:] == ["2", "tak"]
    assert "dostępne saldo" in shown[3]
    assert {key for one in said for key in one} == {"kind", "reward", "stock", "refusal"}
    assert [(one["kind"], one["stock"], one["refusal"]) for one in said] == [
        ("discount", None, None),
        ("gift", 2, None),
        ("gift", None, None),
    ]


def test_a_coupon_of_a_reward_is_in_the_store_at_once(rewarding: Place, shop: Sandbox) -> None:
    taken = rewarding.command("reward", "take", "1", "ten", "--key", "k")
    again = json.loads(rewarding.command("reward", "take", "1", "ten", "--key", "k", "--json").out)

    assert "Ten per cent off for 20 points" in taken.out
    assert "not in the store yet" not in taken.out
    coupon = shop.coupon(taken.out.split()[0])
    assert coupon is not None
    assert (coupon["discount_type"], coupon["amount"]) == ("percent", "10.00")
    assert sorted(again) == ["in_store", "left", "redemption", "replayed", "reward"]
    assert (again["replayed"], again["in_store"]) == (True, True)
    assert again["reward"]["fulfilment"] == "order"


def test_a_gift_is_open_until_it_is_handed_out(rewarding: Place) -> None:
    taken = rewarding.command("reward", "take", "1", "mug")
    (waiting,) = json.loads(rewarding.command("reward", "open", "--json").out)
    shown = rewarding.command("reward", "open").out

    confirmed = rewarding.command("reward", "confirm", waiting["reference"])
    again = rewarding.command("reward", "confirm", waiting["reference"])

    assert f"loyalty reward confirm {waiting['reference']}" in taken.out
    assert waiting["reference"] in shown
    assert confirmed.out == f"{waiting['reference']}: confirmed, 30 points redeemed\n"
    assert again.status == 6
    assert "confirmed" in again.err
    assert rewarding.command("reward", "open", "--json").out == "[]\n"
    member = rewarding.command("member", "show", "1").out
    assert "Mug" in member
    assert "30 redeemed" in member


def test_a_rejected_gift_gives_its_points_back(rewarding: Place) -> None:
    reference = json.loads(rewarding.command("reward", "take", "1", "mug", "--json").out)["redemption"]["reference"]

    nothing_said = rewarding.command("reward", "reject", reference, "--reason", " ")
    rejected = json.loads(rewarding.command("reward", "reject", reference, "--reason", "broken", "--json").out)

    assert nothing_said.status == 2
    assert (rejected["note"], rejected["held"], rejected["redeemed"]) == ("broken", 0, 0)


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["take", "1", "car"], 6, "points are available"),
        (["take", "1", "old"], 6, "the reward is no longer offered"),
        (["take", "1", "none"], 6, "this programme has no such reward"),
        (["take", "999", "ten"], 4, "no member '999'"),
        (["confirm", "r-none"], 6, "no reward was taken under r-none"),
    ],
)
def test_a_refusal_is_one_line(rewarding: Place, words: list[str], status: int, said: str) -> None:
    answer = rewarding.command("reward", *words)

    assert (answer.status, answer.err.count("\n")) == (status, 1)
    assert said in answer.err
