"""Connecting a shop by a pasted code, over real HTTP: what is taken, from whom, and how often."""

import base64
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests
from structlog.testing import capture_logs

from adapters.woocommerce.sandbox import Sandbox
from connector import bootstrap
from connector.core.pairing import LIFETIME, MOST_TRIES, ticket_of
from connector.usecases import pairing
from connector.web import pairing as web
from tests.running import Place, rows, serving

KEY, SECRET = "ck_f00dcafe00112233", "cs_5ec2e7ff44556677"


@dataclass
class Merchant:
    """A connector that awaits the shop `second`, and whoever speaks to it."""

    place: Place
    url: str
    shop: Sandbox
    proof: str
    session: requests.Session = field(default_factory=requests.Session)

    def hand_over(self, *, ticket: str | None = None, store: str = "second", **changes: Any) -> requests.Response:
        """What WooCommerce sends when a person of the shop has said yes."""
        body = {
            "key_id": 1,
            "user_id": ticket_of(self.proof) if ticket is None else ticket,
            "consumer_key": KEY,
            "consumer_secret": SECRET,
            "key_permissions": "read_write",
            **changes,
        }
        return requests.post(f"{self.url}/shop/{store}/pair/keys", json=body, timeout=60, allow_redirects=False)

    def ask_secret(self, proof: str | None = None, store: str = "second") -> requests.Response:
        body = {"proof": self.proof if proof is None else proof}
        return requests.post(f"{self.url}/shop/{store}/pair/secret", json=body, timeout=60, allow_redirects=False)

    @property
    def files(self) -> str:
        return self.place.settings.read_text() + (self.place.folder / ".env").read_text()


def said(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


@pytest.fixture
def shop() -> Iterator[Sandbox]:
    with Sandbox(consumer_key=KEY, consumer_secret=SECRET) as opened:
        yield opened


@pytest.fixture
def public(place: Place) -> Place:
    text = place.settings.read_text()
    place.settings.write_text(text.replace(f'public_url: "{place.url}"', 'public_url: "https://points.example.com"'))
    return place


@pytest.fixture
def merchant(public: Place, shop: Sandbox) -> Iterator[Merchant]:
    paired = public.command("store", "pair", "second", "--url", shop.url, "--programme", "starter.yaml", "--json")
    assert paired.status == 0, paired.err
    with public.connector() as connector, serving(connector) as url:
        yield Merchant(public, url, shop, told(json.loads(paired.out)["code"])["proof"])


def told(code: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))
    return found


def test_keys_of_the_invited_shop_connect_it_and_its_plugin_learns_its_secret(merchant: Merchant) -> None:
    before = merchant.ask_secret()
    handed = merchant.hand_over()
    learned = merchant.ask_secret()

    settings = bootstrap.settings(merchant.place.settings, {})
    assert said(before) == (409, "no_keys_yet")
    assert (handed.status_code, handed.json()) == (200, {"connected": "second"})
    assert settings.stores["second"].url == merchant.shop.url
    assert settings.stores["second"].credentials["consumer_secret"].get_secret_value() == SECRET
    assert (merchant.place.folder / ".env").stat().st_mode & 0o777 == 0o600
    assert (learned.status_code, learned.json()) == (200, {"secret": settings.shopper_secret("second")})
    assert "no-store" in learned.headers["Cache-Control"]
    assert merchant.place.command("store", "check", "second").out.count("error") == 4  # only webhooks are missing


def test_keys_stand_in_no_settings_no_books_and_no_log(merchant: Merchant) -> None:
    with capture_logs() as logged:
        merchant.hand_over(consumer_secret="cs_wrong")
        merchant.hand_over()
        merchant.ask_secret("guess" * 8)

    books = b"".join(file.read_bytes() for file in merchant.place.folder.glob("loyalty.db*"))
    for secret in (KEY, SECRET, merchant.proof, ticket_of(merchant.proof)):
        assert secret not in str(logged)
        assert secret not in merchant.place.settings.read_text()
        assert secret.encode() not in books
    assert [entry["reason"] for entry in logged if "reason" in entry] == ["not_opened", "bad_code"]


