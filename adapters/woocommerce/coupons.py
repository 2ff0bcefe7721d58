"""Rewards as WooCommerce coupons: one use, one buyer, one code that we chose.

The rule kept here: because the code is ours, asking twice is safe. A coupon that is there already is compared with
what we wanted, so a lost answer costs nothing and a code that means something else is never taken for ours.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import msgspec

from adapters.woocommerce.client import Client, NotFound, Refused
from adapters.woocommerce.currency import StoreCurrency
from adapters.woocommerce.payloads import (
    CouponPayload,
    GoodsPayload,
    IssuedPayload,
    MetaData,
    decode,
    metas,
)
from connector.adapter import Coupon, IssuedCode, Rejected, Revoked
from connector.core.money import to_decimal

REFERENCE = "loyalty_redemption"  # the key of our reference in the coupon's meta data
_TAKEN = "woocommerce_rest_coupon_code_already_exists"
_LONG_AGO = "2000-01-01T00:00:00Z"


class WooCoupons:
    """The coupons facet."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._currency = StoreCurrency(client)

    def issue(self, coupon: Coupon) -> None:
        what = f"Coupon {coupon.code}"
        self._currency.require(coupon.currency, what)
        goods = self._goods(coupon, what)
        try:
            made = self._client.post("coupons", _body(coupon, goods), CouponPayload, what)
        except Refused as error:
            if error.code != _TAKEN:
                raise
        else:
            if differences := list(_differences(coupon, goods, made)):
                self._client.delete(f"coupons/{made.id}", CouponPayload, what)
                raise Rejected(f"{what}: the store would not take our terms: {'; '.join(differences)}.")
            return
        found = self._find(coupon.code)
        if found is None:
            raise Rejected(f"{what}: the store holds the code and does not show it. Use another code.")
        if differences := list(_differences(coupon, goods, found)):
            raise Rejected(
                f"{what}: the store has this code with other terms: {'; '.join(differences)}. "
                "Delete that coupon in the store, or use another code."
            )

    def revoke(self, code: str) -> Revoked:
        """Closed before it is deleted, and looked at after each step.

        A checkout that had passed its own look before the closing may still book the code a moment after the last
        look. That order then names the code, and settling it finds the redemption.
        """
        coupon = self._find(code)
        if coupon is None:
            return Revoked.UNUSED
        path, what = f"coupons/{coupon.id}", f"Coupon {code}"
        try:
            if not coupon.usage_count:
                coupon = self._client.put(path, {"date_expires": _LONG_AGO}, CouponPayload, what)
            if not coupon.usage_count:
                # The answer shows the coupon as it was when it ceased to be.
                coupon = self._client.delete(path, CouponPayload, what)
        except NotFound:  # somebody else deleted it in between
            return Revoked.UNUSED
        return Revoked.USED if coupon.usage_count else Revoked.UNUSED

    def ours(self) -> Iterator[IssuedCode]:
        """Page by page; what a coupon deleted meanwhile pushes out of sight shows the next time."""
        for raw in self._client.every("coupons", msgspec.Raw, "The coupons", orderby="id", order="asc"):
            try:
                found = decode(raw, IssuedPayload, "A coupon")
            except Rejected:  # whatever it is, we did not make it
                continue
            if reference := _reference(found.meta_data):
                yield IssuedCode(found.code, reference, used=found.usage_count > 0)

    def discard(self, code: str) -> None:
        if coupon := self._find(code):
            with suppress(NotFound):  # somebody else deleted it in between
                self._client.delete(f"coupons/{coupon.id}", CouponPayload, f"Coupon {code}")

    def _find(self, code: str) -> CouponPayload | None:
        found = self._client.every("coupons", CouponPayload, f"Coupon {code}", code=code)
        return next((coupon for coupon in found if coupon.code.casefold() == code.casefold()), None)

    def _goods(self, coupon: Coupon, what: str) -> "_Goods":
        """The store's numbers of the goods that are chosen."""
        if coupon.products and coupon.categories:
            raise Rejected(
                f"{what}: goods: a WooCommerce coupon with products and categories wants both in the cart. "
                "Choose by one of them."
            )
        if coupon.shipping_methods:
            raise Rejected(
                f"{what}: shipping_methods: a WooCommerce coupon frees whatever the shipping zones offer for it. "
                "Take the methods out of the reward."
            )
        return _Goods(
            self._products(coupon.products, what),
            self._categories(coupon.categories, what),
            self._products(coupon.not_products, what),
            self._categories(coupon.not_categories, what),
        )

    def _products(self, names: tuple[str, ...], what: str) -> list[int]:
        return sorted({self._number("products", "sku", name, what) for name in names})

    def _categories(self, names: tuple[str, ...], what: str) -> list[int]:
        return sorted({self._number("products/categories", "slug", name, what) for name in names})

    def _number(self, path: str, key: str, name: str, what: str) -> int:
        if name.isdecimal():
            return int(name)
        for found in self._client.every(path, GoodsPayload, what, **{key: name}):
            if name in (found.sku, found.slug):
                return found.id
        raise Rejected(f"{what}: {path}: the store has none with the {key} {name[:60]}. Correct it in the programme.")


