"""A store's vault in a real database."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select

from connector.db.engine import Database
from connector.db.tables import store_secrets
from connector.programme import parse_programme
from connector.usecases.stores import enlist
from connector.usecases.vault import Rotated, StoreVault, rotate
from tests.usecases.shop import CLUB

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
KEY = Fernet.generate_key()


class Stand:
    def __init__(self, database: Database) -> None:
        self.database = database
        self.now = NOON
        self.store = enlist(database, "main", parse_programme(CLUB, "test"), "test", NOON).id

    def vault(self, *keys: bytes) -> StoreVault:
        return StoreVault(self.database, self.store, keys or (KEY,), lambda: self.now)


@pytest.fixture
def stand(database: Database) -> Stand:
    return Stand(database)


def test_what_was_written_is_read_by_another_process(stand: Stand) -> None:
    assert stand.vault().read() is None

    assert stand.vault().claim(60)
    stand.vault().write("s3cret")

    assert stand.vault().read() == "s3cret"


def test_the_database_alone_shows_nothing(stand: Stand) -> None:
    stand.vault().claim(60)
    stand.vault().write("s3cret")

    with stand.database.read() as connection:
        kept = connection.scalar(select(store_secrets.c.secret))

    assert b"s3cret" not in kept


def test_another_key_opens_nothing(stand: Stand) -> None:
    stand.vault().claim(60)
    stand.vault().write("s3cret")

    assert stand.vault(Fernet.generate_key()).read() is None


def test_one_at_a_time_changes_it(stand: Stand) -> None:
    assert [stand.vault().claim(60), stand.vault().claim(60)] == [True, False]

    stand.vault().release()

    assert stand.vault().claim(60)


def test_a_claim_ends_by_itself(stand: Stand) -> None:
    stand.vault().claim(60)
    stand.now += timedelta(seconds=61)

    assert stand.vault().claim(60)


def test_a_secret_outlives_a_change_of_the_key(stand: Stand) -> None:
    fresh = Fernet.generate_key()
    stand.vault().claim(60)
    stand.vault().write("s3cret")
    assert stand.vault(fresh, KEY).read() == "s3cret"

    rotated = rotate(stand.database, (fresh, KEY))

    assert rotated == Rotated(["main"], [])
    assert (stand.vault(fresh).read(), stand.vault(KEY).read()) == ("s3cret", None)
    assert rotate(stand.database, (fresh,)) == rotated


def test_what_no_key_opens_is_named_and_left_alone(stand: Stand) -> None:
    stand.vault().claim(60)
    stand.vault().write("s3cret")

    assert rotate(stand.database, (Fernet.generate_key(),)) == Rotated([], ["main"])
    assert stand.vault().read() == "s3cret"


def test_a_vault_that_is_empty_is_nothing_to_rotate(stand: Stand) -> None:
    stand.vault().claim(60)

    assert rotate(stand.database, (KEY,)) == Rotated([], [])
