"""Coupons: keeping them, and the rules that decide whether an order may use one.

The rule kept here: a coupon is judged when an order takes it, in the order in which WooCommerce asks its questions.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import Any

from .errors import RestError, invalid_id, invalid_param, missing_param
from .money import cents, price_html
from .records import ZERO, Coupon, Order, Product, ProductLine
from .shop import Shop
from .times import parse

CART_TYPES = ("fixed_cart",)
PRODUCT_TYPES = ("percent", "fixed_product")
NUMBERS = ("usage_limit", "usage_limit_per_user", "limit_usage_to_x_items")
FLAGS = ("individual_use", "free_shipping", "exclude_sale_items")
ID_LISTS = ("product_ids", "excluded_product_ids", "product_categories", "excluded_product_categories")
AMOUNTS = ("amount", "minimum_amount", "maximum_amount")
# The rest of a coupon is kept beside its post, whose date does not move with it.
DATED_FIELDS = ("code", "description", "status")
NOT_APPLICABLE = "Sorry, this coupon is not applicable to selected products."


def find(shop: Shop, coupon_id: int) -> Coupon:
    if coupon := shop.coupons.get(coupon_id):
        return coupon
    raise invalid_id("shop_coupon")


def by_code(shop: Shop, code: str) -> Coupon | None:
    """Coupons in the trash are not found by their code."""
    wanted = code.strip().lower()
    return next((c for c in shop.coupons.values() if c.code == wanted and c.status == "publish"), None)


def create(shop: Shop, body: dict[str, Any]) -> Coupon:
    if not body.get("code"):
        raise missing_param("code")
    _check_code_is_free(shop, str(body["code"]), but_for=0)
    now = shop.now()
    coupon = Coupon(id=0, code="", created=now, modified=now)
    _write(shop, coupon, body)
    coupon.id = shop.next_id("post")
    shop.coupons[coupon.id] = coupon
    shop.fire("coupon.created", coupon.id)
    return coupon


def update(shop: Shop, coupon_id: int, body: dict[str, Any]) -> Coupon:
    coupon = find(shop, coupon_id)
    if body.get("code"):
        _check_code_is_free(shop, str(body["code"]), but_for=coupon.id)
    _write(shop, coupon, body)
    if any(name in body for name in DATED_FIELDS):
        coupon.modified = shop.now()
    shop.fire("coupon.updated", coupon.id)
    return coupon


def delete(shop: Shop, coupon_id: int, *, force: bool) -> Coupon:
    """Only the way through the trash is told to webhooks."""
    coupon = find(shop, coupon_id)
    if force:
        return shop.coupons.pop(coupon.id)
    if coupon.status == "trash":
        raise RestError(410, "woocommerce_rest_already_trashed", "The coupon has already been deleted.")
    coupon.status = "trash"
    shop.fire("coupon.deleted", coupon.id)
    return coupon


def record_use(shop: Shop, order: Order) -> None:
    """Any status but cancelled counts as used; only cancelling gives it back."""
    wanted = order.status != "cancelled"
    if order.coupon_use_recorded == wanted:
        return
    order.coupon_use_recorded = wanted
    for line in order.coupon_lines:
        if coupon := by_code(shop, line.code):
            count_use(coupon, order, back=not wanted)


def count_use(coupon: Coupon, order: Order, *, back: bool) -> None:
    user = str(order.customer_id or order.billing["email"])
    if not back:
        coupon.usage_count += 1
        coupon.used_by.append(user)
    else:
        coupon.usage_count = max(0, coupon.usage_count - 1)
        if user in coupon.used_by:
            coupon.used_by.remove(user)


def check_usable(shop: Shop, order: Order, code: str) -> Coupon:
    coupon = by_code(shop, code)
    if coupon is None:
        raise _invalid(f'Coupon "{code}" does not exist!')
    if problem := next(filter(None, (question(shop, order, coupon) for question in QUESTIONS)), None):
        raise _invalid(problem)
    return coupon


def check_combination(coupons: list[Coupon]) -> None:
    if len({coupon.id for coupon in coupons}) < len(coupons):
        raise _invalid(f'Coupon code "{coupons[-1].code}" already applied!')
    alone = next((coupon for coupon in coupons if coupon.individual_use), None)
    if alone and len(coupons) > 1:
        reason = "has already been applied and cannot be used in conjunction with other coupons."
        raise _invalid(f'Sorry, coupon "{alone.code}" {reason}')


def fits_product(shop: Shop, coupon: Coupon, product: Product | None) -> bool:
    """Whether a coupon of a product type discounts this product, or this variation of one."""
    if coupon.discount_type not in PRODUCT_TYPES or product is None:
        return False
    ids, categories = _family(product), _categories(shop, product)
    chosen = _share(ids, coupon.product_ids) or _share(categories, coupon.product_categories)
    if not chosen and (coupon.product_ids or coupon.product_categories):
        return False
    excluded = _share(ids, coupon.excluded_product_ids) or _share(categories, coupon.excluded_product_categories)
    return not excluded and not (coupon.exclude_sale_items and product.on_sale)


def product_of(shop: Shop, line: ProductLine) -> Product | None:
    """What is on a line: the variation, where there is one."""
    return shop.products.get(line.variation_id or line.product_id)


def _products(shop: Shop, order: Order) -> list[Product]:
    return [product for line in order.lines if (product := product_of(shop, line))]


def _family(product: Product) -> list[int]:
    return [product.id, product.parent_id]


def _categories(shop: Shop, product: Product) -> list[int]:
    """Those it is in, or its parent is, with all above them."""
    found: list[int] = []
    for one in _family(product):
        for category_id in shop.products[one].category_ids if one in shop.products else ():
            while category_id and category_id not in found:
                found.append(category_id)
                category_id = shop.categories[category_id].parent if category_id in shop.categories else 0
    return found


def _share(some: list[int], others: list[int]) -> bool:
    return not set(some).isdisjoint(others)


def _spend(order: Order) -> Decimal:
    """The subtotal with all of the order's tax, that of the shipping included: so does the real store."""
    return sum((cents(line.subtotal) for line in order.lines), ZERO) + order.total_tax


