"""Every path of the REST API, and what answers there.

The rule kept here: what is listed in `all_routes` exists, and everything else is `rest_no_route`.
"""

from operator import attrgetter
from typing import Any

from . import categories, coupons, customers, gift_cards, orders, products, refunds, reviews
from .cron import Cron
from .documents import (
    Document,
    api,
    category_document,
    coupon_document,
    created_product,
    customer_document,
    product_document,
    review_document,
    webhook_document,
)
from .errors import RestError
from .filters import (
    category_rows,
    coupon_rows,
    customer_rows,
    order_rows,
    product_rows,
    review_rows,
    webhook_rows,
)
from .listing import flag, select_fields, words
from .order_documents import any_refund_document, note_document, order_document, refund_document
from .resource import DATES, Keys, Resource, created, page
from .rest import Answer, Call, Route
from .shop import Shop

REFUND_KEYS: Keys = {"date": attrgetter("created", "id"), "id": attrgetter("id")}

ORDERS = Resource(order_rows, order_document, Shop.find_order, orders.create, orders.update, orders.delete, DATES)
COUPONS = Resource(coupon_rows, coupon_document, coupons.find, coupons.create, coupons.update, coupons.delete, DATES)
CUSTOMERS = Resource(
    customer_rows,
    customer_document,
    customers.find,
    customers.create,
    customers.update,
    customers.delete,
    {
        "name": attrgetter("username", "id"),
        "id": attrgetter("id"),
        "registered_date": attrgetter("created", "id"),
    },
    order_by="name",
    order="asc",
)
PRODUCTS = Resource(
    product_rows,
    product_document,
    products.find,
    products.create,
    products.update,
    products.delete,
    DATES,
    created_document=created_product,
)
CATEGORIES = Resource(
    category_rows,
    category_document,
    categories.find,
    categories.create,
    categories.update,
    categories.delete,
    {"name": attrgetter("name", "id"), "slug": attrgetter("slug"), "id": attrgetter("id")},
    order_by="name",
    order="asc",
)
REVIEWS = Resource(
    review_rows,
    review_document,
    reviews.find,
    reviews.create,
    reviews.update,
    reviews.delete,
    {
        "date": attrgetter("created", "id"),
        "date_gmt": attrgetter("created", "id"),
        "id": attrgetter("id"),
        "product": attrgetter("product_id", "id"),
    },
    order_by="date_gmt",
)
SETTINGS = {
    ("general", "woocommerce_currency"): ("Currency", "EUR"),
    ("general", "woocommerce_default_country"): ("Country / State", "DE:DE-BE"),
    ("general", "woocommerce_calc_taxes"): ("Enable taxes", "yes"),
    ("general", "woocommerce_price_num_decimals"): ("Number of decimals", "2"),
    ("tax", "woocommerce_prices_include_tax"): ("Prices entered with tax", "yes"),
    ("tax", "woocommerce_tax_round_at_subtotal"): ("Rounding", "no"),
}


def all_routes(cron: Cron) -> list[Route]:
    webhooks = _Webhooks(cron)
    one_webhook = dict.fromkeys(("POST", "PUT", "PATCH"), webhooks.change)
    return [
        *ORDERS.routes("orders"),
        *COUPONS.routes("coupons"),
        *CUSTOMERS.routes("customers"),
        *CATEGORIES.routes("products/categories"),
        *REVIEWS.routes("products/reviews"),
        *PRODUCTS.routes("products"),
        *gift_cards.routes(),
        Route("refunds", {"GET": _list_all_refunds}),
        Route("orders/{}/refunds", {"GET": _list_refunds, "POST": _create_refund}),
        Route("orders/{}/refunds/{}", {"GET": _get_refund, "DELETE": _delete_refund}),
        Route("orders/{}/notes", {"GET": _list_notes, "POST": _create_note}),
        Route("orders/{}/notes/{}", {"GET": _get_note, "DELETE": _delete_note}),
        Route("webhooks", {"GET": webhooks.list, "POST": webhooks.create}),
        Route("webhooks/{}", {"GET": webhooks.get, "DELETE": webhooks.delete, **one_webhook}),
        Route("settings/{}/{}", {"GET": _setting}),
        Route("system_status", {"GET": _system_status}),
    ]


