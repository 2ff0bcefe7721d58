"""What must hold after any trouble: nothing acknowledged is lost, and each code stands for its points, once."""

import json
from collections import Counter

from sqlalchemy import text

from adapters.woocommerce.sandbox import Sandbox
from connector.bootstrap import Connector, Shop
from connector.db.inbox import WEBHOOK
from tests.running import rows

Told = Counter[tuple[str, bytes]]  # delivery id and body


def acknowledged(shop: Sandbox) -> Told:
    """What the shop sent and holds for received."""
    return Counter(
        (dict(delivery.headers)["X-WC-Webhook-Delivery-ID"], delivery.body)
        for delivery in shop.deliveries
        if 200 <= delivery.status <= 302
    )


def events(connector: Connector, store: str = "main") -> Told:
    """What the inbox holds of a store."""
    found = rows(connector.database, "inbox", f"source = '{WEBHOOK}' AND store_id = {connector.stores[store].id}")
    return Counter((_headers(row["headers"])["x-wc-webhook-delivery-id"], bytes(row["body"])) for row in found)


def buyer(shop: Sandbox) -> Shop:
    return Shop(url=shop.url, consumer_key=shop.consumer_key, consumer_secret=shop.consumer_secret)


def codes_and_books_agree(connector: Connector, shop: Shop, store: str = "main") -> bool:
    """Each code of ours exists once and stands for points; each redemption that still has points has its code."""
    in_shop = Counter(coupon["code"] for coupon in shop.coupons_of_ours())
    assert all(count == 1 for count in in_shop.values()), in_shop
    held = _sums(connector, "held")
    redeemed = _sums(connector, "redeemed")
    redemptions = rows(connector.database, "redemptions", f"store_id = {connector.stores[store].id}")
    codes = {row["code"]: row["reference"] for row in redemptions}
    assert in_shop.keys() <= codes.keys(), "a code in the shop is nobody's"
    for code, reference in codes.items():
        has_points = held.get(reference, 0) + redeemed.get(reference, 0) > 0
        assert not held.get(reference) or code in in_shop, f"{code} has points and is not in the shop"
        used = any(coupon["usage_count"] for coupon in shop.coupons(code))
        assert has_points or used or code not in in_shop, f"{code} is in the shop and has no points"
    return True


def _headers(kept: str | dict[str, str]) -> dict[str, str]:
    """SQLite's driver hands JSON over as text."""
    headers: dict[str, str] = json.loads(kept) if isinstance(kept, str) else kept
    return headers


def _sums(connector: Connector, account: str) -> dict[str, int]:
    statement = text(
        "SELECT redemption_ref, SUM(CASE WHEN destination = :account THEN points ELSE -points END) FROM postings "
        "JOIN transactions ON transactions.id = transaction_id WHERE :account IN (source, destination) GROUP BY 1"
    )
    with connector.database.read() as connection:
        return {reference: points for reference, points in connection.execute(statement, {"account": account})}  # noqa: C416
