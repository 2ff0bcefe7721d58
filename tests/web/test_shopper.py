"""The shopper's endpoints over real HTTP: who is answered, what they see, and what is never theirs to see."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import jwt
import pytest

from connector import bootstrap
from connector.core.commerce import Stage
from connector.languages import speak
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from connector.usecases.rewards import take_reward
from connector.web.shopper import LIMIT
from connector.web.tokens import sign
from tests.building import BERT, GUEST, a_line, an_order, with_code
from tests.running import PROGRAMME, Place, main_store, rows, serving
from tests.web.shopper import Asker

CART = {
    "currency": "EUR",
    "lines": [{"product_id": "p1", "quantity": 2, "total": "84.03", "total_tax": "15.97"}],
    "shipping": "5.00",
    "shipping_tax": "0.80",
}
PRODUCT = {"product_id": "p1", "currency": "EUR", "price": "12.50", "tax": "2.00"}
REDEEM = {"points": 100, "key": "form-0001"}
QUESTIONS: list[tuple[str, object]] = [
    ("member", None),
    ("product", PRODUCT),
    ("cart", CART),
    ("order/1", None),
    ("redeem", REDEEM),
    ("buy", {**PRODUCT, "key": "form-0009"}),
]


@pytest.fixture
def anna(place: Place) -> Iterator[Asker]:
    with place.connector() as connector, serving(connector) as url:
        asker = Asker(url, connector)
        with asker.session:
            yield asker


def apply(asker: Asker, **changes: str) -> None:
    """Another programme is in force: the starter's sections, some of them said otherwise."""
    text = PROGRAMME.read_text() + "".join(f"{name}: {value}\n" for name, value in changes.items())
    put_in_force(asker.connector.database, parse_programme(text, "test"), "test", bootstrap.now())


# Who is answered


@pytest.mark.parametrize(("path", "json"), QUESTIONS)
def test_without_a_token_nobody_is_answered(anna: Asker, path: str, json: object) -> None:
    assert anna.refused(path, json, token=None) == (401, "no_token")
    assert anna.counted("no_token")


@pytest.mark.parametrize(
    ("claims", "secret", "reason"),
    [
        ({}, "x" * 40, "bad_signature"),
        ({"iss": "other"}, None, "other_store"),
        ({"aud": "other"}, None, "bad_token"),
        ({"iat": -900, "exp": -300}, None, "expired"),
        ({"exp": 900}, None, "lives_too_long"),
    ],
)
@pytest.mark.parametrize(("path", "json"), QUESTIONS)
def test_a_wrong_token_is_a_401_with_a_reason_that_is_counted(
    anna: Asker, path: str, json: object, claims: dict[str, Any], secret: str | None, reason: str
) -> None:
    now = int(time.time())
    told = {"iss": "main", "aud": "loyalty", "sub": "7", "iat": 0, "exp": 300, **claims}
    token = jwt.encode({**told, "iat": now + told["iat"], "exp": now + told["exp"]}, secret or anna.secret)

    assert anna.refused(path, json, token=token) == (401, reason)
    assert anna.counted(reason)


def test_an_unsigned_token_is_refused(anna: Asker) -> None:
    claims = {"iss": "main", "aud": "loyalty", "sub": "7", "iat": int(time.time()), "exp": int(time.time()) + 300}

    assert anna.refused("member", token=jwt.encode(claims, None, "none")) == (401, "bad_token")


def test_the_token_of_another_store_opens_nothing_here(anna: Asker) -> None:
    its_secret = anna.connector.settings.shopper_secret("other")
    token = sign(its_secret, "other", "7", int(time.time()))

    assert its_secret != anna.secret != anna.connector.settings.webhook_secret("main")
    assert anna.refused("member", token=token) == (401, "bad_signature")


def test_an_unknown_store_is_404_and_its_name_does_not_grow_the_metrics(anna: Asker) -> None:
    anna.store = "elsewhere"

    assert anna.refused("member") == (404, "unknown_store")
    assert anna.counted("unknown_store", store="")
    assert "elsewhere" not in anna.session.get(f"{anna.url}/metrics", timeout=10).text


@pytest.mark.parametrize("announced", [True, False])
def test_too_large_a_question_is_not_read(anna: Asker, announced: bool) -> None:
    body = b"x" * (LIMIT + 1)
    answer = anna.ask("cart", data=body if announced else iter([body]))

    assert (answer.status_code, answer.json()) == (413, {"code": "too_large"})