def test_an_attackers_own_keys_do_not_open_the_invited_shop(merchant: Merchant) -> None:
    before = merchant.files

    with Sandbox(consumer_key="ck_theirs", consumer_secret="cs_theirs"):
        refused = merchant.hand_over(consumer_key="ck_theirs", consumer_secret="cs_theirs")

    assert said(refused) == (422, "not_opened")
    assert merchant.files == before
    assert said(merchant.ask_secret()) == (409, "no_keys_yet")
    assert "refuses our keys" in merchant.ask_secret().json()["detail"]
    assert merchant.hand_over().status_code == 200  # and the shop itself is not kept out


def test_keys_that_may_only_read_are_refused(public: Place) -> None:
    with Sandbox(read_only_key=KEY, consumer_secret=SECRET) as shop:
        paired = public.command("store", "pair", "second", "--url", shop.url, "--programme", "starter.yaml", "--json")
        proof = told(json.loads(paired.out)["code"])["proof"]
        with public.connector() as connector, serving(connector) as url:
            refused = Merchant(public, url, shop, proof).hand_over(key_permissions="read")

    assert said(refused) == (422, "not_opened")
    assert "Read/Write" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("ticket", "store"), [("guess", "second"), ("", "second"), (None, "main"), (None, "other"), ("guess", "nobody")]
)
def test_who_has_no_ticket_learns_nothing_and_uses_nothing_up(
    merchant: Merchant, ticket: str | None, store: str
) -> None:
    refused = [merchant.hand_over(ticket=ticket, store=store) for _ in range(MOST_TRIES + 1)]

    codes = {"bad_question"} if ticket == "" else {"bad_code"}
    assert {one.json()["code"] for one in refused} == codes
    assert merchant.hand_over().status_code == 200


def test_the_code_itself_is_no_ticket_and_the_ticket_is_no_code(merchant: Merchant) -> None:
    assert said(merchant.hand_over(ticket=merchant.proof)) == (401, "bad_code")
    merchant.hand_over()

    assert said(merchant.ask_secret(ticket_of(merchant.proof))) == (401, "bad_code")


def test_a_code_is_used_once(merchant: Merchant) -> None:
    merchant.hand_over()
    files = merchant.files

    again = merchant.hand_over()
    merchant.ask_secret()

    assert said(again) == (410, "used")
    assert said(merchant.ask_secret()) == (410, "used")
    assert said(merchant.hand_over()) == (410, "used")
    assert merchant.files == files


def test_of_many_at_once_one_is_taken(merchant: Merchant) -> None:
    with ThreadPoolExecutor(4) as crowd:
        answers = list(crowd.map(lambda _: merchant.hand_over().status_code, range(4)))
        learned = list(crowd.map(lambda _: merchant.ask_secret().status_code, range(4)))

    assert sorted(answers) == [200, 410, 410, 410]
    assert sorted(learned) == [200, 410, 410, 410]
    assert merchant.files.count("SECOND_CONSUMER_KEY=") == 1


def test_a_code_lasts_an_hour(merchant: Merchant, monkeypatch: pytest.MonkeyPatch) -> None:
    real = bootstrap.now
    monkeypatch.setattr(bootstrap, "now", lambda: real() + LIFETIME)
    late = merchant.hand_over()
    monkeypatch.setattr(bootstrap, "now", lambda: real() + LIFETIME - timedelta(seconds=30))
    just_in_time = merchant.hand_over()
    monkeypatch.setattr(bootstrap, "now", lambda: real() + LIFETIME)

    assert (said(late), just_in_time.status_code) == ((410, "expired"), 200)
    assert said(merchant.ask_secret()) == (410, "expired")


def test_a_code_can_be_tried_ten_times(merchant: Merchant) -> None:
    tried = [said(merchant.hand_over(consumer_secret="cs_wrong")) for _ in range(MOST_TRIES)]

    assert tried == [(422, "not_opened")] * MOST_TRIES
    assert said(merchant.hand_over()) == (429, "tried_too_often")


def test_a_new_code_takes_the_place_of_the_one_before(merchant: Merchant) -> None:
    merchant.place.command("store", "pair", "second", "--url", merchant.shop.url, "--programme", "starter.yaml")

    assert said(merchant.hand_over()) == (401, "bad_code")


