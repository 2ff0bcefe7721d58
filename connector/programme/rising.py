"""The section of the programme document that says how members rise."""

from fractions import Fraction
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from connector.core.programme import Tier, TierBy, Tiers, TierWindow
from connector.programme.words import Days, Listed, Money, Points, Text, Times, some
from connector.validation import Section, Whole, wrong


class Level(Section):
    """One tier: what lifts a member into it, and what its orders earn."""

    name: Text
    points: Points | None = None
    spend: Money | None = None
    orders: Annotated[Whole, Field(ge=0, le=1_000_000)] | None = None
    times: Times = Fraction(1)
    perks: Annotated[tuple[Text, ...], Listed] = ()

    @model_validator(mode="after")
    def _by_one_figure(self) -> Self:
        if len(self.figures) != 1:
            raise wrong("a tier is reached by one figure", "write points, spend or orders, one of them")
        return self

    @property
    def figures(self) -> dict[TierBy, int]:
        """The figure the level is reached with, by what it counts."""
        named = {TierBy.POINTS: self.points, TierBy.SPEND: self.spend, TierBy.ORDERS: self.orders}
        return {by: figure for by, figure in named.items() if figure is not None}

    def terms(self) -> Tier:
        (threshold,) = self.figures.values()
        return Tier(self.name, threshold, self.times, self.perks)


class Rising(Section):
    """How members rise: by what counts in a window of time, lowest level first."""

    levels: Annotated[tuple[Level, ...], Listed]
    window: Annotated[TierWindow, Listed] = TierWindow.ROLLING
    months: Annotated[Whole, Field(ge=1, le=1200)] = 12
    grace_days: Days = 0

    @field_validator("levels")
    @classmethod
    def _one_ladder(cls, levels: tuple[Level, ...]) -> tuple[Level, ...]:
        some(levels)
        if len({by for level in levels for by in level.figures}) > 1:
            raise wrong("all tiers are reached by the same figure", "write points, spend or orders in all of them")
        figures = [figure for level in levels for figure in level.figures.values()]
        if figures != sorted(set(figures)):
            raise wrong("each tier needs more than the one before it", "write the lowest first")
        if len({level.name for level in levels}) < len(levels):
            raise wrong("two tiers have the same name")
        return levels

    def terms(self) -> Tiers:
        by = next(iter(self.levels[0].figures))
        return Tiers(by, tuple(level.terms() for level in self.levels), self.window, self.months, self.grace_days)
