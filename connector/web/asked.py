"""What a shop asks about goods, carts and redeeming, as JSON.

The rule kept here: money comes as text in units of the currency ("12.50"), as shops write it, and is rounded to minor
units here. Whatever is wrong with a question is said in one line, and nothing is reckoned.
"""

from decimal import Decimal
from typing import Annotated, TypeVar

import msgspec

from connector.core.commerce import Cart, CouponUse, Line, Promotion
from connector.core.money import NotMoney, UnknownCurrency, to_minor

_Text = Annotated[str, msgspec.Meta(max_length=200)]
_Texts = Annotated[tuple[_Text, ...], msgspec.Meta(max_length=200)]
Question = TypeVar("Question", bound=msgspec.Struct)
_NOTHING = Decimal(0)
_MOST_PIECES = 1_000_000
_FINEST_PIECE = -6  # digits after the point


class NotAsked(ValueError):
    """The body is not what this address answers; the message names the place."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A product, and how many of it."""

    product_id: _Text
    variant_id: _Text | None = None
    sku: _Text | None = None
    categories: _Texts = ()
    on_sale: bool = False
    quantity: Decimal = Decimal(1)

    def line(self, id: str, money: tuple[int, int, int, int]) -> Line:
        """As a line that costs this: subtotal and its tax, total and its tax. Raises NotAsked."""
        exponent = self.quantity.as_tuple().exponent
        fine = isinstance(exponent, int) and exponent >= _FINEST_PIECE
        if not fine or not 0 < self.quantity <= _MOST_PIECES:
            raise NotAsked(f"quantity {self.quantity} is not a number of pieces")
        return Line(
            id,
            self.product_id,
            "",
            self.quantity,
            *money,
            variant_id=self.variant_id,
            sku=self.sku,
            categories=self.categories,
            promotions=(Promotion.SALE,) if self.on_sale else (),
        )


class CartItem(Item, frozen=True, kw_only=True):
    """A line of a cart: what it costs before discounts and after them, without tax, and the tax of both."""

    total: Decimal
    total_tax: Decimal = _NOTHING
    subtotal: Decimal | None = None
    subtotal_tax: Decimal | None = None

    def priced(self, id: str, currency: str) -> Line:
        total, tax = _minor(self.total, currency), _minor(self.total_tax, currency)
        before = total if self.subtotal is None else _minor(self.subtotal, currency)
        before_tax = tax if self.subtotal_tax is None else _minor(self.subtotal_tax, currency)
        return self.line(id, (before, before_tax, total, tax))


class ProductQuestion(Item, frozen=True, kw_only=True):
    """A product that somebody looks at: the `price` of one piece with tax, the `tax` in it; with `at_least` it is the
    cheapest of several."""

    currency: str
    price: Decimal
    tax: Decimal = _NOTHING
    at_least: bool = False
    groups: _Texts = ()

    def cart(self) -> Cart:
        """A cart with nothing else in it. Raises NotAsked."""
        _minor(self.price, self.currency)  # what is no money is not multiplied
        _minor(self.tax, self.currency)
        self.line("1", (0, 0, 0, 0))
        paid, tax = (_minor(each * self.quantity, self.currency) for each in (self.price, self.tax))
        return Cart(self.currency, (self.line("1", (paid - tax, tax, paid - tax, tax)),), groups=self.groups)


class BuyQuestion(ProductQuestion, frozen=True, kw_only=True):
    """Which product is to be bought with points, one piece of it, and the shop's key for it, as for redeeming."""

    key: Annotated[str, msgspec.Meta(min_length=8, max_length=200)]

    def cart(self) -> Cart:
        if self.at_least or self.quantity != 1:
            raise NotAsked("one piece is bought, of a product or variation whose price is known")
        return ProductQuestion.cart(self)


class Coupon(msgspec.Struct, frozen=True):
    code: _Text
    discount: Decimal = _NOTHING


class CartQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody is about to buy. `shipping` is with tax, `shipping_tax` the tax in it."""

    currency: str
    lines: Annotated[tuple[CartItem, ...], msgspec.Meta(max_length=500)]
    coupons: Annotated[tuple[Coupon, ...], msgspec.Meta(max_length=100)] = ()
    shipping: Decimal = _NOTHING
    shipping_tax: Decimal = _NOTHING
    groups: _Texts = ()

    def cart(self) -> Cart:
        """Raises NotAsked."""
        lines = tuple(line.priced(str(number), self.currency) for number, line in enumerate(self.lines, start=1))
        coupons = tuple(CouponUse(one.code, _minor(one.discount, self.currency)) for one in self.coupons)
        shipping, tax = _minor(self.shipping, self.currency), _minor(self.shipping_tax, self.currency)
        return Cart(self.currency, lines, coupons, shipping, tax, self.groups)


class RedeemQuestion(msgspec.Struct, frozen=True):
    """How many points to redeem, and the shop's key for it: the same again is the same redemption."""

    points: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000_000)]
    key: Annotated[str, msgspec.Meta(min_length=8, max_length=200)]


class TakeQuestion(msgspec.Struct, frozen=True):
    """Which reward of the catalogue, by its name, and the shop's key for it, as for redeeming."""

    name: _Text
    key: Annotated[str, msgspec.Meta(min_length=8, max_length=200)]


def asked(body: bytes, kind: type[Question]) -> Question:
    """The question that a body puts. Raises NotAsked."""
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:  # a ValidationError is one of them
        raise NotAsked(str(error)) from None


def _minor(amount: Decimal, currency: str) -> int:
    try:
        return to_minor(amount, currency)
    except (NotMoney, UnknownCurrency) as error:
        raise NotAsked(str(error)) from None
