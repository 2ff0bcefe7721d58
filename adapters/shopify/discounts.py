"""Discounts with a code as Shopify keeps them: what we send, what is there, and how the two differ.

The rule kept here: a discount is ours by its tag, and whose it is by the reference that ends its title; what Shopify
answers is compared with all that we asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from adapters.shopify.client import Client
from adapters.shopify.payloads import Money, Named, Nodes, Thing
from adapters.shopify.refusals import UserError, require
from connector.adapter import Rejected

LONG_AGO = "2020-01-01T00:00:00Z"  # when it begins: never after the store's own clock
LONGEST_TITLE = 255
KINDS = ("order", "product", "shipping")
_REFERENCE = re.compile(r"\[([^\[\]]+)\]\Z")


class _Combines(Thing, frozen=True):
    order_discounts: bool
    product_discounts: bool
    shipping_discounts: bool


class _Context(Thing, frozen=True):
    typename: str = msgspec.field(name="__typename")
    customers: tuple[Named, ...] = ()


class _Minimum(Thing, frozen=True):
    greater_than_or_equal_to_subtotal: Money | None = None
    greater_than_or_equal_to_quantity: str | None = None


class _Value(Thing, frozen=True):
    percentage: Decimal | None = None
    amount: Money | None = None
    applies_on_each_item: bool | None = None


class _Items(Thing, frozen=True):
    products: Nodes[Named] = Nodes([])
    product_variants: Nodes[Named] = Nodes([])
    collections: Nodes[Named] = Nodes([])


class _Gets(Thing, frozen=True):
    value: _Value
    items: _Items


class Discount(Thing, frozen=True):
    """One of the kinds that we make; of other kinds nothing is read but what they are."""

    typename: str = msgspec.field(name="__typename")
    title: str = ""
    tags: tuple[str, ...] = ()
    ends_at: datetime | None = None
    usage_limit: int | None = None
    applies_once_per_customer: bool = False
    async_usage_count: int = 0
    combines_with: _Combines | None = None
    context: _Context | None = None
    minimum_requirement: _Minimum | None = None
    customer_gets: _Gets | None = None


class Node(Thing, frozen=True):
    id: str
    code_discount: Discount


class _Change(Thing, frozen=True):
    code_discount_node: Node | None = None
    user_errors: tuple[UserError, ...] = ()


class _Changed(Thing, frozen=True):
    made: _Change


class _ById(Thing, frozen=True):
    code_discount_node: Node | None


class _ByCode(Thing, frozen=True):
    code_discount_node_by_code: Node | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What a discount of ours is to be. `together` are the kinds of others that it goes with. Ids are Shopify's own."""

    code: str
    title: str
    tags: tuple[str, ...]
    amount: Decimal
    percent: int
    free_shipping: bool = False
    once: bool = True
    once_a_customer: bool = True
    together: frozenset[str] = frozenset(KINDS)
    customer: str | None = None
    minimum: Decimal = Decimal(0)
    ends_at: datetime | None = None
    products: list[str] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)
    collections: list[str] = field(default_factory=list)

    @property
    def each(self) -> bool:
        """Is an amount taken off every piece of the chosen goods?"""
        return not self.percent and bool(self.products or self.variants or self.collections)


def titled(description: str, reference: str) -> str:
    """Shoppers see the code and never the title; the shop's people find its origin by it."""
    tail = f"[{reference}]"
    return f"{description[: LONGEST_TITLE - len(tail) - 1]} {tail}".lstrip()


def reference_of(title: str) -> str | None:
    found = _REFERENCE.search(title)
    return found[1] if found else None


