"""Expiry: months are counted on the programme's calendar, a lot lapses at the end of its last day, time alone ages."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connector.core.expiry import age, end_of_date, expires_at, grace_until, matures_at
from connector.core.ledger import Transaction, Wallet
from connector.core.programme import Grant, Terms
from tests.building import NOW, A, K, a_lot, a_wallet, at, earn, living, move, some_terms


def terms_in(zone: str, months: int) -> Terms:
    return some_terms(timezone=zone, expiry=living(months))


@pytest.mark.parametrize(
    ("zone", "granted", "months", "gone"),
    [
        # The end of the day is local: a summer's evening in Berlin ends at 22:00 UTC.
        ("Europe/Berlin", "2026-01-15T12:00Z", 6, "2026-07-15T22:00Z"),
        ("Europe/Berlin", "2026-07-15T12:00Z", 6, "2027-01-15T23:00Z"),
        # So is its beginning: half past eleven in the evening UTC is the next day in Berlin already.
        ("Europe/Berlin", "2026-01-15T23:30Z", 1, "2026-02-16T23:00Z"),
        ("America/New_York", "2026-01-15T03:00Z", 1, "2026-02-15T05:00Z"),
        # Clamped to the end of the month, in a leap year too, and over the year's end.
        ("UTC", "2026-08-31T10:00Z", 6, "2027-03-01T00:00Z"),
        ("UTC", "2027-08-31T10:00Z", 6, "2028-03-01T00:00Z"),
        ("UTC", "2026-12-31T10:00Z", 2, "2027-03-01T00:00Z"),
        ("UTC", "2026-01-31T10:00Z", 12, "2027-02-01T00:00Z"),
        # 24:00 of the day before summer time begins at midnight: there is no 00:00, the day ends all the same.
        ("America/Santiago", "2026-08-05T12:00Z", 1, "2026-09-06T04:00Z"),
        # Granted in the hour that happens twice; the day that ends months later is an ordinary one.
        ("Europe/Berlin", "2026-10-25T01:30Z", 1, "2026-11-25T23:00Z"),
    ],
)
def test_points_live_to_the_end_of_the_same_day_some_months_on(zone: str, granted: str, months: int, gone: str) -> None:
    assert expires_at(datetime.fromisoformat(granted), terms_in(zone, months)) == datetime.fromisoformat(gone)


def test_without_a_policy_points_never_expire() -> None:
    assert expires_at(NOW, some_terms()) is None


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2080, 1, 1), timezones=st.just(UTC)),
    st.integers(1, 60),
    st.sampled_from(["Europe/Berlin", "America/Havana", "Pacific/Apia", "Asia/Jerusalem", "Australia/Lord_Howe"]),
)
def test_the_last_day_is_the_same_day_of_the_month_or_the_months_last(
    granted: datetime, months: int, zone: str
) -> None:
    gone = expires_at(granted, terms_in(zone, months))

    assert gone is not None
    before, last = granted.astimezone(ZoneInfo(zone)), datetime.fromtimestamp(gone.timestamp() - 1, ZoneInfo(zone))
    assert (last.year * 12 + last.month) - (before.year * 12 + before.month) == months
    assert last.day == before.day or (last.day < before.day and (last.day >= 28))
    assert gone.tzinfo is UTC


def test_a_delay_is_so_many_times_24_hours_even_over_a_change_of_the_clock() -> None:
    evening = datetime(2026, 3, 28, 20, tzinfo=UTC)

    assert matures_at(evening, some_terms(grant=Grant(delay_days=2))) == datetime(2026, 3, 30, 20, tzinfo=UTC)


def test_grace_ends_with_its_last_day_in_the_programmes_time() -> None:
    assert grace_until(datetime(2026, 3, 20, 23, 30, tzinfo=UTC), some_terms(expiry=living(6, grace_days=14))) == (
        datetime(2026, 4, 4, 22, tzinfo=UTC)
    )


def aged(wallet: Wallet, now: datetime) -> list[Transaction]:
    return age(wallet, wallet.lots.values(), now)


def test_ripe_points_vest_on_the_day_they_ripened_and_only_once() -> None:
    wallet = Wallet().post(earn(a_lot(matures_at=at(14)), 100))

    (vested,) = aged(wallet, at(20))
    after = wallet.post(vested)

    assert aged(wallet, at(13)) == []
    assert (vested.kind, vested.happened_at) == (K.VEST, at(14))
    assert after.spendable(at(20)) == 100
    assert aged(after, at(20)) == []


def test_lapsed_points_expire_at_the_very_moment_and_only_once() -> None:
    wallet = a_wallet((a_lot(expires_at=at(30)), 100))

    (expired,) = aged(wallet, at(30))

    assert aged(wallet, at(29)) == []
    assert (expired.kind, expired.happened_at) == (K.EXPIRE, at(30))
    assert aged(wallet.post(expired), at(31)) == []


def test_held_points_do_not_expire_while_they_are_held() -> None:
    wallet = a_wallet((a_lot(expires_at=at(30)), 100))
    held = wallet.post(move(K.HOLD, ("lot", A.AVAILABLE, A.HELD, 60), redemption="r"))

    (expired,) = aged(held, at(30))

    assert expired.points == 40


def test_what_ripened_and_lapsed_unseen_did_both_in_that_order() -> None:
    wallet = Wallet().post(earn(a_lot(matures_at=at(1), expires_at=at(5)), 100))

    transactions = aged(wallet, at(9))

    assert [transaction.kind for transaction in transactions] == [K.VEST, K.EXPIRE]
    assert wallet.post_all(transactions).total(A.EXPIRED) == 100


def test_what_lapses_before_it_ripens_is_never_available() -> None:
    wallet = Wallet().post(earn(a_lot(matures_at=at(9), expires_at=at(5)), 100))

    (expired,) = aged(wallet, at(9))

    assert (expired.kind, expired.postings[0].source) == (K.EXPIRE, A.PENDING)


def test_points_that_come_back_late_into_a_lapsed_lot_expire_again_under_another_key() -> None:
    """A worker with an older `now` can give points back after a sweep with a newer one; no sweep may choke on it."""
    held = a_wallet((a_lot(expires_at=at(30)), 100)).post(
        move(K.HOLD, ("lot", A.AVAILABLE, A.HELD, 60), redemption="r")
    )
    (first,) = aged(held, at(30))
    back = held.post(first).post(move(K.VOID, ("lot", A.HELD, A.AVAILABLE, 60), redemption="r"))

    (second,) = aged(back, at(30))

    assert (first.points, second.points) == (40, 60)
    assert first.key != second.key


def test_a_date_ends_with_the_midnight_of_its_own_time_zone() -> None:
    assert end_of_date(date(2026, 2, 28), "Europe/Berlin") == datetime(2026, 2, 28, 23, tzinfo=UTC)
    assert end_of_date(date(2026, 12, 31), "America/New_York") == datetime(2027, 1, 1, 5, tzinfo=UTC)
    assert end_of_date(date(2026, 3, 29), "Europe/Berlin") == datetime(2026, 3, 29, 22, tzinfo=UTC)  # a short day
