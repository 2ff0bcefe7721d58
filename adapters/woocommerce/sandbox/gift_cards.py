"""The extension WooCommerce Gift Cards: cards, what is paid with them, and its part of the REST API.

The rule kept here: as its source does it. A code is four groups of four; times are taken in the site's zone and shown
in UTC; no list looks for a code; a balance is written once, when the card is made.
"""

import re
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from operator import attrgetter
from typing import Any

from .documents import Document, api, meta_data
from .errors import RestError, invalid_param, missing_param
from .listing import headers, integer, page_of
from .money import number
from .records import GiftCard, GiftCardLine, Order
from .resource import created
from .rest import Answer, Call, Handler, Route
from .shop import Shop
from .times import parse

EXTENSION = "gift-cards"
_CODE = re.compile(r"([a-zA-Z0-9]{4}-){3}[a-zA-Z0-9]{4}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
_KEYS = {
    "id": attrgetter("id"),
    "create_date": attrgetter("created", "id"),
    "balance": attrgetter("balance", "id"),
    "remaining": attrgetter("remaining", "id"),
}


def routes() -> list[Route]:
    one: dict[str, Handler] = {"GET": _get, "DELETE": _delete, **dict.fromkeys(("POST", "PUT", "PATCH"), _update)}
    return [
        Route("gift-cards", {"GET": _list, "POST": _create}, EXTENSION),
        Route("gift-cards/{}", one, EXTENSION),
    ]


def by_code(shop: Shop, code: str) -> GiftCard | None:
    """The database does not tell capitals from small letters."""
    return next((card for card in shop.gift_cards.values() if card.code.lower() == code.lower()), None)


def create(shop: Shop, body: dict[str, Any]) -> GiftCard:
    if missing := [name for name in ("recipient", "sender", "balance") if name not in body]:
        raise missing_param(", ".join(missing))
    _check(body)
    expires, code = _moment(body), str(body.get("code") or "") or _random_code(shop)
    if not _CODE.fullmatch(code):
        raise _not("created", "Invalid gift card code.")
    if by_code(shop, code):
        raise _not("created", f"Gift card code `{code}` exists.")
    if expires and expires <= shop.now():
        raise _not("created", "The expiration date cannot precede the creation date.")
    if not re.fullmatch("[A-Z]{3}", currency := str(body.get("currency") or "EUR")):
        raise _not("created", "Invalid currency.")
    balance = Decimal(str(body["balance"]))
    card = GiftCard(
        id=shop.next_id("gift_card"),
        code=code,
        recipient=str(body["recipient"]),
        sender=str(body["sender"]),
        balance=balance,
        remaining=balance,
        created=shop.now(),
        currency=currency,
        expires=expires,
        active=body.get("is_active", "on") == "on",
    )
    shop.write_meta(card.meta, body.get("meta_data") or [], "gift_card_meta")
    shop.gift_cards[card.id] = card
    return card


def update(shop: Shop, card_id: int, body: dict[str, Any]) -> GiftCard:
    """What can be written once only (code, balance, what is left) is passed over in silence."""
    card = _found(shop, card_id, "updated", "Invalid gift card ID.")
    _check(body)
    expires = _moment(body)
    if expires and expires <= card.created:
        raise _not("updated", "The expiration date cannot precede the creation date.")
    if body.get("is_active") and card.expires and card.expires <= shop.now():
        raise _not("updated", "Changing the status of an expired gift card is not allowed.")
    card.expires = expires or card.expires
    card.active = body.get("is_active", "on" if card.active else "off") == "on"
    card.recipient, card.sender = str(body.get("recipient", card.recipient)), str(body.get("sender", card.sender))
    shop.write_meta(card.meta, body.get("meta_data") or [], "gift_card_meta")
    return card


def pay_with(shop: Shop, order: Order, body: dict[str, Any], *, editable: bool) -> None:
    """The order is paid with these cards, as far as they go."""
    entries = body.get("gift_cards") if EXTENSION in shop.extensions else None
    if not entries:
        return
    if not editable:
        message = "Cannot update gift cards on a non editable order."
        raise RestError(400, "woocommerce_rest_gift_card_order_not_editable", message)
    for entry in entries:
        code = str(entry.get("code") or "")
        card = by_code(shop, code)
        if card is None:
            message = f"Gift card code {code} not found."
            raise RestError(400, "woocommerce_rest_gift_card_cannot_parse_data", message)
        amount = min(card.remaining, order.total) if entry.get("amount") is None else Decimal(str(entry["amount"]))
        if amount > order.total or not order.total:
            raise _cannot(f"Requested amount for gift card code {card.code} exceeded the order total.")
        if amount > card.remaining:
            raise _cannot(f"Not enough balance for gift card code {card.code}.")
        if not card.active or (card.expires and card.expires <= shop.now()):
            raise _cannot(f"Gift card code {card.code} is invalid.")
        card.remaining -= amount
        order.gift_card_lines.append(GiftCardLine(card.id, card.code, amount))
        order.total -= amount


def give_back(shop: Shop, order: Order) -> None:
    """A cancelled order puts the money back on its cards, once."""
    for line in order.gift_card_lines:
        if not line.given_back and (card := shop.gift_cards.get(line.card_id)):
            line.given_back, card.remaining = True, card.remaining + line.amount


def of_order(shop: Shop, order: Order) -> Document:
    """What the extension adds to an order's document: null where no card paid."""
    if EXTENSION not in shop.extensions:
        return {}
    lines = [{"id": one.card_id, "code": one.code, "amount": number(one.amount)} for one in order.gift_card_lines]
    return {"gift_cards": lines or None}


def document(shop: Shop, card: GiftCard) -> Document:
    return {
        "id": card.id,
        "code": card.code,
        "recipient": card.recipient,
        "sender": card.sender,
        "sender_email": "",
        "message": "",
        "balance": number(card.balance),
        "remaining": number(card.remaining),
        "order_id": 0,
        "order_item_id": 0,
        "create_date": _shown(card.created),
        "deliver_date": 0,
        "expire_date": _shown(card.expires),
        "redeem_date": 0,
        "redeemed_by": 0,
        "currency": card.currency,
        "delivered": "no",
        "is_active": "on" if card.active else "off",
        "activities": [],
        "meta_data": meta_data(card.meta),
        "_links": {
            "self": [{"href": api(shop, f"gift-cards/{card.id}")}],
            "collection": [{"href": api(shop, "gift-cards")}],
        },
    }


def _list(call: Call) -> Answer:
    """A page beyond the end still says how many there are."""
    rows = list(call.shop.gift_cards.values())
    total, size = len(rows), integer(call.query, "per_page", 10, least=1, most=100)
    found = replace(page_of(call.query, rows, _KEYS, "id"), total=total, pages=-(-total // size))
    return Answer([document(call.shop, card) for card in found.rows], headers=headers(found, call.url, call.query))


def _create(call: Call) -> Answer:
    return created(document(call.shop, create(call.shop, call.body)))


def _get(call: Call) -> Answer:
    return Answer(document(call.shop, _found(call.shop, call.id, "invalid", "Resource does not exist.")))


def _update(call: Call) -> Answer:
    return Answer(document(call.shop, update(call.shop, call.id, call.body)))


def _delete(call: Call) -> Answer:
    card = _found(call.shop, call.id, "deleted", "Invalid gift card ID.")
    del call.shop.gift_cards[card.id]
    return Answer({"id": card.id, "success": True})


def _found(shop: Shop, card_id: int, done: str, message: str) -> GiftCard:
    if card := shop.gift_cards.get(card_id):
        return card
    suffix = done if done == "invalid" else f"not_{done}"
    raise RestError(404, f"woocommerce_gc_rest_api_gift_card_{suffix}", message)


def _check(body: dict[str, Any]) -> None:
    if "recipient" in body and not _EMAIL.fullmatch(str(body["recipient"])):
        raise invalid_param("recipient", "rest_invalid_email", "Invalid email address.")
    if "balance" in body:
        try:
            Decimal(str(body["balance"]))
        except InvalidOperation:
            raise invalid_param("balance", "rest_invalid_type", "balance is not of type number.") from None
    if body.get("is_active", "on") not in ("on", "off"):
        raise invalid_param("is_active", "rest_not_in_enum", "is_active is not one of on and off.")


def _moment(body: dict[str, Any]) -> int | None:
    if "expire_date" not in body:
        return None
    given = body["expire_date"]
    if not isinstance(given, str):
        code, message = "woocommerce_gc_rest_api_invalid_param", "expire_date is not of type string"
        raise invalid_param("expire_date", code, message)
    if not _TIME.fullmatch(given):
        code = "woocommerce_gc_rest_api_invalid_date_format"
        raise invalid_param("expire_date", code, "expire_date is not of date format: ISO8601 (Y-m-d H:i:s)")
    return parse(given)


def _shown(second: int | None) -> str | int:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%d %H:%M:%S") if second else 0


def _random_code(shop: Shop) -> str:
    return "-".join(shop.random_key(4).upper() for _ in range(4))


def _not(done: str, message: str) -> RestError:
    return RestError(400, f"woocommerce_gc_rest_api_gift_card_not_{done}", message)


def _cannot(message: str) -> RestError:
    return RestError(400, "woocommerce_rest_gift_card_cannot_apply", message)