@dataclass(frozen=True, slots=True)
class _Goods:
    products: list[int]
    categories: list[int]
    not_products: list[int]
    not_categories: list[int]


def _type(coupon: Coupon) -> str:
    if coupon.percent:
        return "percent"
    return "fixed_product" if coupon.products or coupon.categories else "fixed_cart"


def _amount(coupon: Coupon) -> Decimal:
    return Decimal(coupon.percent) if coupon.percent else to_decimal(coupon.amount, coupon.currency)


def _body(coupon: Coupon, goods: _Goods) -> dict[str, Any]:
    return {
        "code": coupon.code,
        "discount_type": _type(coupon),
        "amount": str(_amount(coupon)),
        "minimum_amount": str(to_decimal(coupon.minimum_spend, coupon.currency)),
        "maximum_amount": str(to_decimal(coupon.maximum_spend or 0, coupon.currency)),
        "product_ids": goods.products,
        "product_categories": goods.categories,
        "excluded_product_ids": goods.not_products,
        "excluded_product_categories": goods.not_categories,
        "limit_usage_to_x_items": coupon.pieces,
        "exclude_sale_items": not coupon.sale_items,
        "free_shipping": coupon.free_shipping,
        "usage_limit": 1,
        "usage_limit_per_user": 1,
        # The buyer paid for it with points: it must not push out the shop's own promotions. A shop that wants a
        # promotion to stand alone says so on that promotion, which then refuses ours; a programme can say it of ours.
        "individual_use": coupon.alone,
        "email_restrictions": [coupon.email] if coupon.email else [],
        # The Z makes it UTC. `date_expires_gmt` is in the documentation, and the plugin has no code that stores it.
        "date_expires": coupon.expires_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if coupon.expires_at else None,
        "description": coupon.description,
        "meta_data": [{"key": REFERENCE, "value": coupon.reference}],
    }


def _reference(meta_data: MetaData) -> str | None:
    value = next((meta.value for meta in metas(meta_data) if meta.key == REFERENCE), None)
    return value if isinstance(value, str) else None


def _differences(wanted: Coupon, goods: _Goods, found: CouponPayload) -> Iterator[str]:
    pairs: dict[str, tuple[object, object]] = {
        "status": ("publish", found.status),
        "discount_type": (_type(wanted), found.discount_type),
        "amount": (_cents(_amount(wanted)), _cents(found.amount)),
        "minimum_amount": (_cents(to_decimal(wanted.minimum_spend, wanted.currency)), _cents(found.minimum_amount)),
        "maximum_amount": (
            _cents(to_decimal(wanted.maximum_spend or 0, wanted.currency)),
            _cents(found.maximum_amount),
        ),
        "product_ids": (goods.products, sorted(found.product_ids)),
        "product_categories": (goods.categories, sorted(found.product_categories)),
        "excluded_product_ids": (goods.not_products, sorted(found.excluded_product_ids)),
        "excluded_product_categories": (goods.not_categories, sorted(found.excluded_product_categories)),
        "exclude_sale_items": (not wanted.sale_items, found.exclude_sale_items),
        "limit_usage_to_x_items": (wanted.pieces, found.limit_usage_to_x_items),
        "free_shipping": (wanted.free_shipping, found.free_shipping),
        "usage_limit": (1, found.usage_limit),
        "usage_limit_per_user": (1, found.usage_limit_per_user),
        "individual_use": (wanted.alone, found.individual_use),
        "email_restrictions": (
            [wanted.email.casefold()] if wanted.email else [],
            [email.casefold() for email in found.email_restrictions],
        ),
        "date_expires_gmt": (_seconds(wanted.expires_at), _seconds(found.date_expires_gmt.at)),
        REFERENCE: (wanted.reference, _reference(found.meta_data)),
    }
    for name, (ours, theirs) in pairs.items():
        if ours != theirs:
            # An address is not for messages; that it is another one is enough.
            yield f"{name}" if name == "email_restrictions" else f"{name} is {_shown(theirs)}, ours is {_shown(ours)}"


def _cents(amount: Decimal) -> Decimal:
    """The store keeps all digits of a coupon's amounts and shows two, whatever the currency has."""
    return Decimal(amount).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _seconds(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC).replace(microsecond=0) if moment else None


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)[:60]
