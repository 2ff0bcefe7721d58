"""Standing discounts: a coupon without end, bound to the address of a customer's account.

The rule kept here: the address is the account's own, asked for at each granting, so that granting again moves the
coupon along. WooCommerce has nothing that lowers a customer's prices by itself: the code is entered with each order.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from adapters.woocommerce.client import Client, NotFound, Refused
from adapters.woocommerce.customers import WooCustomers
from adapters.woocommerce.payloads import CouponPayload, SettingPayload, metas
from connector.adapter import Discount, Rejected
from connector.core.money import to_decimal

REFERENCE = "loyalty_discount"  # another key than that of a code which is used once
_TAKEN = "woocommerce_rest_coupon_code_already_exists"


class WooStandingDiscounts:
    """The standing_discounts facet."""

    def __init__(self, client: Client, customers: WooCustomers) -> None:
        self._client = client
        self._customers = customers

    def grant(self, discount: Discount) -> None:
        what = f"Discount {discount.code}"
        self._check_currency(discount, what)
        address = self._address(discount, what)
        try:
            found = self._client.post("coupons", _body(discount, address), CouponPayload, what)
        except Refused as error:
            if error.code != _TAKEN:
                raise
            found = self._held(discount, what)
            if [one.casefold() for one in found.email_restrictions] != [address]:
                restricted = {"email_restrictions": [address]}
                found = self._client.put(f"coupons/{found.id}", restricted, CouponPayload, what)
        if differences := list(_differences(discount, address, found)):
            raise Rejected(
                f"{what}: the store has this code with other terms: {', '.join(differences)}. "
                "Delete that coupon in the store, and retry."
            )

    def withdraw(self, reference: str, customer: str, code: str) -> None:
        found = self._find(code)
        if found is None or _reference(found) != reference:
            return
        try:
            self._client.delete(f"coupons/{found.id}", CouponPayload, f"Discount {code}")
        except NotFound:  # somebody else deleted it in between
            return

    def granted(self, reference: str, customer: str, code: str) -> bool:
        found = self._find(code)
        return found is not None and _reference(found) == reference

    def _address(self, discount: Discount, what: str) -> str:
        for account in self._customers.get([discount.customer]):
            if account.email:
                return account.email.lower()
        raise Rejected(
            f"{what}: the store has no account {discount.customer} with an address. Reject the reward, and its points "
            "come back."
        )

    def _held(self, discount: Discount, what: str) -> CouponPayload:
        found = self._find(discount.code)
        if found is None or _reference(found) != discount.reference:
            raise Rejected(f"{what}: the store has this code for something else. Delete that coupon, and retry.")
        return found

    def _find(self, code: str) -> CouponPayload | None:
        found = self._client.every("coupons", CouponPayload, f"Discount {code}", code=code)
        return next((coupon for coupon in found if coupon.code.casefold() == code.casefold()), None)

    def _check_currency(self, discount: Discount, what: str) -> None:
        """A coupon is a bare number in the store's currency."""
        setting = self._client.get("settings/general/woocommerce_currency", SettingPayload, "The store's currency")
        if discount.currency != setting.value:
            raise Rejected(
                f"{what}: currency: it is in {discount.currency} and the store sells in {setting.value}. "
                "Set the programme's currency to the store's."
            )


def _amount(discount: Discount) -> Decimal:
    return Decimal(discount.percent) if discount.percent else to_decimal(discount.amount, discount.currency)


def _body(discount: Discount, address: str) -> dict[str, Any]:
    return {
        "code": discount.code,
        "discount_type": _type(discount),
        "amount": str(_amount(discount)),
        "individual_use": False,
        "email_restrictions": [address],
        "date_expires": discount.ends_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if discount.ends_at else None,
        "description": discount.description,
        "meta_data": [{"key": REFERENCE, "value": discount.reference}],
    }


def _type(discount: Discount) -> str:
    return "percent" if discount.percent else "fixed_cart"


def _reference(found: CouponPayload) -> object:
    return next((meta.value for meta in metas(found.meta_data) if meta.key == REFERENCE), None)


def _differences(wanted: Discount, address: str, found: CouponPayload) -> Iterator[str]:
    """The names only: an address is not for messages."""
    pairs: dict[str, tuple[object, object]] = {
        "status": ("publish", found.status),
        "discount_type": (_type(wanted), found.discount_type),
        "amount": (_cents(_amount(wanted)), _cents(found.amount)),
        "usage_limit": (None, found.usage_limit),
        "usage_limit_per_user": (None, found.usage_limit_per_user),
        "email_restrictions": ([address], [email.casefold() for email in found.email_restrictions]),
        "date_expires_gmt": (_seconds(wanted.ends_at), _seconds(found.date_expires_gmt.at)),
        REFERENCE: (wanted.reference, _reference(found)),
    }
    for name, (ours, theirs) in pairs.items():
        if ours != theirs:
            yield name


def _cents(amount: Decimal) -> Decimal:
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _seconds(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None
