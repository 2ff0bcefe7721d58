"""The page by which a shopper ends letters: looking changes nothing, the button does; a mail program may press it."""

from collections.abc import Iterator

import pytest
import requests

from connector.db import reminders
from connector.usecases.letters import member_of, token_of
from tests.running import Place, serving
from tests.web.shopper import Asker


@pytest.fixture
def anna(place: Place) -> Iterator[Asker]:
    with place.connector() as connector, serving(connector) as url:
        asker = Asker(url, connector)
        asker.has(100)
        with asker.session:
            yield asker


def unwilling(anna: Asker) -> set[int]:
    with anna.connector.database.read() as connection:
        return reminders.unwilling(connection, [1])


def test_looking_changes_nothing_and_the_button_ends_letters(anna: Asker) -> None:
    page = f"{anna.url}/letters/pl/{token_of(1, anna.connector.settings.letter_secret)}"

    looked = requests.get(page, timeout=5)
    after_looking = unwilling(anna)
    pressed = requests.post(page, data={"List-Unsubscribe": "One-Click"}, timeout=5)

    assert (looked.status_code, after_looking) == (200, set())
    assert '<form method="post">' in looked.text
    assert 'lang="pl" dir="ltr"' in looked.text
    assert (pressed.status_code, unwilling(anna)) == (200, {1})
    assert "Nie dostaniesz więcej wiadomości" in pressed.text
    assert requests.post(page, timeout=5).status_code == 200
    assert 'dir="rtl"' in requests.get(page.replace("/pl/", "/he/"), timeout=5).text


def test_nobody_ends_the_letters_of_others(anna: Asker) -> None:
    good = token_of(1, anna.connector.settings.letter_secret)
    pages = [
        f"pl/{token_of(1, 'another secret of thirty-two letters')}",
        f"pl/{good[:-2]}",
        "pl/x",
        f"xx/{good}",
        f"pl/{token_of(99, anna.connector.settings.letter_secret)}",
    ]

    answered = [requests.post(f"{anna.url}/letters/{page}", timeout=5).status_code for page in pages]

    assert answered == [404] * 5
    assert unwilling(anna) == set()


def test_a_token_names_a_member_and_nothing_else() -> None:
    secret = "s" * 40

    assert member_of(token_of(12, secret), secret) == 12
    assert member_of("", secret) is None