def test_a_code_that_was_replaced_while_its_keys_were_tried_connects_nothing(merchant: Merchant) -> None:
    database = merchant.place.connector
    with database() as connector:
        admitted = pairing.admit(connector.database, "second", ticket_of(merchant.proof), bootstrap.now())
        merchant.place.command("store", "pair", "second", "--url", "https://b.test", "--programme", "starter.yaml")
        with pytest.raises(web.NotPaired, match="bad_code"):
            pairing.connected(connector.database, admitted.store, ticket_of(merchant.proof), bootstrap.now())


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"[]", 400), (b"\xff", 400), (b'{"user_id": 7}', 400), (b"x" * 5000, 413)],
)
def test_what_is_no_handing_over_is_refused_without_repeating_it(merchant: Merchant, body: bytes, status: int) -> None:
    answers = [
        requests.post(f"{merchant.url}/shop/second/pair/{what}", body, timeout=20) for what in ("keys", "secret")
    ]

    assert [one.status_code for one in answers] == [status, status]


def test_keys_with_line_breaks_do_not_get_into_the_environment(merchant: Merchant) -> None:
    refused = merchant.hand_over(consumer_key="ck_1\nLOYALTY_SECRET_KEY=mine")

    assert said(refused) == (400, "bad_question")


def test_a_shop_that_does_not_answer_is_told_of_and_may_try_again(merchant: Merchant) -> None:
    merchant.shop.fail("status", "/wp-json/*", status=503, times=None)
    refused = merchant.hand_over()
    merchant.shop.faults.clear()

    assert said(refused) == (422, "not_opened")
    assert merchant.hand_over().status_code == 200


def test_settings_that_cannot_be_written_keep_the_code_open(merchant: Merchant) -> None:
    text = merchant.place.settings.read_text()
    merchant.place.settings.write_text(text.replace("stores:", "shops:"))
    refused = merchant.hand_over()
    merchant.place.settings.write_text(text)

    assert said(refused) == (500, "not_written")
    assert merchant.hand_over().status_code == 200


def test_keys_in_the_environment_are_not_silently_counted_for_more(
    merchant: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECOND_CONSUMER_KEY", "ck_other")
    refused = merchant.hand_over()

    assert said(refused) == (500, "not_written")
    assert "SECOND_CONSUMER_KEY is in the environment" in refused.json()["detail"]
    assert said(merchant.ask_secret()) == (409, "no_keys_yet")


def test_refusals_are_counted_by_reason(merchant: Merchant) -> None:
    merchant.ask_secret("guess")

    counted = requests.get(f"{merchant.url}/metrics", timeout=10).text

    assert 'loyalty_pairing_refused_total{reason="bad_code"} 1.0' in counted


# The command


PLACES: list[tuple[list[str], str]] = [
    (["main", "--url", "https://s.test"], "there is already a store 'main'; `loyalty store code main`"),
    (["second", "--url", "shop.test"], "is not a web address"),
    (["Second!", "--url", "https://s.test"], "is not a store name"),
    (["second", "--url", "https://s.test", "--programme", "none.yaml"], "there is no such file"),
    (["second", "--url", "https://s.test", "--platform", "papyrus"], "a shop can be paired on woocommerce"),
]


@pytest.mark.parametrize(("words", "complaint"), PLACES)
def test_a_store_that_could_not_be_written_gets_no_code(public: Place, words: list[str], complaint: str) -> None:
    programme = [] if "--programme" in words else ["--programme", "starter.yaml"]
    refused = public.command("store", "pair", *words, *programme)

    assert (refused.status in (2, 3), refused.out) == (True, "")
    assert complaint in refused.err


def test_without_https_there_is_no_code(place: Place) -> None:
    refused = place.command("store", "pair", "second", "--url", "https://s.test", "--programme", "starter.yaml")

    assert (refused.status, refused.out) == (2, "")
    assert "by https only" in refused.err


def test_keys_in_the_environment_are_in_the_way(public: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECOND_CONSUMER_KEY", "ck_other")
    refused = public.command("store", "pair", "second", "--url", "https://s.test", "--programme", "starter.yaml")

    assert (refused.status, "SECOND_CONSUMER_KEY in the environment" in refused.err) == (2, True)


def test_the_code_alone_goes_to_the_pipe_and_says_where_and_whose(public: Place) -> None:
    printed = public.command("store", "pair", "second", "--url", "https://s.test/", "--programme", "starter.yaml")

    found = told(printed.out.strip())
    assert {**found, "proof": len(found["proof"])} == {
        "address": "https://points.example.com",
        "store": "second",
        "url": "https://s.test",
        "proof": 43,
    }
    assert "all past orders will earn points" in printed.err
    with public.connector() as connector:
        (row,) = rows(connector.database, "pairings")
    assert found["proof"] not in str(row)
