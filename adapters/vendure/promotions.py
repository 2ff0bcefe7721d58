"""What coupons and standing discounts have in common: both are promotions of Vendure's.

The rule kept here: a promotion of ours is told by its description, which names our redemption; what is taken off is
what our contract says, with tax, or the promotion is not made.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.vendure.client import TAKE, Client
from adapters.vendure.money import theirs
from adapters.vendure.payloads import Listing, Operation, Outcome, PromotionPayload, decode
from adapters.vendure.walk import stamp
from connector.adapter import Rejected

_MARK = "Loyalty connector ["  # then the reference and "]"
_WITH_TAX = "loyalty_amount_with_tax"  # as the plugin calls it

Arguments = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Terms:
    """A promotion as we want it. Conditions and actions by their codes, arguments as the store writes them."""

    code: str | None  # None: nobody has to type one
    name: str  # what its buyer reads on the order
    reference: str
    ends_at: datetime | None
    conditions: Mapping[str, Arguments]
    actions: Mapping[str, Arguments]

    @property
    def limit(self) -> int | None:
        return 1 if self.code else None

    def input(self, language: str) -> dict[str, Any]:
        description = f"{_MARK}{self.reference}]"
        return {
            "enabled": True,
            "couponCode": self.code,
            "usageLimit": self.limit,
            "perCustomerUsageLimit": self.limit,
            "endsAt": stamp(self.ends_at) if self.ends_at else None,
            "conditions": _operations(self.conditions),
            "actions": _operations(self.actions),
            "translations": [{"languageCode": language, "name": self.name, "description": description}],
        }

    def differences(self, found: PromotionPayload) -> Iterator[str]:
        pairs: dict[str, tuple[object, object]] = {
            "enabled": (True, found.enabled),
            "usageLimit": (self.limit, found.usage_limit),
            "perCustomerUsageLimit": (self.limit, found.per_customer_usage_limit),
            "startsAt": (None, found.starts_at),
            "endsAt": (_told(self.ends_at), _told(found.ends_at)),
            "conditions": (self.conditions, _by_code(found.conditions)),
            "actions": (self.actions, _by_code(found.actions)),
            "reference": (self.reference, reference_of(found)),
        }
        for name, (ours, theirs_) in pairs.items():
            if ours != theirs_:
                yield f"{name} is {str(theirs_)[:80]}, ours is {str(ours)[:80]}"


def taken_off(client: Client, amount: int, percent: int, currency: str, what: str) -> dict[str, Arguments]:
    """The actions that take this off. Raises Rejected where the store cannot take off just that."""
    shop = client.shop
    selling = shop.active_channel.default_currency_code
    if currency != selling:
        raise Rejected(
            f"{what}: currency: it is in {currency} and the store sells in {selling}. Set the programme's currency to "
            "the store's."
        )
    if percent:
        return {"order_percentage_discount": {"discount": str(percent)}}
    if not amount:
        return {}
    off = str(theirs(amount, currency, shop.precision))
    if shop.active_channel.prices_include_tax or not taxes(client):
        return {"order_fixed_discount": {"discount": off}}
    if not counts_tax(client):
        raise Rejected(
            f"{what}: amount: the store keeps its prices without tax, so it takes an amount off before tax, and its "
            "buyer would get tax off too. Install our plugin, which counts the tax, or give per cent."
        )
    return {_WITH_TAX: {"amount": off}}


def taxes(client: Client) -> bool:
    """Does the store add any tax at all?"""
    options = {"filter": {"value": {"gt": 0}, "enabled": {"eq": True}}, "take": 1}
    found = client.ask("TaxRates", dict[str, dict[str, int]], "The list of tax rates", options=options)
    return found["taxRates"]["totalItems"] > 0


def counts_tax(client: Client) -> bool:
    """Has the store our plugin's way of taking an amount off?"""
    found = client.ask("PromotionActions", dict[str, list[dict[str, str]]], "The list of promotion actions")
    return any(one["code"] == _WITH_TAX for one in found["promotionActions"])


def create(client: Client, terms: Terms, what: str) -> None:
    given = terms.input(client.shop.active_channel.default_language_code)
    told = client.ask("CreatePromotion", dict[str, Outcome], what, input=given)["createPromotion"]
    if told.error_code is not None:
        raise Rejected(f"{what}: the store refused it ({told.error_code}): {told.message}")


def delete(client: Client, promotion: PromotionPayload) -> None:
    client.ask("DeletePromotion", dict[str, dict[str, str | None]], "A promotion", id=promotion.id)


def of_code(client: Client, code: str) -> PromotionPayload | None:
    return next(_listed(client, {"couponCode": {"eq": code}}), None)


def of_reference(client: Client, reference: str) -> PromotionPayload | None:
    return next(_listed(client, {"description": {"eq": f"{_MARK}{reference}]"}}), None)


def all_of_ours(client: Client) -> Iterator[PromotionPayload]:
    for promotion in _listed(client, {"description": {"contains": _MARK}}):
        if reference_of(promotion) is not None:
            yield promotion


def reference_of(promotion: PromotionPayload) -> str | None:
    description = promotion.description
    if description.startswith(_MARK) and description.endswith("]"):
        return description[len(_MARK) : -1]
    return None


def _listed(client: Client, filter_: Mapping[str, object]) -> Iterator[PromotionPayload]:
    """Newest first and by pages: what is made meanwhile shows twice, and nothing is left out unless one is deleted."""
    skip = 0
    while True:
        options = {"filter": filter_, "sort": {"id": "DESC"}, "take": TAKE, "skip": skip}
        page = client.ask("Promotions", dict[str, Listing], "The list promotions", options=options)["promotions"]
        yield from (decode(raw, PromotionPayload, "A promotion") for raw in page.items)
        skip += TAKE
        if skip >= page.total_items:
            return


def _operations(by_code: Mapping[str, Arguments]) -> list[dict[str, Any]]:
    return [
        {"code": code, "arguments": [{"name": name, "value": value} for name, value in arguments.items()]}
        for code, arguments in by_code.items()
    ]


def _by_code(operations: list[Operation]) -> dict[str, Arguments]:
    return {one.code: {argument.name: argument.value for argument in one.args} for one in operations}


def _told(moment: datetime | None) -> str | None:
    """To the second: databases differ in what they keep of it."""
    return stamp(moment.replace(microsecond=0)) if moment else None