class _Webhooks:
    def __init__(self, cron: Cron) -> None:
        self._cron = cron

    def list(self, call: Call) -> Answer:
        return page(call, webhook_rows(call), webhook_document)

    def get(self, call: Call) -> Answer:
        return Answer(webhook_document(call.shop, call.shop.hooks.find(call.id)))

    def create(self, call: Call) -> Answer:
        """The ping is sent before the answer, and whether it arrives makes no difference."""
        shop = call.shop
        webhook = shop.hooks.subscribe(
            call.body, webhook_id=shop.next_id("webhook"), spare_secret=shop.random_key(50), now=shop.now()
        )
        answer = created(webhook_document(shop, webhook))
        if webhook.status == "active":
            answer.afterwards = lambda: self._cron.send_ping(webhook)
        return answer

    def change(self, call: Call) -> Answer:
        webhook = call.shop.hooks.change(call.id, call.body, now=call.shop.now())
        return Answer(webhook_document(call.shop, webhook))

    def delete(self, call: Call) -> Answer:
        webhook = call.shop.hooks.unsubscribe(call.id, force=flag(call.query, "force"))
        return Answer(webhook_document(call.shop, webhook))


def _list_all_refunds(call: Call) -> Answer:
    rows = [refund for of_order in call.shop.refunds.values() for refund in of_order.values()]
    return page(call, rows, any_refund_document, REFUND_KEYS)


def _list_refunds(call: Call) -> Answer:
    return page(call, call.shop.refunds_of(call.id), refund_document, REFUND_KEYS)


def _create_refund(call: Call) -> Answer:
    return created(refund_document(call.shop, refunds.create(call.shop, call.id, call.body)))


def _get_refund(call: Call) -> Answer:
    document = refund_document(call.shop, refunds.find(call.shop, int(call.ids[0]), call.id))
    return Answer(select_fields(document, words(call.query, "_fields")))


def _delete_refund(call: Call) -> Answer:
    return Answer(refund_document(call.shop, refunds.delete(call.shop, int(call.ids[0]), call.id)))


def _list_notes(call: Call) -> Answer:
    """The newest first, and all of them: notes are not paged."""
    call.shop.find_order(call.id)
    return Answer([note_document(call.shop, note) for note in reversed(call.shop.notes.get(call.id, []))])


def _create_note(call: Call) -> Answer:
    return created(note_document(call.shop, orders.add_note(call.shop, call.id, call.body)))


def _get_note(call: Call) -> Answer:
    return Answer(note_document(call.shop, orders.find_note(call.shop, int(call.ids[0]), call.id)))


def _delete_note(call: Call) -> Answer:
    note = orders.delete_note(call.shop, int(call.ids[0]), call.id, force=flag(call.query, "force"))
    return Answer(note_document(call.shop, note))


def _setting(call: Call) -> Answer:
    group, name = call.ids
    if (group, name) not in SETTINGS:
        raise RestError(404, "rest_setting_setting_invalid", "Invalid setting.")
    label, value = SETTINGS[group, name]
    links = {
        "self": [{"href": api(call.shop, f"settings/{group}/{name}")}],
        "collection": [{"href": api(call.shop, f"settings/{group}")}],
    }
    setting: Document = {"id": name, "label": label, "description": "", "type": "select", "default": value}
    return Answer({**setting, "tip": "", "value": value, "group_id": group, "_links": links})


def _system_status(call: Call) -> Answer:
    environment: dict[str, Any] = {
        "home_url": call.shop.url,
        "site_url": call.shop.url,
        "version": "11.0.1",
        "wp_version": "7.1",
        "php_version": "8.2",
        "wp_multisite": False,
        "wp_cron": True,
        "language": "en_US",
        "default_timezone": "UTC",
    }
    settings = {
        "api_enabled": False,
        "currency": "EUR",
        "currency_symbol": "&euro;",
        "number_of_decimals": 2,
        "HPOS_enabled": True,
    }
    return Answer({"environment": environment, "settings": settings})