def _used_up(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    if coupon.usage_limit and coupon.usage_count >= coupon.usage_limit:
        return f'Usage limit for coupon "{coupon.code}" has been reached.'
    return None


def _used_up_by_customer(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    user = str(order.customer_id or order.billing["email"]).lower()
    uses = sum(used.lower() == user for used in coupon.used_by)
    if coupon.usage_limit_per_user and uses >= coupon.usage_limit_per_user:
        return f'Usage limit for coupon "{coupon.code}" has been reached.'
    return None


def _not_theirs(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    emails = [order.billing["email"].lower()]
    if customer := shop.customers.get(order.customer_id):
        emails.append(customer.email.lower())
    allowed = [pattern.lower() for pattern in coupon.email_restrictions]
    if not allowed or any(fnmatchcase(email, pattern) for email in emails for pattern in allowed):
        return None
    return f'Please enter a valid email to use coupon code "{coupon.code}".'


def _expired(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    return "This coupon has expired." if coupon.expires is not None and shop.now() > coupon.expires else None


def _too_small(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    if coupon.minimum_amount > _spend(order):
        return f"The minimum spend for this coupon is {price_html(coupon.minimum_amount)}."
    return None


def _too_large(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    if 0 < coupon.maximum_amount < _spend(order):
        return f"The maximum spend for this coupon is {price_html(coupon.maximum_amount)}."
    return None


def _no_such_product(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    ids = [one for product in _products(shop, order) for one in _family(product)]
    return NOT_APPLICABLE if coupon.product_ids and not _share(ids, coupon.product_ids) else None


def _no_such_category(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    eligible = [p for p in _products(shop, order) if not (coupon.exclude_sale_items and p.on_sale)]
    if coupon.product_categories and not any(_share(_categories(shop, p), coupon.product_categories) for p in eligible):
        return NOT_APPLICABLE
    return None


def _nothing_to_discount(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    if coupon.discount_type not in PRODUCT_TYPES or not order.lines:
        return None
    return None if any(fits_product(shop, coupon, p) for p in _products(shop, order)) else NOT_APPLICABLE


def _cart_has_what_it_must_not(shop: Shop, order: Order, coupon: Coupon) -> str | None:
    """A discount on the whole cart is refused for a single excluded product."""
    if coupon.discount_type not in CART_TYPES:
        return None
    products = _products(shop, order)
    if coupon.exclude_sale_items and any(p.on_sale for p in products):
        return "Sorry, this coupon is not valid for sale items."
    if names := [p.name for p in products if _share(_family(p), coupon.excluded_product_ids)]:
        return f"Sorry, this coupon is not applicable to the products: {', '.join(names)}."
    found = {c for p in products for c in _categories(shop, p) if c in coupon.excluded_product_categories}
    if names := [shop.categories[category].name for category in sorted(found) if category in shop.categories]:
        return f"Sorry, this coupon is not applicable to the categories: {', '.join(names)}."
    return None


QUESTIONS: tuple[Callable[[Shop, Order, Coupon], str | None], ...] = (
    _used_up,
    _used_up_by_customer,
    _not_theirs,
    _expired,
    _too_small,
    _too_large,
    _no_such_product,
    _no_such_category,
    _nothing_to_discount,
    _cart_has_what_it_must_not,
)


def _invalid(message: str) -> RestError:
    return RestError(400, "woocommerce_rest_invalid_coupon", message)


def _check_code_is_free(shop: Shop, code: str, *, but_for: int) -> None:
    held = by_code(shop, code)
    if held and held.id != but_for:
        raise RestError(400, "woocommerce_rest_coupon_code_already_exists", "The coupon code already exists")


def _write(shop: Shop, coupon: Coupon, body: dict[str, Any]) -> None:
    changes: dict[str, Any] = {}
    if body.get("code"):
        changes["code"] = str(body["code"]).strip().lower()
    for name in ("description", "status"):
        if name in body:
            changes[name] = str(body[name])
    if "discount_type" in body:
        changes["discount_type"] = _discount_type(body["discount_type"])
    for name in AMOUNTS:
        if name in body:
            changes[name] = _amount(name, body[name])
    for name in NUMBERS:
        if name in body:
            changes[name] = int(body[name]) if body[name] else None
    for name in FLAGS:
        if name in body:
            changes[name] = bool(body[name])
    for name in ID_LISTS:
        if name in body:
            changes[name] = [int(value) for value in body[name] or []]
    if "email_restrictions" in body:
        changes["email_restrictions"] = [_email(value) for value in body["email_restrictions"] or []]
    if "date_expires" in body:  # the store takes a documented `date_expires_gmt` too, and does nothing with it
        changes["expires"] = _expiry(body["date_expires"])
    if "percent" in (changes.get("discount_type"), coupon.discount_type) and changes.get("amount", ZERO) > 100:
        raise RestError(400, "coupon_invalid_amount", "Invalid discount amount.")
    for name, value in changes.items():
        setattr(coupon, name, value)
    shop.write_meta(coupon.meta, body.get("meta_data") or [], "post_meta")


def _discount_type(value: Any) -> str:
    known = (*PRODUCT_TYPES, *CART_TYPES)
    if value not in known:
        raise invalid_param("discount_type", "rest_not_in_enum", f"discount_type is not one of {', '.join(known)}.")
    return str(value)


def _amount(name: str, value: Any) -> Decimal:
    try:
        amount = Decimal(str(value or 0))
    except InvalidOperation:
        amount = Decimal(-1)
    if amount < 0:
        raise RestError(400, "coupon_invalid_amount", "Invalid discount amount.")
    return amount


def _email(value: Any) -> str:
    if "@" not in str(value):
        raise RestError(400, "coupon_invalid_email_address", "Invalid email address restriction.")
    return str(value).strip().lower()


def _expiry(value: Any) -> int | None:
    if not value:
        return None
    try:
        return parse(str(value))
    except ValueError:
        raise invalid_param("date_expires", "rest_invalid_date", "Invalid date.") from None
