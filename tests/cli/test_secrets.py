"""`loyalty secrets`: keys of stores are sealed in .env, and all secrets survive a change of the key."""

import json
from collections.abc import Iterator

import pytest
from cryptography.fernet import Fernet
from structlog.testing import capture_logs

from connector import bootstrap
from connector.bootstrap import Connector
from connector.usecases.vault import StoreVault
from tests.running import KEYS, SECRET_KEY, Place, main_store

NEW_KEY = "tests-only-another-0123456789-abcdefghij"


@pytest.fixture
def connector(place: Place) -> Iterator[Connector]:
    with place.connector() as opened:
        yield opened


def keep(connector: Connector, secret: str) -> StoreVault:
    vault = StoreVault(connector.database, main_store(connector).id, connector.settings.vault_keys, bootstrap.now)
    vault.claim(60)
    vault.write(secret)
    return vault


def change_key(place: Place, new: str, old: str) -> None:
    text = place.settings.read_text()
    place.settings.write_text(
        text.replace("secret_key: ${LOYALTY_SECRET_KEY}", f"secret_key: {new}\nsecret_key_old: {old}")
    )


def test_secrets_are_encrypted_anew_and_no_line_shows_them(place: Place, connector: Connector) -> None:
    keep(connector, "shp_t0ken")
    change_key(place, NEW_KEY, SECRET_KEY)

    with capture_logs() as logged:
        said = place.command("secrets", "rotate")

    assert (said.status, said.out) == (0, "encrypted with secret_key: main\n")
    assert "shp_t0ken" not in said.out + said.err + str(logged)
    place.settings.write_text(place.settings.read_text().replace(f"secret_key_old: {SECRET_KEY}\n", ""))
    with place.connector() as again:
        vault = StoreVault(again.database, main_store(again).id, again.settings.vault_keys, bootstrap.now)
        assert vault.read() == "shp_t0ken"


def test_what_neither_key_opens_is_named(place: Place, connector: Connector) -> None:
    vault = StoreVault(connector.database, main_store(connector).id, [Fernet.generate_key()], bootstrap.now)
    vault.claim(60)
    vault.write("x")

    said = place.command("secrets", "rotate", "--json")

    assert (said.status, json.loads(said.out)) == (1, {"stores": [], "lost": ["main"], "sealed": []})


def test_one_key_twice_changes_nothing(place: Place) -> None:
    change_key(place, SECRET_KEY, SECRET_KEY)

    said = place.command("secrets", "rotate")

    assert said.status == 2
    assert "one and the same" in said.err


def consumer_key(place: Place) -> str:
    return bootstrap.settings(place.settings, {}).stores["main"].credentials["consumer_key"].get_secret_value()


def test_keys_of_stores_are_sealed_where_they_lie_and_open_as_before(place: Place) -> None:
    said = place.command("secrets", "seal")

    assert (said.status, said.out) == (0, "sealed in .env: MAIN_CONSUMER_KEY, MAIN_CONSUMER_SECRET\n")
    assert "LOYALTY_SECRET_KEY is in .env too" in said.err
    env = (place.folder / ".env").read_text()
    assert not any(secret in env for secret in KEYS.values())
    assert consumer_key(place) == KEYS["MAIN_CONSUMER_KEY"]
    assert place.command("secrets", "seal").status == 0
    assert consumer_key(place) == KEYS["MAIN_CONSUMER_KEY"]


def test_what_is_sealed_outlives_a_change_of_the_key(place: Place) -> None:
    place.command("secrets", "seal")
    change_key(place, NEW_KEY, SECRET_KEY)

    rotated = json.loads(place.command("secrets", "rotate", "--json").out)

    assert rotated["sealed"] == ["MAIN_CONSUMER_KEY", "MAIN_CONSUMER_SECRET"]
    place.settings.write_text(place.settings.read_text().replace(f"secret_key_old: {SECRET_KEY}\n", ""))
    assert consumer_key(place) == KEYS["MAIN_CONSUMER_KEY"]


def test_rotating_seals_nothing_that_was_not(place: Place) -> None:
    assert json.loads(place.command("secrets", "rotate", "--json").out)["sealed"] == []
    assert KEYS["MAIN_CONSUMER_KEY"] in (place.folder / ".env").read_text()


def test_a_key_that_cannot_be_opened_is_a_fault_of_the_settings_with_its_line(place: Place) -> None:
    place.command("secrets", "seal")
    place.settings.write_text(place.settings.read_text().replace("${LOYALTY_SECRET_KEY}", NEW_KEY))

    said = place.command("store", "list")

    assert said.status == 3
    assert "stores.main.credentials.consumer_key: neither secret_key nor secret_key_old opens it" in said.err
    assert "sealed:" not in said.err
