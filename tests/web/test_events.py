"""What a shop tells of its own accord, over real HTTP: what is believed, and that nothing is given twice."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests

from connector import bootstrap
from connector.programme import parse_programme
from connector.usecases.programmes import put_in_force
from connector.web.tokens import sign, sign_letter
from tests.running import PROGRAMME, Place, rows, serving
from tests.web.shopper import Asker

REGISTERED: dict[str, Any] = {
    "event": "registered",
    "at": "2026-01-31T12:00:00Z",
    "customer": "7",
    "email": "Anna@example.org",
    "name": "Anna",
    "groups": ["customer"],
    "verified": False,
}
SUBSCRIBED = {**REGISTERED, "event": "subscribed"}
Said = tuple[int, str]


class Teller(Asker):
    """The plugin of the shop, telling."""

    def tell(self, told: object, *, token: str | None = None, store: str = "main", raw: bytes | None = None) -> Said:
        body = json.dumps(told).encode() if raw is None else raw
        signed = sign_letter(self.secret, "main", body, int(time.time())) if token is None else token
        answer = self.session.post(
            f"{self.url}/shop/{store}/events",
            data=body,
            headers={"Authorization": f"Bearer {signed}"} if signed else {},
            timeout=20,
        )
        return answer.status_code, answer.json()["code"]

    @property
    def points(self) -> int:
        return int(self.shown("member")["points"]["available"])


@pytest.fixture
def teller(place: Place) -> Iterator[Teller]:
    text = f"{PROGRAMME.read_text()}bonuses: {{registration: 50, newsletter: 20}}\n"
    with place.connector() as connector, serving(connector) as url:
        put_in_force(connector.database, parse_programme(text, "test"), "test", bootstrap.now() - timedelta(days=999))
        yield Teller(url, connector)


def test_an_account_and_a_subscription_give_their_points_once(teller: Teller) -> None:
    first = [teller.tell(REGISTERED), teller.tell(SUBSCRIBED)]
    again = [teller.tell(REGISTERED), teller.tell({**SUBSCRIBED, "at": "2026-05-01T00:00:00+02:00"})]

    assert first == again == [(200, "taken")] * 2
    assert teller.points == 70


def test_the_same_letter_sent_again_by_anybody_gives_nothing_more(teller: Teller) -> None:
    body = json.dumps(SUBSCRIBED).encode()
    token = sign_letter(teller.secret, "main", body, int(time.time()))

    assert [teller.tell(None, raw=body, token=token) for _ in range(3)] == [(200, "taken")] * 3
    assert teller.points == 20


def test_an_account_of_the_future_was_opened_now(teller: Teller) -> None:
    ahead = bootstrap.now() + timedelta(days=2)

    teller.tell({**REGISTERED, "at": ahead.isoformat()})

    (deed,) = rows(teller.connector.database, "deeds")
    assert deed["done_at"] < ahead.isoformat()
    assert teller.points == 50


SIGNERS: dict[str, tuple[Callable[[str, bytes], str], str]] = {
    "a shopper's token": (lambda secret, body: sign(secret, "main", "7", int(time.time())), "bad_token"),
    "another secret": (lambda secret, body: sign_letter("x" * 40, "main", body, int(time.time())), "bad_signature"),
    "another store": (lambda secret, body: sign_letter(secret, "other", body, int(time.time())), "other_store"),
    "another letter": (lambda secret, body: sign_letter(secret, "main", body + b" ", int(time.time())), "other_letter"),
    "an old letter": (lambda secret, body: sign_letter(secret, "main", body, int(time.time()) - 400), "expired"),
    "one for long": (lambda secret, body: sign_letter(secret, "main", body, int(time.time()), 3600), "lives_too_long"),
    "none": (lambda secret, body: "", "no_token"),
}


@pytest.mark.parametrize("by", SIGNERS)
def test_what_the_store_did_not_sign_byte_for_byte_is_not_believed(teller: Teller, by: str) -> None:
    signer, reason = SIGNERS[by]
    body = json.dumps(REGISTERED).encode()

    assert teller.tell(None, raw=body, token=signer(teller.secret, body)) == (401, reason)
    assert rows(teller.connector.database, "deeds") == []
    assert teller.counted(reason)


def test_a_letters_token_does_not_speak_for_a_shopper(teller: Teller) -> None:
    token = sign_letter(teller.secret, "main", b"", int(time.time()))

    assert teller.refused("member", token=token) == (401, "bad_token")


@pytest.mark.parametrize(
    "changes",
    [
        {"event": "married"},
        {"customer": ""},
        {"customer": "x" * 121},
        {"email": "x" * 321},
        {"at": "yesterday"},
        {"at": "2026-01-31T12:00:00"},
        {"verified": "yes"},
    ],
)
def test_what_is_no_event_is_told_so_and_changes_nothing(teller: Teller, changes: dict[str, Any]) -> None:
    assert teller.tell({**REGISTERED, **changes}) == (400, "bad_question")
    assert rows(teller.connector.database, "deeds") == []


def test_too_much_is_not_read_and_an_unknown_store_is_told_nothing(teller: Teller) -> None:
    assert teller.tell(None, raw=b" " * 9000) == (413, "too_large")
    assert teller.tell(REGISTERED, store="other") == (404, "unknown_store")
    assert requests.get(f"{teller.url}/shop/main/events", timeout=10).status_code == 405


def test_a_programme_that_gives_nothing_for_it_makes_nobody_a_member(place: Place) -> None:
    with place.connector() as connector, serving(connector) as url:
        teller = Teller(url, connector)

        told = [teller.tell(REGISTERED), teller.tell(SUBSCRIBED)]

        assert told == [(200, "taken")] * 2
        assert rows(connector.database, "members") == []