@pytest.mark.parametrize(
    ("path", "body", "detail"),
    [
        ("cart", "not JSON", "malformed"),
        ("cart", "[]", "Expected `object`, got `array`"),
        ("cart", '{"currency": "EUR"}', "missing required field `lines`"),
        ("cart", json.dumps(CART | {"currency": "EURO"}), "'EURO' is not an ISO 4217 currency"),
        ("cart", json.dumps(CART | {"shipping": "5,00"}), "$.shipping"),
        ("cart", json.dumps(CART | {"shipping": "1e999999999"}), "is not a number"),
        ("cart", json.dumps({**CART, "lines": [{**CART["lines"][0], "quantity": 0}]}), "not a number of pieces"),  # type: ignore[dict-item, index]
        ("product", json.dumps(PRODUCT | {"price": "NaN"}), "is not a number"),
        ("product", json.dumps(PRODUCT | {"quantity": "1e999999999"}), "not a number of pieces"),
        ("product", json.dumps(PRODUCT | {"quantity": "NaN"}), "not a number of pieces"),
        ("product", json.dumps(PRODUCT | {"product_id": "p" * 201}), "$.product_id"),
        ("redeem", '{"points": 100}', "missing required field `key`"),
        ("redeem", '{"points": 100, "key": "short"}', "$.key"),
        ("redeem", '{"points": "100", "key": "form-0001"}', "$.points"),
        ("redeem", '{"points": 1e30, "key": "form-0001"}', "$.points"),
        ("redeem", '{"points": -100, "key": "form-0001"}', "$.points"),
    ],
)
def test_a_question_that_is_none_is_a_400_that_names_the_place(anna: Asker, path: str, body: str, detail: str) -> None:
    answer = anna.ask(path, data=body.encode())

    assert (answer.status_code, answer.json()["code"]) == (400, "bad_question")
    assert detail in answer.json()["detail"]


def test_an_unknown_language_is_refused(anna: Asker) -> None:
    assert anna.refused("member", language="de") == (400, "unknown_language")


def test_books_that_cannot_be_read_are_a_503_that_tells_nothing_of_them(anna: Asker) -> None:
    with anna.connector.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE programme_versions RENAME TO versions_gone")

    answer = anna.ask("member")

    assert (answer.status_code, answer.json()) == (503, {"code": "unavailable"})


def test_what_is_answered_is_kept_by_nobody_and_counted(anna: Asker) -> None:
    answer = anna.ask("member")

    told = anna.session.get(f"{anna.url}/metrics", timeout=10).text
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'loyalty_shop_answered_total{question="member",store="main"} 1.0' in told


# The account


def test_a_member_sees_points_money_and_history(anna: Asker) -> None:
    anna.has(250)

    seen = anna.shown("member")

    assert seen["points"] == {
        "available": 250, "pending": 0, "held": 0, "owed": 0, "earned": 250, "redeemed": 0,
    }  # fmt: skip
    assert (seen["worth"], seen["tier"], seen["codes"]) == ({"amount": "12.50", "currency": "EUR"}, None, [])
    assert seen["sentences"] == [
        "You have 250 points (worth €12.50)",
        "Earned so far: 250 points",
        "You can use up to 200 points: €10.00 off",
    ]
    (entry,) = seen["entries"]
    yesterday = (bootstrap.now() - timedelta(days=1)).astimezone(ZoneInfo("Europe/Berlin")).date()
    assert (entry["sentence"], entry["change"], entry["day"]) == (
        "Points collected (order 1)", "+250", speak("en").date(yesterday),
    )  # fmt: skip
    assert seen["redeem"] == {
        "into": "coupon",
        "points": 200,
        "worth": {"amount": "10.00", "currency": "EUR"},
        "left": 50,
        "limit": "balance",
        "least": 100,
        "step": 100,
        "sentence": "You can use up to 200 points: €10.00 off",
    }


def test_somebody_who_is_no_member_yet_has_nothing_and_that_is_no_error(anna: Asker) -> None:
    anna.customer = "12345"

    seen = anna.shown("member")

    assert set(seen["points"].values()) == {0}
    assert (seen["entries"], seen["codes"], seen["redeem"]) == ([], [], None)
    assert seen["sentences"] == ["You have 0 points (worth €0.00)"]


