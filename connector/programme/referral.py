"""The section of the programme document that says what members get for the friends they bring."""

from typing import Annotated

from pydantic import Field

from connector.core.programme import Referral
from connector.programme.words import Days, Money, Points
from connector.validation import Section, Whole

Several = Annotated[Whole, Field(ge=1, le=10_000)]


class ReferralSection(Section):
    """Points for a friend's first order, how long it must stay, and how often (C11)."""

    points: Points
    friend_points: Points = 0
    minimum_order: Money = 0
    wait_days: Days = 14
    max_per_member: Several = 10
    max_days: Annotated[Days, Field(ge=1)] = 365
    max_open: Several = 20
    valid_days: Annotated[Days, Field(ge=1)] = 90

    def terms(self) -> Referral:
        return Referral(
            points=self.points,
            friend_points=self.friend_points,
            minimum_order=self.minimum_order,
            wait_days=self.wait_days,
            max_per_member=self.max_per_member,
            max_days=self.max_days,
            max_open=self.max_open,
            valid_days=self.valid_days,
        )
