"""The sections of the programme document that say who takes part, by which rates, and what they see."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from connector.core.money import to_minor
from connector.core.programme import (
    Display,
    Measure,
    Override,
    Participation,
    Show,
    Tier,
    Tiers,
    Visible,
    WalletScope,
    Window,
)
from connector.programme.earning import Rules
from connector.programme.redeeming import Redeem
from connector.programme.words import Day, Days, Listed, Text, Times, Translations, Words, some
from connector.validation import Section, Whole, exact_decimal, wrong


class Members(Section):
    """Customer groups that take part (C47), and whether a person has one wallet in all stores (C50)."""

    only: Words = frozenset()
    never: Words = frozenset()
    wallet: Annotated[WalletScope, Listed] = WalletScope.SHARED

    def terms(self) -> Participation:
        return Participation(self.only, self.never)


class OverrideSection(Section):
    """Other rates for some stores (C50) or groups (C48), instead of the general ones."""

    stores: Words = frozenset()
    groups: Words = frozenset()
    earn: Rules | None = None
    redeem: Redeem | None = None

    def terms(self) -> Override:
        return Override(
            self.stores,
            self.groups,
            tuple(rule.terms() for rule in self.earn) if self.earn else None,
            self.redeem.terms() if self.redeem else None,
        )


class Level(Section):
    """One tier. `from` is points, money or orders, by what is measured."""

    name: Text
    since: Annotated[Decimal, BeforeValidator(exact_decimal), Field(alias="from", ge=0)]
    times: Times = Fraction(1)
    perks: Translations = Field(default_factory=dict)


class TiersSection(Section):
    """Levels of members by what they did in a window of time."""

    by: Annotated[Measure, Listed]
    window: Annotated[Window, Listed] = Window.ROLLING
    months: Annotated[Whole, Field(ge=1, le=120)] = 12
    grace_days: Days = 0
    levels: Annotated[tuple[Level, ...], Listed, AfterValidator(some)]

    @field_validator("levels")
    @classmethod
    def _rising(cls, levels: tuple[Level, ...], info: ValidationInfo) -> tuple[Level, ...]:
        for lower, higher in pairwise(levels):
            if higher.since <= lower.since:
                raise wrong(f"{higher.name} does not begin above {lower.name}", "list the levels from low to high")
        if info.data.get("by") is not Measure.SPEND and any(level.since % 1 for level in levels):
            raise wrong("points and orders are whole numbers", "write from without a point")
        return levels

    def terms(self, currency: str) -> Tiers:
        return Tiers(
            self.by,
            self.window,
            tuple(
                Tier(
                    level.name,
                    to_minor(level.since, currency) if self.by is Measure.SPEND else int(level.since),
                    level.times,
                    level.perks,
                )
                for level in self.levels
            ),
            self.months,
            self.grace_days,
        )


class DisplaySection(Section):
    """What shoppers see: points, money or both (C64), and who sees the programme at all (C46)."""

    show: Annotated[Show, Listed] = Show.POINTS
    visible: Annotated[Visible, Listed] = Visible.EVERYONE
    texts: dict[Text, Translations] = Field(default_factory=dict)
    catalogue_changed: Day | None = None

    def terms(self) -> Display:
        return Display(self.show, self.visible, self.texts, self.catalogue_changed)
