"""`loyalty remind`, as a merchant calls it."""

import json
from datetime import timedelta

import pytest

from connector import bootstrap
from connector.usecases.settle_orders import settle_orders
from jobs import prune, remind
from tests.building import a_line, an_order
from tests.mailbox import mail_server
from tests.running import Place, main_store

EVERYBODY = "    remind: {days: 21, whom: everyone}\n    timeout_seconds:"


def reminding(place: Place, port: int = 25) -> None:
    """The store writes to everybody; the starter's points lapse after a year."""
    text = place.settings.read_text().replace("    timeout_seconds:", EVERYBODY)
    mail = f"mail: {{host: 127.0.0.1, port: {port}, security: none, sender: points@shop.example}}\n"
    place.settings.write_text(text + mail)


def bought_long_ago(place: Place) -> None:
    with place.connector() as connector, connector.database.write() as connection:
        then = bootstrap.now() - timedelta(days=355)
        settle_orders(connection, main_store(connector), [an_order(a_line(20_000), placed_at=then)], bootstrap.now())


def test_who_would_be_told_is_shown_then_told_and_told_once(place: Place) -> None:
    with mail_server() as box:
        reminding(place, box.port)
        bought_long_ago(place)

        tried = place.command("remind", "--dry-run")
        (foreseen,) = json.loads(place.command("remind", "--dry-run", "--json").out)
        nobody_yet = list(box.letters)
        sent = place.command("remind")
        again = json.loads(place.command("remind", "--json").out)
        with place.connector() as connector:
            pruned = prune.run(connector)

    assert "1 would be told; nothing was sent" in tried.out
    assert (foreseen["member"], foreseen["points"] > 0, nobody_yet) == (1, True, [])
    assert sent.out == "1 letters done with, 0 will be tried again, 0 refused for good\n"
    assert again == {"done": 0, "put_off": 0, "parked": 0}
    assert box.readers == ["anna@example.org"]
    assert "/letters/en/" in box.letters[0]["List-Unsubscribe"]
    assert pruned == 0


def test_who_asks_by_telephone_is_left_out_and_taken_in_again(place: Place) -> None:
    reminding(place)
    bought_long_ago(place)

    assert place.command("remind", "--stop", "anna@example.org").out == "nothing more is written to member 1\n"
    assert json.loads(place.command("remind", "--dry-run", "--json").out) == []
    assert place.command("remind", "--resume", "1").out == "member 1 is written to again\n"
    assert len(json.loads(place.command("remind", "--dry-run", "--json").out)) == 1
    assert place.command("remind", "--stop", "99").status == 4


def test_a_server_that_is_not_there_is_told_of_and_nothing_is_lost(place: Place) -> None:
    reminding(place, 9)
    bought_long_ago(place)

    said = place.command("remind")

    assert (said.status, said.out) == (5, "0 letters done with, 1 will be tried again, 0 refused for good\n")


@pytest.mark.parametrize("shadow", [True, False])
def test_where_nobody_wants_it_or_another_system_keeps_the_points_nobody_is_written_to(
    place: Place, shadow: bool
) -> None:
    if shadow:
        reminding(place)
        text = place.settings.read_text()
        place.settings.write_text(text.replace("    timeout_seconds:", "    shadow: true\n    timeout_seconds:"))

    said = place.command("remind", "--dry-run")
    with place.connector() as connector:
        done = remind.run(connector, main_store(connector))

    assert (said.status, done.any) == (2, False)
    assert "main reminds nobody" in said.err
