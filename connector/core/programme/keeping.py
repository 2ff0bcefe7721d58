"""How long points live, and who bears what cannot be taken back."""

from dataclasses import dataclass
from enum import StrEnum


class ExpiryPolicy(StrEnum):
    NONE = "none"
    PER_LOT = "per_lot"  # each lot by itself
    FIRST_POINT = "first_point"  # all together, counted from the first point in an empty wallet
    INACTIVITY = "inactivity"  # all together, counted from the last time points were earned or spent
    FIXED_DATE = "fixed_date"  # all that were earned before a day of the year, on the next one


@dataclass(frozen=True, slots=True)
class Expiry:
    """How long unused points live (C55): whole months, to the end of that day in the programme's time zone.

    `day` is (month, day) for FIXED_DATE. Points that come back from a return after their day get `grace_days` more
    (C21).
    """

    policy: ExpiryPolicy = ExpiryPolicy.NONE
    months: int = 0
    day: tuple[int, int] = (12, 31)
    grace_days: int = 14


class Debt(StrEnum):
    """Who bears it when points must be taken back that are already spent (C22)."""

    OWE = "owe"  # other and later points of the member pay for it
    ABSORB = "absorb"  # recorded and reported, never collected