def test_a_visitor_is_told_of_the_programme_and_to_sign_in(anna: Asker) -> None:
    anna.has(250)
    anna.customer = None

    seen = anna.shown("member")

    assert (seen["signed_in"], seen["programme"], set(seen["points"].values())) == (False, "starter", {0})
    assert seen["sentences"] == ["Sign in to collect points with starter"]


@pytest.mark.parametrize("path", ["member", "product", "cart"])
def test_a_programme_for_the_signed_in_alone_is_hidden_from_visitors(anna: Asker, path: str) -> None:
    apply(anna, display="{visible_to: signed_in}")
    question = dict(QUESTIONS)[path]
    signed_in = anna.shown(path, question)
    anna.customer = None

    hidden = anna.shown(path, question)

    assert (signed_in["visible"], signed_in["programme"]) == (True, "starter")
    assert hidden == {"visible": False, "signed_in": False, "language": "en", "sentences": []}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("pl", "Twoje saldo: 250 punktów (o wartości 12,50\u00a0€)"),
        ("ro", "Ai 250 de puncte (în valoare de 12,50\u00a0EUR)"),
        ("he", "היתרה שלך: "),
    ],
)
def test_sentences_are_in_the_readers_language(anna: Asker, language: str, sentence: str) -> None:
    anna.has(250)

    seen = anna.shown("member", language=language)

    assert seen["language"] == language
    assert seen["sentences"][0].startswith(sentence)


@pytest.mark.parametrize(
    ("display", "sentence"),
    [("points", "You have 250 points"), ("money", "Your points are worth €12.50")],
)
def test_a_balance_is_written_as_the_programme_says(anna: Asker, display: str, sentence: str) -> None:
    anna.has(250)
    apply(anna, display=f"{{points: {display}}}")

    assert anna.shown("member")["sentences"][0] == sentence


@pytest.mark.parametrize("language", ["en", "ro", "pl", "he"])
def test_no_sentence_is_broken_by_marks_of_direction(anna: Asker, language: str) -> None:
    anna.has(250)
    anna.shown("redeem", REDEEM)

    answers = [anna.ask("member", language=language).text, anna.ask("cart", CART, language=language).text]

    assert not any("\ufffd" in answer for answer in answers)


def test_the_merchants_own_words_are_used(anna: Asker) -> None:
    anna.has(250)
    forms = "{one: gwiazdka, few: gwiazdki, many: gwiazdek, other: gwiazdki}"
    apply(anna, texts=f"{{pl: {{points: {forms}, welcome: Witaj!}}}}")

    seen = anna.shown("member", language="pl")

    assert seen["sentences"][0] == "Witaj!"
    assert "250 gwiazdek" in seen["sentences"][1]


def test_a_tier_says_what_it_gives_and_what_the_next_one_asks(anna: Asker) -> None:
    levels = "{name: Silver, spend: 100, times: 2, perks: [Free gift wrap]}, {name: Gold, spend: 1000, times: 3}"
    anna.has(0)
    apply(anna, tiers=f"{{levels: [{levels}], window: lifetime}}")
    anna.bought(an_order(a_line(25_000), id="2", placed_at=bootstrap.now()))

    seen = anna.shown("member")
    product = anna.shown("product", PRODUCT)

    assert seen["tier"]["name"] == "Silver"
    assert seen["tier"]["next_at"] == {"amount": "1000.00", "currency": "EUR"}
    assert seen["sentences"][-4:-1] == [
        "Your level: Silver",
        "Free gift wrap",
        "Next level: Gold, from €1,000.00 on; so far €250.00",
    ]
    assert product["earns"] == 25  # twice


def test_another_customers_points_are_never_seen(anna: Asker) -> None:
    anna.bought(an_order(a_line(50_000), id="2", buyer=BERT, placed_at=bootstrap.now()))

    assert anna.shown("member")["points"]["available"] == 0
    assert anna.ask("member", token=sign(anna.secret, "main", BERT.customer_id, int(time.time()))).json()["points"][
        "available"
    ] == 500  # fmt: skip


# Goods and carts


def test_a_product_says_what_it_gives_and_what_points_take_off(anna: Asker) -> None:
    anna.has(250)

    seen = anna.shown("product", {**PRODUCT, "quantity": 4})

    assert (seen["earns"], seen["redeem"]["points"], seen["refusal"]) == (50, 200, None)
    assert seen["sentences"] == [
        "You collect 50 points with this product",
        "You can use up to 200 points: €10.00 off",
    ]


