"""The programme document: the merchant's words, turned into the terms that the core computes with.

The rule kept here: the text alone says everything. It is stored as a version and judged years later, so nothing comes
from the environment, and the same text is the same terms. To widen the document, add a field or a section with its
`terms`, and the check of a value to the value's own field, so that its fault names its line.
"""

import hashlib
import pathlib
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator

from connector.core.commerce import Promotion
from connector.core.programme import (
    Bonuses,
    Debt,
    Expiry,
    OtherCurrencies,
    ProductRule,
    Status,
    Terms,
    WalletScope,
)
from connector.document import read_document, read_file
from connector.programme.bonuses import Doing
from connector.programme.earning import CampaignSection, Count, GrantWhen, Rules
from connector.programme.people import Members, OverrideSection
from connector.programme.redeeming import Expire, Prices, Redeem, needs_of_redeeming
from connector.programme.referral import ReferralSection
from connector.programme.rewards import FACETS, Rewards, needs_of
from connector.programme.rising import Rising
from connector.programme.showing import Languages, Showing
from connector.programme.words import Day, Listed, Text, currency, is_currency, midnight, zone
from connector.validation import Flag, Section, validate


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
    terms = read_programme(text, name).terms()
    return Programme(terms, text, hashlib.sha256(text.encode()).hexdigest(), _needs(terms))


def read_programme(text: str, name: str) -> "ProgrammeDocument":
    """The sections as the text has them, for what is about the document itself. Raises InvalidDocument."""
    document = read_document(text, name)
    code = document.at(("currency",))
    return validate(document, ProgrammeDocument, {"currency": code if is_currency(code) else None})


def _needs(terms: Terms) -> frozenset[str]:
    """Facets without which a store cannot keep these terms."""
    redemptions = [one for one in (terms.redemption, *(o.redemption for o in terms.overrides)) if one]
    rules = [*terms.earning, *(rule for o in terms.overrides for rule in o.earning or ())]
    chosen = [terms.base.goods, *(campaign.goods for campaign in terms.campaigns)]
    chosen += [rule.goods for rule in rules if not isinstance(rule, ProductRule)]
    chosen += [terms.prices.goods] if terms.prices else []
    chosen += [one.goods for one in redemptions]
    needs = {FACETS[one.into] for one in redemptions}
    if any(goods.categories or goods.not_categories for goods in chosen) or Promotion.SALE in terms.base.without:
        needs.add("products")
    if Promotion.BOGO in terms.base.without:
        needs.add("bogo")
    if terms.participation.only or terms.participation.never or any(override.groups for override in terms.overrides):
        needs.add("customers")
    for one in redemptions:
        needs |= needs_of_redeeming(one)
    if terms.prices:
        needs.add("product_prices")
    if terms.bonuses.newsletter or terms.bonuses.registration:
        needs.add("customers")
    if terms.bonuses.review.points:
        needs.add("reviews")
    return frozenset(needs | needs_of(terms.rewards))


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
    grant: GrantWhen = GrantWhen()
    tiers: Rising | None = None
    bonuses: Doing | None = None
    referral: ReferralSection | None = None
    redeem: Redeem | None = None
    prices: Prices | None = None
    rewards: Rewards = ()
    expire: Expire | None = None
    debt: Annotated[Debt, Listed] = Debt.OWE
    members: Members = Members()
    wallet_scope: Annotated[WalletScope, Listed] = WalletScope.SHARED
    overrides: Annotated[tuple[OverrideSection, ...], Listed] = ()
    other_currencies: Annotated[OtherCurrencies, Listed] = OtherCurrencies.REFUSE
    display: Showing = Showing()
    texts: Languages = Languages()

    def terms(self) -> Terms:
        return Terms(
            name=self.programme,
            currency=self.currency,
            timezone=self.timezone,
            earning=tuple(rule.terms() for rule in self.earn),
            base=self.count.terms(),
            grant=self.grant.terms(),
            redemption=self.redeem.terms() if self.redeem else None,
            prices=self.prices.terms() if self.prices else None,
            expiry=self.expire.terms() if self.expire else Expiry(),
            debt=self.debt,
            starts_at=midnight(self.starts, self.timezone) if self.starts else None,
            status=self.status,
            participation=self.members.terms(),
            other_currencies=self.other_currencies,
            campaigns=tuple(campaign.terms(self.timezone) for campaign in self.campaigns),
            campaigns_stack=self.campaigns_stack,
            overrides=tuple(override.terms() for override in self.overrides),
            tiers=self.tiers.terms() if self.tiers else None,
            bonuses=self.bonuses.terms() if self.bonuses else Bonuses(),
            referral=self.referral.terms() if self.referral else None,
            display=self.display.terms(),
            texts=self.texts.terms(),
            rewards=tuple(reward.terms(self.timezone) for reward in self.rewards),
            wallet_scope=self.wallet_scope,
        )
