"""The section of the programme document that says what is given for things that people do beside buying."""

from typing import Annotated

from pydantic import Field

from connector.core.programme import Bonuses, ReviewBonus
from connector.programme.words import Points
from connector.validation import Flag, Section


class Reviewing(Section):
    """Points for an approved review (C9)."""

    points: Annotated[Points, Field(ge=1)]
    bought_only: Flag = False

    def terms(self) -> ReviewBonus:
        return ReviewBonus(self.points, self.bought_only)


class Doing(Section):
    """Points for a newsletter subscription (C8), a review (C9), an account (C10) and an order placed (C12)."""

    newsletter: Points = 0
    registration: Points = 0
    order_placed: Points = 0
    review: Reviewing | None = None

    def terms(self) -> Bonuses:
        review = self.review.terms() if self.review else ReviewBonus(0)
        return Bonuses(self.newsletter, self.registration, self.order_placed, review)