def test_the_cheapest_of_several_gives_at_least_that(anna: Asker) -> None:
    seen = anna.shown("product", {**PRODUCT, "at_least": True})

    assert seen["sentences"] == ["You collect at least 12 points with this product"]


def test_a_visitor_hears_what_a_product_gives_and_that_they_must_sign_in(anna: Asker) -> None:
    anna.customer = None

    seen = anna.shown("product", PRODUCT)

    assert seen["refusal"] is None
    assert seen["sentences"] == [
        "You collect 12 points with this product",
        "Sign in to collect points with starter",
    ]


def test_a_product_by_the_merchants_table(anna: Asker) -> None:
    apply(anna, count="{goods: {categories: [tea]}}")

    assert anna.shown("product", {**PRODUCT, "categories": ["12", "tea"]})["earns"] == 12
    nothing = anna.shown("product", {**PRODUCT, "categories": ["cups"]})
    assert (nothing["earns"], nothing["sentences"]) == (0, [])


def test_a_cart_says_what_it_gives_and_which_limit_bites(anna: Asker) -> None:
    anna.has(2_500)

    seen = anna.shown("cart", CART)

    assert seen["earns"] == 100  # shipping does not count
    assert (seen["redeem"]["points"], seen["redeem"]["limit"]) == (1000, "maximum_share")
    assert seen["redeem"]["worth"] == {"amount": "50.00", "currency": "EUR"}
    assert seen["sentences"] == [
        "You collect 100 points with this order",
        "You can use up to 1,000 points: €50.00 off",
    ]


def test_a_cart_on_which_nothing_may_be_redeemed_says_why(anna: Asker) -> None:
    anna.has(60)

    seen = anna.shown("cart", CART)

    assert (seen["redeem"], seen["refusal"]["code"]) == (None, "minimum_points")
    assert seen["refusal"]["sentence"] == "at least 100 points must be redeemed at once"


def test_a_programme_that_pauses_promises_nothing(anna: Asker) -> None:
    apply(anna, status="paused")

    assert anna.shown("cart", CART)["earns"] == 0


def test_goods_on_sale_and_groups_are_judged_as_orders_are(anna: Asker) -> None:
    apply(anna, count="{without: [sale]}", members="{never: [wholesale]}")

    assert anna.shown("product", PRODUCT)["earns"] == 12
    assert anna.shown("product", {**PRODUCT, "on_sale": True})["earns"] == 0
    assert anna.shown("product", {**PRODUCT, "groups": ["wholesale"]})["earns"] == 0


# Orders


def test_an_order_says_what_it_gave(anna: Asker) -> None:
    anna.has(250)

    seen = anna.shown("order/1")

    assert (seen["order"], seen["state"], seen["points"], seen["redeemed"]) == ("1", "granted", 250, 0)
    assert seen["sentences"] == ["This order gave you 250 points"]


def test_an_order_on_its_way_says_what_it_will_give_and_what_was_redeemed_on_it(anna: Asker) -> None:
    anna.has(250)
    code = anna.shown("redeem", REDEEM)["code"]
    order = an_order(a_line(9_500), id="2", stage=Stage.PAID, placed_at=bootstrap.now())
    anna.bought(with_code(order, code))

    seen = anna.shown("order/2")

    assert (seen["state"], seen["promise"], seen["redeemed"]) == ("projected", 95, 100)
    assert seen["sentences"] == ["This order will give you 95 points", "Used on this order: 100 points"]


@pytest.mark.parametrize("buyer", [BERT, GUEST])
def test_the_order_of_somebody_else_is_as_unknown_as_one_that_never_was(anna: Asker, buyer: Any) -> None:
    anna.bought(an_order(id="2", buyer=buyer))

    answers = [anna.ask(f"order/{order}") for order in ("2", "3")]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].json() == answers[1].json() == {"code": "unknown_order"}


def test_a_visitor_sees_no_order_not_even_a_guests(anna: Asker) -> None:
    anna.bought(an_order(id="2", buyer=GUEST))
    anna.customer = None

    assert anna.refused("order/2") == (404, "unknown_order")


def test_an_order_is_asked_for_by_id_and_not_by_a_number_that_another_has(anna: Asker) -> None:
    anna.bought(replace(an_order(id="8", buyer=BERT), number="9"), an_order(id="9"))

    assert anna.shown("order/9")["order"] == "9"


