"""The lines of an order, made and changed as the REST API lets a caller make and change them.

The rule kept here: a new line costs what its product costs, net of tax, unless the caller names the net amounts.
"""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from .errors import RestError
from .money import net, stored
from .records import ZERO, Coupon, CouponLine, FeeLine, ProductLine, ShippingLine
from .shop import Shop

Line = TypeVar("Line", ProductLine, ShippingLine, FeeLine)

NAMED_AMOUNTS = ("subtotal", "total")
NAMED_TEXTS = ("name", "method_id", "method_title", "tax_status")
# An entry with its id and one of these set to null (a quantity: to zero) takes the line off the order.
REMOVING = ("product_id", "method_id", "name")


def write(
    shop: Shop, lines: list[Line], entries: list[dict[str, Any]] | None, new: Callable[[Shop, dict[str, Any]], Line]
) -> None:
    for entry in entries or []:
        if not entry.get("id"):
            lines.append(new(shop, entry))
            continue
        line = next((held for held in lines if held.id == entry["id"]), None)
        if line is None:
            message = "Order item ID provided is not associated with order."
            raise RestError(400, "woocommerce_rest_invalid_item_id", message)
        if entry.get("quantity") == 0 or any(name in entry and entry[name] is None for name in REMOVING):
            lines.remove(line)
        else:
            _change(shop, line, entry)


def product_line(shop: Shop, entry: dict[str, Any]) -> ProductLine:
    product = shop.products.get(int(entry.get("variation_id") or entry.get("product_id") or 0))
    if product is None:
        message = "Product ID or SKU is required." if not entry.get("product_id") else "Invalid product ID."
        raise RestError(400, "woocommerce_rest_required_product_reference", message)
    quantity = int(entry.get("quantity", 1))
    price = stored(net((product.price or ZERO) * quantity))
    line = ProductLine(
        id=shop.next_id("item"),
        product_id=product.parent_id or product.id,
        variation_id=product.id if product.parent_id else 0,
        name=str(entry.get("name") or product.name),
        sku=product.sku,
        quantity=quantity,
        subtotal=amount(entry["subtotal"]) if "subtotal" in entry else price,
        total=amount(entry["total"]) if "total" in entry else price,
    )
    shop.write_meta(line.meta, entry.get("meta_data") or [], "item_meta")
    return line


def shipping_line(shop: Shop, entry: dict[str, Any]) -> ShippingLine:
    if not entry.get("method_id"):
        raise RestError(400, "woocommerce_rest_invalid_shipping_item", "Shipping method ID is required.")
    line = ShippingLine(
        id=shop.next_id("item"),
        method_id=str(entry["method_id"]),
        method_title=str(entry.get("method_title") or ""),
        total=amount(entry.get("total")),
    )
    shop.write_meta(line.meta, entry.get("meta_data") or [], "item_meta")
    return line


def fee_line(shop: Shop, entry: dict[str, Any]) -> FeeLine:
    if not entry.get("name"):
        raise RestError(400, "woocommerce_rest_invalid_fee_item", "Fee name is required.")
    line = FeeLine(
        id=shop.next_id("item"),
        name=str(entry["name"]),
        total=amount(entry.get("total")),
        tax_status=str(entry.get("tax_status") or "taxable"),
    )
    shop.write_meta(line.meta, entry.get("meta_data") or [], "item_meta")
    return line


def coupon_line(shop: Shop, coupon: Coupon) -> CouponLine:
    return CouponLine(
        id=shop.next_id("item"),
        code=coupon.code,
        coupon_id=coupon.id,
        discount_type=coupon.discount_type,
        nominal_amount=coupon.amount,
        free_shipping=coupon.free_shipping,
        info_meta_id=shop.next_id("item_meta"),
    )


def amount(value: Any) -> Decimal:
    try:
        return stored(Decimal(str(value or 0)))
    except InvalidOperation:
        raise RestError(400, "rest_invalid_param", f"Not an amount: {value}") from None


def _change(shop: Shop, line: ProductLine | ShippingLine | FeeLine, entry: dict[str, Any]) -> None:
    """Another quantity alone does not change what a line costs."""
    for name in NAMED_AMOUNTS:
        if name in entry and hasattr(line, name):
            setattr(line, name, amount(entry[name]))
    for name in NAMED_TEXTS:
        if name in entry and hasattr(line, name):
            setattr(line, name, str(entry[name]))
    if isinstance(line, ProductLine) and "quantity" in entry:
        line.quantity = int(entry["quantity"])
    shop.write_meta(line.meta, entry.get("meta_data") or [], "item_meta")
