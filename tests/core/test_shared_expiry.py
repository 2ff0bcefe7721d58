"""Expiry that all points of a wallet share, and expiry on a day of the year."""

from datetime import UTC, datetime
from itertools import permutations

import pytest

from connector.core.expiry import Movement, age, expires_at, with_shared_expiry
from connector.core.ledger import Account, Kind, Wallet
from connector.core.programme import Expiry, ExpiryPolicy, Terms
from tests.building import a_lot, earn, some_terms, vest

FIRST_POINT = some_terms(expiry=Expiry(ExpiryPolicy.FIRST_POINT, 6))
INACTIVITY = some_terms(expiry=Expiry(ExpiryPolicy.INACTIVITY, 6))
BERLIN_MIDNIGHT = 22  # in UTC, in summer


def day(month: int, of: int, year: int = 2026) -> datetime:
    return datetime(year, month, of, 12, tzinfo=UTC)


def ends(month: int, of: int, year: int = 2026) -> datetime:
    return datetime(year, month, of, BERLIN_MIDNIGHT, tzinfo=UTC)


def wallet(*earned: datetime) -> Wallet:
    lots = [a_lot(f"lot{number}", earned_at=at, matures_at=at) for number, at in enumerate(earned)]
    return Wallet().post_all(entry for lot in lots for entry in (earn(lot, 10), vest(lot, 10)))


def expiries(terms: Terms, movements: list[Movement], *earned: datetime) -> list[datetime | None]:
    return [lot.expires_at for lot in with_shared_expiry(wallet(*earned), movements, terms).lots.values()]


def test_v18_all_points_go_six_months_after_the_first_one() -> None:
    first, more = day(1, 1), day(5, 20)
    movements = [Movement(first, Kind.EARN, 10), Movement(more, Kind.EARN, 10)]

    for told in permutations(movements):  # however we learnt of it
        assert expiries(FIRST_POINT, list(told), first, more) == [ends(7, 1), ends(7, 1)]


def test_a_point_after_the_end_starts_a_clock_of_its_own() -> None:
    first, later = day(1, 1), day(8, 3)
    movements = [Movement(first, Kind.EARN, 10), Movement(later, Kind.EARN, 10)]

    found = expiries(FIRST_POINT, movements, first, later)

    assert found == [ends(7, 1), datetime(2027, 2, 3, 23, tzinfo=UTC)]


def test_an_emptied_wallet_starts_the_clock_anew() -> None:
    movements = [
        Movement(day(1, 1), Kind.EARN, 10),
        Movement(day(3, 1), Kind.CAPTURE, -10),
        Movement(day(4, 2), Kind.EARN, 10),
    ]

    assert expiries(FIRST_POINT, movements, day(4, 2)) == [ends(10, 2)]


def test_every_earning_and_spending_puts_the_end_off_under_inactivity() -> None:
    movements = [
        Movement(day(1, 1), Kind.EARN, 10),
        Movement(day(3, 2), Kind.HOLD, 0),
        Movement(day(3, 3), Kind.CAPTURE, -5),
    ]

    assert expiries(INACTIVITY, movements, day(1, 1)) == [ends(9, 2)]


def test_what_has_a_shared_end_lapses_like_any_other_points() -> None:
    movements = [Movement(day(1, 1), Kind.EARN, 10)]
    shared = with_shared_expiry(wallet(day(1, 1)), movements, FIRST_POINT)

    (lapse,) = age(shared, shared.lots.values(), ends(7, 1))

    assert shared.post(lapse).total(Account.EXPIRED) == 10
    assert lapse.happened_at == ends(7, 1)


@pytest.mark.parametrize(
    ("granted", "months", "expected"),
    [
        (day(3, 1), 0, datetime(2026, 12, 31, 23, tzinfo=UTC)),
        (day(12, 31), 0, datetime(2026, 12, 31, 23, tzinfo=UTC)),
        (day(3, 1), 12, datetime(2027, 12, 31, 23, tzinfo=UTC)),
        (day(1, 1), 11, datetime(2026, 12, 31, 23, tzinfo=UTC)),
    ],
)
def test_on_a_fixed_day_everything_old_enough_goes(granted: datetime, months: int, expected: datetime) -> None:
    terms = some_terms(expiry=Expiry(ExpiryPolicy.FIXED_DATE, months, (12, 31)))

    assert expires_at(granted, terms) == expected