# Redeeming


def test_points_become_a_code_that_is_on_its_way_to_the_shop(anna: Asker) -> None:
    anna.has(250)

    made = anna.shown("redeem", REDEEM)

    assert made["sentences"] == [
        f"Your code {made['code']}: €5.00 off for 100 points",
        "The code will be in the shop in a moment",
        "Left: 150 points",
    ]
    assert (made["points"], made["left"], made["in_store"], made["replayed"]) == (100, 150, False, False)
    (outgoing,) = rows(anna.connector.database, "outbox")
    assert json.loads(outgoing["payload"])["code"] == made["code"]
    (code,) = anna.shown("member")["codes"]
    assert (code["code"], code["in_store"], code["sentence"]) == (
        made["code"], False, "The code will be in the shop in a moment",
    )  # fmt: skip


def test_a_code_that_the_shop_has_can_be_used(anna: Asker) -> None:
    anna.has(250)
    made = anna.shown("redeem", REDEEM)
    with anna.connector.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'done'")

    again, seen = anna.shown("redeem", REDEEM), anna.shown("member")

    assert (again["code"], again["in_store"], again["replayed"]) == (made["code"], True, True)
    assert seen["codes"][0]["sentence"].startswith("€5.00 off an order of at least €10.00, until ")
    assert seen["points"]["held"] == 100


def test_the_same_form_sent_twice_makes_one_code_and_another_wish_under_its_key_is_refused(anna: Asker) -> None:
    anna.has(250)

    first, second = anna.shown("redeem", REDEEM), anna.shown("redeem", REDEEM)

    assert first["code"] == second["code"]
    assert anna.refused("redeem", {**REDEEM, "points": 200}) == (409, "key_reused")
    assert len(rows(anna.connector.database, "redemptions")) == 1


def test_a_key_is_its_customers_own(anna: Asker) -> None:
    anna.has(250)
    anna.bought(an_order(a_line(50_000), id="2", buyer=BERT, placed_at=bootstrap.now()))
    hers = anna.shown("redeem", REDEEM)
    anna.customer = BERT.customer_id

    his = anna.shown("redeem", REDEEM)

    assert (his["replayed"], his["code"] == hers["code"]) == (False, False)


@pytest.mark.parametrize(
    ("points", "code", "sentence"),
    [
        (300, "balance", "only 250 points are available; 200 would be allowed"),
        (150, "block", "points are redeemed in multiples of 100; 200 would be allowed"),
        (50, "minimum_points", "at least 100 points must be redeemed at once; 200 would be allowed"),
        (0, "not_positive", "the number of points must be at least 1; 200 would be allowed"),
    ],
)
def test_what_the_rules_do_not_allow_is_a_422_with_a_sentence(
    anna: Asker, points: int, code: str, sentence: str
) -> None:
    anna.has(250)

    answer = anna.ask("redeem", {**REDEEM, "points": points})

    assert (answer.status_code, answer.json()) == (
        422, {"code": code, "sentence": sentence, "allowed": 200, "language": "en"},
    )  # fmt: skip
    assert anna.counted(code)
    assert rows(anna.connector.database, "redemptions") == []


def test_somebody_who_is_no_member_yet_has_nothing_to_redeem(anna: Asker) -> None:
    assert anna.refused("redeem", REDEEM) == (422, "balance")


def test_a_visitor_redeems_nothing(anna: Asker) -> None:
    anna.has(250)
    anna.customer = None

    assert anna.refused("redeem", REDEEM) == (401, "not_signed_in")


def test_a_programme_that_has_ended_redeems_nothing(anna: Asker) -> None:
    anna.has(250)
    apply(anna, status="closed")

    assert anna.refused("redeem", REDEEM) == (422, "programme_closed")


def test_a_refusal_is_said_in_the_readers_language(anna: Asker) -> None:
    anna.has(250)

    answer = anna.ask("redeem", {**REDEEM, "points": 300}, language="pl")

    assert answer.json()["sentence"] == "dostępne saldo to tylko 250 punktów; dozwolone: 200"


