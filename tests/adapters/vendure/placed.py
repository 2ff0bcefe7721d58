"""An order as Vendure's Admin API answers our question for it: two lines, a code, a return, all of it made up."""

from typing import Any

_PRICE = {
    "unitPrice": 1000,
    "unitPriceWithTax": 1230,
    "proratedUnitPrice": 900,
    "proratedUnitPriceWithTax": 1107,
    "linePrice": 2000,
    "linePriceWithTax": 2460,
    "proratedLinePrice": 1800,
    "proratedLinePriceWithTax": 2214,
}


def _line(id: str, sku: str) -> dict[str, Any]:
    return {
        "id": id,
        "quantity": 2,
        "orderPlacedQuantity": 2,
        **_PRICE,
        "productVariant": {"name": f"Shirt {sku}", "sku": sku, "product": {"id": "7"}},
        "discounts": [{"adjustmentSource": "PROMOTION:3"}],
    }


PLACED: dict[str, Any] = {
    "id": "17",
    "code": "T_ABCDEF",
    "state": "Delivered",
    "createdAt": "2026-11-01T09:00:00.000Z",
    "updatedAt": "2026-11-03T09:00:00.000Z",
    "orderPlacedAt": "2026-11-01T09:05:00.000Z",
    "currencyCode": "EUR",
    "total": 4100,
    "totalWithTax": 5043,
    "customer": {
        "id": "5",
        "emailAddress": "ann@example.test",
        "firstName": "Ann",
        "lastName": "Example",
        "user": {"verified": True, "createdAt": "2026-10-01T09:00:00.000Z"},
        "groups": [{"name": "regulars"}],
    },
    "lines": [_line("31", "S-1"), _line("32", "S-2")],
    "shippingLines": [
        {"id": "8", "discountedPrice": 500, "discountedPriceWithTax": 615, "shippingMethod": {"name": "Post"}}
    ],
    "surcharges": [{"id": "2", "description": "Wrapping", "price": 100, "priceWithTax": 123}],
    "discounts": [{"adjustmentSource": "PROMOTION:3", "amountWithTax": -492}],
    "promotions": [{"id": "3", "couponCode": "LOY-7F3K9"}],
    "payments": [
        {
            "id": "4",
            "state": "Settled",
            "amount": 5043,
            "updatedAt": "2026-11-01T09:06:00.000Z",
            "refunds": [
                {
                    "id": "9",
                    "state": "Settled",
                    "total": 1107,
                    "createdAt": "2026-11-03T09:00:00.000Z",
                    "reason": "too small",
                    "lines": [{"orderLineId": "31", "quantity": 1}],
                }
            ],
        }
    ],
    "fulfillments": [{"state": "Delivered", "updatedAt": "2026-11-02T09:00:00.000Z"}],
}
