"""The programme document: the merchant's words, turned into the terms that the core computes with.

The rule kept here: the text alone says everything. It is stored as a version and judged years later, so nothing comes
from the environment, and the same text is the same terms. To widen the document, add a field or a section with its
`terms`, and the check of a value to the value's own field, so that its fault names its line.
"""

import hashlib
import pathlib
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, field_validator

from connector.core.programme import Debt, Expiry, OtherCurrencies, Status, Terms
from connector.document import read_document, read_file
from connector.programme.earning import Bonuses, CampaignSection, Count, GrantWhen, ReferralSection, Rules
from connector.programme.people import DisplaySection, Members, OverrideSection, TiersSection
from connector.programme.redeeming import Expire, PricesInPoints, Redeem, RewardSection
from connector.programme.words import Day, Listed, Text, currency, is_currency, midnight, zone
from connector.validation import Flag, Section, validate, wrong


@dataclass(frozen=True, slots=True)
class Programme:
    """One version: the terms, the text that said them, and the facets a store needs for them beside its orders."""

    terms: Terms
    text: str
    digest: str
    needs: frozenset[str]


def load_programme(path: pathlib.Path) -> Programme:
    """Raises InvalidDocument."""
    return parse_programme(read_file(path), str(path))


def parse_programme(text: str, name: str) -> Programme:
    """The programme a text says; `name` is what faults call the text. Raises InvalidDocument."""
    document = read_document(text, name)
    code = document.at(("currency",))
    terms = validate(document, ProgrammeDocument, {"currency": code if is_currency(code) else None}).terms()
    return Programme(terms, text, hashlib.sha256(text.encode()).hexdigest(), _needs(terms))


def _needs(terms: Terms) -> frozenset[str]:
    return frozenset({"coupons"}) if terms.redemption else frozenset()


class ProgrammeDocument(Section):
    """The whole of a programme file."""

    programme: Text
    status: Annotated[Status, Listed] = Status.ACTIVE
    currency: Annotated[str, AfterValidator(currency)]
    timezone: Annotated[str, AfterValidator(zone)]
    starts: Day | None = None
    earn: Rules
    count: Count = Count()
    campaigns: Annotated[tuple[CampaignSection, ...], Listed] = ()
    campaigns_stack: Flag = False
    bonuses: Bonuses = Bonuses()
    grant: GrantWhen = GrantWhen()
    redeem: Redeem | None = None
    rewards: Annotated[tuple[RewardSection, ...], Listed] = ()
    prices: PricesInPoints | None = None
    expire: Expire | None = None
    debt: Annotated[Debt, Listed] = Debt.OWE
    members: Members = Members()
    overrides: Annotated[tuple[OverrideSection, ...], Listed] = ()
    other_currencies: Annotated[OtherCurrencies, Listed] = OtherCurrencies.REFUSE
    tiers: TiersSection | None = None
    referral: ReferralSection | None = None
    tax_on_discount: Flag = True
    display: DisplaySection = DisplaySection()

    @field_validator("rewards")
    @classmethod
    def _one_of_each(cls, rewards: tuple[RewardSection, ...]) -> tuple[RewardSection, ...]:
        ids = [reward.id for reward in rewards]
        if twice := next((one for one in ids if ids.count(one) > 1), None):
            raise wrong(f'two rewards have the id "{twice}"', "give each its own")
        return rewards

    def terms(self) -> Terms:
        return Terms(
            name=self.programme,
            currency=self.currency,
            timezone=self.timezone,
            earning=tuple(rule.terms() for rule in self.earn),
            base=self.count.terms(),
            grant=self.grant.terms(),
            redemption=self.redeem.terms() if self.redeem else None,
            expiry=self.expire.terms() if self.expire else Expiry(),
            debt=self.debt,
            starts_at=midnight(self.starts, self.timezone) if self.starts else None,
            status=self.status,
            participation=self.members.terms(),
            other_currencies=self.other_currencies,
            campaigns=tuple(campaign.terms(self.timezone) for campaign in self.campaigns),
            campaigns_stack=self.campaigns_stack,
            bonuses=self.bonuses.terms(),
            verified_reviews_only=self.bonuses.verified_reviews_only,
            overrides=tuple(override.terms() for override in self.overrides),
            wallet_scope=self.members.wallet,
            rewards=tuple(reward.terms(self.timezone) for reward in self.rewards),
            prices=self.prices.terms() if self.prices else None,
            tiers=self.tiers.terms(self.currency) if self.tiers else None,
            referral=self.referral.terms() if self.referral else None,
            tax_on_discount=self.tax_on_discount,
            display=self.display.terms(),
        )