def test_a_store_without_coupons_redeems_nothing(place: Place) -> None:
    with place.connector() as connector:
        store = connector.stores["main"]
        bare = replace(store, adapter=_WithoutCoupons(store.adapter))
        with serving(replace(connector, stores=MappingProxyType({"main": bare}))) as url:
            anna = Asker(url, connector)
            anna.has(250)

            assert anna.refused("redeem", REDEEM) == (422, "no_redemption")


class _WithoutCoupons:
    """A store that has everything but coupons."""

    coupons = None

    def __init__(self, adapter: object) -> None:
        self._adapter = adapter

    def __getattr__(self, name: str) -> object:
        return getattr(self._adapter, name)


def test_the_code_of_a_reward_is_shown_by_its_title_and_what_has_no_code_is_not_shown(anna: Asker) -> None:
    anna.has(250)
    code = "{kind: discount, name: five, points: 100, title: {en: Five off, pl: Piątka}, amount: 5.00}"
    gift = "{kind: gift, name: mug, points: 50, title: A mug, confirm: true}"
    apply(anna, rewards=f"[{code}, {gift}]")
    member = rows(anna.connector.database, "members")[0]["id"]
    for name in ("five", "mug"):
        take_reward(
            anna.connector.database,
            main_store(anna.connector),
            member,
            name,
            key=name,
            author="test",
            now=bootstrap.now(),
        )
    with anna.connector.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET state = 'done'")

    (english,), (polish,) = anna.shown("member")["codes"], anna.shown("member", language="pl")["codes"]

    assert english["sentence"].startswith("Five off, until ")
    assert polish["sentence"].startswith("Piątka, do ")


def test_a_code_that_has_ended_is_not_shown(anna: Asker) -> None:
    anna.has(250)
    anna.shown("redeem", REDEEM)
    with anna.connector.database.write() as connection:
        long_ago = (bootstrap.now() - timedelta(minutes=1)).isoformat(sep=" ")
        connection.exec_driver_sql("UPDATE redemptions SET expires_at = ?", (long_ago,))

    assert anna.shown("member")["codes"] == []


def test_where_groups_decide_and_the_shop_does_not_tell_them_nothing_is_redeemed(anna: Asker) -> None:
    """Nothing listens at the shop's address."""
    anna.has(250)
    apply(anna, members="{never: [staff]}")

    assert anna.refused("redeem", REDEEM) == (503, "store_unavailable")
    assert anna.shown("member")["points"]["available"] == 250


# Products for points

PRICES = {"prices": "{points: 4, per: 1.00, goods: {not_categories: [cards]}}"}
BUY = {**PRODUCT, "key": "form-0009"}


def test_a_product_shows_its_price_in_points_and_is_bought_once_for_a_key(anna: Asker) -> None:
    anna.has(350)
    apply(anna, **PRICES)

    shown = anna.shown("product", PRODUCT)
    bought = [anna.shown("buy", BUY) for _ in "ab"]

    assert shown["price_points"] == 50
    assert [(one["points"], one["worth"]["amount"], one["left"]) for one in bought] == [(50, "12.50", 300)] * 2
    assert [one["replayed"] for one in bought] == [False, True]
    assert bought[0]["code"] == bought[1]["code"]
    assert anna.refused("buy", {**BUY, "product_id": "p2"}) == (409, "key_reused")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"price": "1000.00"}, 422, "balance"),
        ({"price": "0.00"}, 422, "not_buyable"),
        ({"categories": ["cards"]}, 422, "not_buyable"),
        ({"currency": "USD"}, 422, "other_currency"),
        ({"quantity": "2"}, 400, "bad_question"),
        ({"at_least": True}, 400, "bad_question"),
        ({"key": "short"}, 400, "bad_question"),
    ],
)
def test_what_is_not_sold_for_points_is_refused_and_takes_none(
    anna: Asker, changes: dict[str, object], status: int, code: str
) -> None:
    anna.has(350)
    apply(anna, **PRICES)

    assert anna.refused("buy", {**BUY, **changes}) == (status, code)
    assert anna.shown("member")["points"]["available"] == 350


def test_nothing_is_sold_where_there_are_no_prices_or_nobody_is_signed_in(anna: Asker) -> None:
    anna.has(350)

    assert anna.shown("product", PRODUCT)["price_points"] is None
    assert anna.refused("buy", BUY) == (422, "no_prices")
    anna.customer = None
    assert anna.refused("buy", BUY) == (401, "not_signed_in")
    anna.customer = "99"
    assert anna.refused("buy", BUY) == (422, "balance")
