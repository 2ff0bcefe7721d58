"""Pages of a list that are asked for at once, while the list moves under them: nobody is left out."""

import threading

import pytest

from adapters.ahead import Ahead
from adapters.pace import Pace
from adapters.woocommerce import orders as facet
from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.sandbox import Sandbox


class Hurried(Pace):
    """From the first page on as many questions as there may be."""

    def answered(self, asked_at: float, stumbled: bool = False) -> None:
        self.limit = 6


@pytest.mark.parametrize("days", [200, 1])
def test_a_list_that_moves_while_many_pages_are_out_loses_nobody(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    monkeypatch.setattr(facet, "Ahead", lambda: Ahead(Hurried()))
    with Sandbox(wp_cron=False, orders=700, customers=5, days=days) as shop:
        store = WooCommerce(url=shop.url, consumer_key=shop.consumer_key, consumer_secret=shop.consumer_secret)
        placed = {str(order_id) for order_id, order in shop.shop.orders.items() if order.status != "trash"}
        edited = sorted(shop.shop.orders)[::9]
        mover = threading.Thread(target=lambda: [shop.update_order(one) for one in edited])
        seen: list[str] = []
        untils = []

        mover.start()
        for page in store.orders.changed_since(None):
            seen += [order.id for order in page.orders]
            untils.append(page.until)
        mover.join()
        seen += [order.id for page in store.orders.changed_since(untils[-1]) for order in page.orders]

    assert placed <= set(seen)
    assert untils == sorted(untils)
