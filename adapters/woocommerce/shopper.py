"""What shoppers and the merchant do in a WooCommerce shop, from outside, so that a demonstration has something to show.

The rule kept here: everything goes through the shop's own REST interface, and the shop's own rules decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from adapters.woocommerce.client import Client, Refused

Document = dict[str, Any]


class ShopRefused(Exception):
    """The shop did not take the order; the message is the shop's own."""


@dataclass(frozen=True, slots=True)
class Shopper:
    """A registered customer of the shop."""

    id: str
    email: str
    name: str


@dataclass(frozen=True, slots=True)
class Placed:
    """An order in the shop. `total` and `discount` are decimal, with tax; a line is (id, quantity, net, tax)."""

    id: str
    number: str
    status: str
    total: Decimal
    discount: Decimal
    lines: tuple[tuple[str, int, Decimal, Decimal], ...]


class Shop:
    """A shop one can buy in."""

    def __init__(self, *, url: str, consumer_key: str, consumer_secret: str) -> None:
        self._client = Client(url, consumer_key, consumer_secret, timeout=30.0)

    def close(self) -> None:
        self._client.http.close()

    def customers(self, most: int = 100) -> list[Shopper]:
        found = self._client.get("customers", list[Document], "The customers", per_page=most)
        return [Shopper(str(one["id"]), one["email"], f"{one['first_name']} {one['last_name']}") for one in found]

    def customer(self, customer_id: str) -> Shopper:
        one = self._client.get(f"customers/{customer_id}", Document, "The customer")
        return Shopper(customer_id, one["email"], f"{one['first_name']} {one['last_name']}")

    def products(self, most: int = 100) -> list[tuple[str, Decimal]]:
        """(product id, price with tax)."""
        found = self._client.get("products", list[Document], "The products", per_page=most)
        return [(str(one["id"]), Decimal(one["price"])) for one in found if one["price"]]

    def place(
        self,
        items: Sequence[tuple[str, int]],
        *,
        buyer: Shopper | None = None,
        guest_email: str = "",
        code: str | None = None,
        paid: bool = True,
    ) -> Placed:
        """Buy (product id, quantity) as a customer or a guest. Raises ShopRefused in the shop's words."""
        first, _, last = (buyer.name if buyer else "Some Guest").partition(" ")
        body = {
            "customer_id": int(buyer.id) if buyer else 0,
            "billing": {"first_name": first, "last_name": last, "email": buyer.email if buyer else guest_email},
            "line_items": [{"product_id": int(product), "quantity": quantity} for product, quantity in items],
            "coupon_lines": [{"code": code}] if code else [],
            "payment_method": "bacs",
            "set_paid": paid,
        }
        try:
            return _placed(self._client.post("orders", body, Document, "The order"))
        except Refused as refused:
            raise ShopRefused(str(refused)) from None

    def order(self, order_id: str) -> Placed:
        return _placed(self._client.get(f"orders/{order_id}", Document, "The order"))

    def set_status(self, order_id: str, status: str) -> Placed:
        """As the merchant does when a parcel has gone out (completed) or a buyer thinks again (cancelled)."""
        return _placed(self._client.put(f"orders/{order_id}", {"status": status}, Document, "The order"))

    def refund_one_piece(self, order: Placed) -> Decimal:
        """Give back one piece of the first line. Returns the money given back, with tax."""
        line, quantity, net, tax = order.lines[0]
        net, tax = ((part / quantity).quantize(Decimal("0.01")) for part in (net, tax))
        returned = {
            "id": int(line),
            "quantity": 1,
            "refund_total": str(net),
            "refund_tax": [{"id": 1, "refund_total": str(tax)}],
        }
        body = {"amount": str(net + tax), "reason": "one came back", "line_items": [returned], "api_refund": False}
        self._client.post(f"orders/{order.id}/refunds", body, Document, "The refund")
        return net + tax

    def coupons(self, code: str) -> list[Document]:
        """The coupons of this code: none, or one."""
        return self._client.get("coupons", list[Document], "The coupons", code=code)

    def coupons_of_ours(self) -> list[Document]:
        """All coupons that carry a redemption of the programme."""
        found = self._client.every("coupons", Document, "The coupons")
        return [one for one in found if _meta(one).get("loyalty_redemption")]


def _meta(document: Mapping[str, Any]) -> dict[str, Any]:
    return {entry["key"]: entry["value"] for entry in document.get("meta_data", ())}


def _placed(document: Document) -> Placed:
    return Placed(
        str(document["id"]),
        str(document["number"]),
        document["status"],
        Decimal(document["total"]),
        Decimal(document["discount_total"]) + Decimal(document["discount_tax"]),
        tuple(
            (str(line["id"]), int(line["quantity"]), Decimal(line["total"]), Decimal(line["total_tax"]))
            for line in document["line_items"]
        ),
    )
