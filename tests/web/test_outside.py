"""What is around every answer: headers, a trace, and a barrier for those who ask too much."""

import time
from collections.abc import Callable, Iterator

import pytest
import requests

from connector.web import webhooks
from connector.web.crowds import PAIRINGS_PER_MINUTE
from connector.web.outside import HEADERS
from tests.running import Place, serving
from tests.web.door import Door


@pytest.fixture
def narrow(place: Place) -> Iterator[Door]:
    """Three questions a minute, and no more."""
    text = place.settings.read_text()
    place.settings.write_text(text.replace("web: {", "web: {questions_per_minute: 3, "))
    with place.connector() as connector, serving(connector) as url, requests.Session() as session:
        yield Door(url, connector, session)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/shop/main/member", "/nowhere", "/webhooks/main"])
def test_every_answer_tells_browsers_what_they_may_not(door: Door, path: str) -> None:
    headers = door.session.get(door.url + path, timeout=10).headers

    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    assert "no-store" in headers["Cache-Control"]


def test_the_trace_of_an_answer_is_that_of_the_row(door: Door) -> None:
    answers = [door.post(b'{"id": 1}'), door.post(b'{"id": 2}')]

    traces = [answer.headers["X-Trace"] for answer in answers]
    assert [row["trace"] for row in door.inbox()] == traces
    assert len(set(traces)) == 2


def test_who_asks_too_much_hears_when_to_come_again(narrow: Door) -> None:
    ask: Callable[[str], requests.Response] = lambda path: narrow.session.get(narrow.url + path, timeout=10)  # noqa: E731

    answers = [ask("/shop/main/member").status_code for _ in range(3)]
    refused = ask("/merchant/products")

    assert answers == [401, 401, 401]
    assert (refused.status_code, refused.json()) == (429, {"code": "too_many"})
    assert 1 <= int(refused.headers["Retry-After"]) <= 120
    assert ask("/healthz").status_code == 200


def test_no_event_is_ever_turned_away_for_its_number(narrow: Door) -> None:
    assert [narrow.post(f'{{"id": {number}}}'.encode()).status_code for number in range(20)] == [200] * 20
    assert len(narrow.inbox()) == 20


def test_pairing_is_tried_a_few_times_a_minute_only(door: Door) -> None:
    ask = [
        door.session.post(f"{door.url}/shop/new/pair/keys", data=b"{}", timeout=10)
        for _ in range(PAIRINGS_PER_MINUTE + 1)
    ]

    assert {one.status_code for one in ask[:-1]} == {401}
    assert ask[-1].status_code == 429


def test_an_event_that_drips_in_is_not_waited_for(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhooks, "PATIENCE", 0.2)

    def drip() -> Iterator[bytes]:
        yield b"{"
        time.sleep(1)
        yield b"}"

    answer = door.session.post(f"{door.url}/webhooks/main", data=drip(), timeout=10)

    assert answer.status_code == 408
    assert door.refused("main", "too_slow")
