"""Standing discounts as tags on customers, for automatic discounts that the shop makes for those who have the tag.

The rule kept here: a tag says what is given (`loyalty-10-percent`), and one beside it for which redemption. The first
stays as long as there is one of the second; what the shop makes of it, and which orders it lowers, is the shop's.
"""

from adapters.shopify.address import gid
from adapters.shopify.client import Client
from adapters.shopify.currency import StoreCurrency
from adapters.shopify.payloads import Named, Thing
from adapters.shopify.refusals import UserError, require
from connector.adapter import Discount, Rejected
from connector.core.money import to_decimal

PREFIX = "loyalty-"


class _Tagged(Named, frozen=True):
    tags: tuple[str, ...] = ()


class _Found(Thing, frozen=True):
    nodes: list[_Tagged | None]


class _Change(Thing, frozen=True):
    user_errors: tuple[UserError, ...] = ()


class _Changed(Thing, frozen=True):
    made: _Change


class TaggedDiscounts:
    """The standing_discounts facet. A tag knows no end: `withdraw` is called when it has come."""

    def __init__(self, client: Client, currency: StoreCurrency) -> None:
        self._client = client
        self._currency = currency

    def grant(self, discount: Discount) -> None:
        what = f"Discount {discount.code}"
        self._currency.require(discount.currency, what)
        tags, given = self._tags(discount.customer), _given(discount)
        if tags is None:
            raise Rejected(
                f"{what}: the store has no account {discount.customer}. Reject the reward, and its points come back."
            )
        if any(_of(tag) not in (given, None) for tag in tags if _reference(tag) == discount.reference):
            raise Rejected(f"{what}: the account has the tag of another discount for {discount.reference}.")
        self._change("TagsAdd", discount.customer, [given, f"{given} {discount.reference}"], what)

    def withdraw(self, reference: str, customer: str, code: str) -> None:
        tags = self._tags(customer) or ()
        mine = [tag for tag in tags if _reference(tag) == reference]
        left = {_of(tag) for tag in tags if tag not in mine}
        over = [given for tag in mine if (given := _of(tag)) and given not in left]
        if mine:
            self._change("TagsRemove", customer, [*mine, *over], f"Discount {code}")

    def granted(self, reference: str, customer: str, code: str) -> bool:
        return any(_reference(tag) == reference for tag in self._tags(customer) or ())

    def _tags(self, customer: str) -> tuple[str, ...] | None:
        """None for an account that is not there."""
        if not (customer.isascii() and customer.isdecimal()):
            return None
        (found,) = self._client.run("CustomerTags", _Found, ids=[gid("Customer", customer)]).nodes
        return found.tags if found else None

    def _change(self, name: str, customer: str, tags: list[str], what: str) -> None:
        change = self._client.run(name, _Changed, id=gid("Customer", customer), tags=tags).made
        require(change.user_errors, what)


def _given(discount: Discount) -> str:
    if discount.percent:
        return f"{PREFIX}{discount.percent}-percent"
    return f"{PREFIX}{to_decimal(discount.amount, discount.currency)}-off"


def _reference(tag: str) -> str | None:
    given, _, reference = tag.partition(" ")
    return reference if reference and given.startswith(PREFIX) else None


def _of(tag: str) -> str | None:
    """What is given for the redemption that the tag names."""
    return tag.partition(" ")[0] if _reference(tag) else None