class Discounts:
    """The discounts with codes of one store."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def ensure(self, terms: Terms, what: str) -> None:
        """Idempotent by code. Raises Rejected where the store has the code with other terms."""
        name = "FreeShippingCreate" if terms.free_shipping else "BasicCreate"
        change = self._client.run(name, _Changed, discount=_input(terms)).made
        if not any(error.code == "TAKEN" for error in change.user_errors):
            require(change.user_errors, what)
        elif (there := self.find(terms.code)) is None:
            raise Rejected(f"{what}: the store holds the code and does not show it. Use another code.")
        else:
            self.compare(terms, there, f"{what}: the store has this code with other terms")
            return
        if change.code_discount_node is None:
            raise Rejected(f"{what}: Shopify says that it made it, and shows nothing.")
        try:
            self.compare(terms, change.code_discount_node, f"{what}: the store would not take our terms")
        except Rejected:
            self.delete(change.code_discount_node.id, what)
            raise

    def read(self, node_id: str) -> Node | None:
        return self._client.run("DiscountById", _ById, id=node_id).code_discount_node

    def find(self, code: str) -> Node | None:
        return self._client.run("DiscountByCode", _ByCode, code=code).code_discount_node_by_code

    def deactivate(self, node_id: str, what: str) -> Node | None:
        """As it is now that nobody can use it any more; None: somebody else has deleted it."""
        return self._change("DiscountDeactivate", node_id, what)

    def delete(self, node_id: str, what: str) -> None:
        self._change("DiscountDelete", node_id, what)

    def _change(self, name: str, node_id: str, what: str) -> Node | None:
        change = self._client.run(name, _Changed, id=node_id).made
        if any("does not exist" in error.message for error in change.user_errors):
            return None
        require(change.user_errors, what)
        return change.code_discount_node

    def compare(self, terms: Terms, found: Node, told: str) -> None:
        if differences := list(differences_of(terms, found.code_discount)):
            raise Rejected(f"{told}: {'; '.join(differences)}. Delete that discount in the store, or use another code.")


def _input(terms: Terms) -> dict[str, Any]:
    told: dict[str, Any] = {
        "code": terms.code,
        "title": terms.title,
        "tags": list(terms.tags),
        "startsAt": LONG_AGO,
        "endsAt": terms.ends_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if terms.ends_at else None,
        "usageLimit": 1 if terms.once else None,
        "appliesOncePerCustomer": terms.once and terms.once_a_customer,
        "context": {"customers": {"add": [terms.customer]}} if terms.customer else {"all": "ALL"},
        "combinesWith": {f"{kind}Discounts": goes for kind, goes in zip(KINDS, _combines(terms), strict=True)},
    }
    if terms.minimum:
        told["minimumRequirement"] = {"subtotal": {"greaterThanOrEqualToSubtotal": str(terms.minimum)}}
    if not terms.free_shipping:
        told["customerGets"] = {"value": _value(terms), "items": _items(terms)}
    return told


def _combines(terms: Terms) -> tuple[bool, ...]:
    """Two discounts of shipping never go together."""
    return tuple(kind in terms.together and not (kind == "shipping" and terms.free_shipping) for kind in KINDS)


def _value(terms: Terms) -> dict[str, Any]:
    if terms.percent:
        return {"percentage": terms.percent / 100}
    return {"discountAmount": {"amount": str(terms.amount), "appliesOnEachItem": terms.each}}


def _items(terms: Terms) -> dict[str, Any]:
    if terms.collections:
        return {"collections": {"add": terms.collections}}
    if terms.products or terms.variants:
        return {"products": {"productsToAdd": terms.products, "productVariantsToAdd": terms.variants}}
    return {"all": True}


def differences_of(wanted: Terms, found: Discount) -> Iterator[str]:
    """Nobody is named in a message; that it is somebody else's is enough."""
    gets = found.customer_gets or _Gets(_Value(), _Items())
    minimum = found.minimum_requirement or _Minimum()
    combines = found.combines_with or _Combines(False, False, False)
    pairs: dict[str, tuple[object, object]] = {
        "kind": ("DiscountCodeFreeShipping" if wanted.free_shipping else "DiscountCodeBasic", found.typename),
        "reference": (reference_of(wanted.title), reference_of(found.title)),
        "tags": (True, set(wanted.tags) <= set(found.tags)),
        "end": (_seconds(wanted.ends_at), _seconds(found.ends_at)),
        "usage limit": (1 if wanted.once else None, found.usage_limit),
        "once per customer": (wanted.once and wanted.once_a_customer, found.applies_once_per_customer),
        "customer": ([wanted.customer] if wanted.customer else [], _customers(found)),
        "combines with": (
            _combines(wanted),
            (combines.order_discounts, combines.product_discounts, combines.shipping_discounts),
        ),
        "minimum": (wanted.minimum, _amount(minimum.greater_than_or_equal_to_subtotal)),
        "minimum of pieces": (None, minimum.greater_than_or_equal_to_quantity),
        "per cent": (wanted.percent, (gets.value.percentage or 0) * 100),
        "amount": (Decimal(0) if wanted.percent else wanted.amount, _amount(gets.value.amount)),
        "off each piece": (wanted.each, bool(gets.value.applies_on_each_item)),
        "products": (sorted(wanted.products), _ids(gets.items.products)),
        "variants": (sorted(wanted.variants), _ids(gets.items.product_variants)),
        "collections": (sorted(wanted.collections), _ids(gets.items.collections)),
    }
    for name, (ours, theirs) in pairs.items():
        if ours != theirs:
            yield name if name == "customer" else f"{name} is {str(theirs)[:60]}, ours is {str(ours)[:60]}"


def _customers(found: Discount) -> list[str]:
    """Whose it is; a kind of buyers that we never chose is like somebody else."""
    context = found.context
    if context is None or context.typename == "DiscountBuyerSelectionAll":
        return []
    return [one.id for one in context.customers] or [context.typename]


def _amount(money: Money | None) -> Decimal:
    return money.amount if money else Decimal(0)


def _ids(found: Nodes[Named]) -> list[str]:
    return sorted(one.id for one in found.nodes)


def _seconds(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None
