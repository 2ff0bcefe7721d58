"""Which gift cards that paid for orders are ours.

The rule kept here: Shopify never tells a card's code again; a payment names its card by number, and the card's note
names our redemption. Without the right to look at cards they are nobody's, and so is one whose note was rewritten.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from adapters.shopify.access import Access
from adapters.shopify.address import gid
from adapters.shopify.client import Client
from adapters.shopify.gift_cards import OURS
from adapters.shopify.payloads import OrderPayload, Thing, Transaction

TOGETHER = 50
GATEWAY, SCOPE = "gift_card", "read_gift_cards"

OwnCards = Mapping[str, str]  # a card's global id → the redemption that it came from


class _Receipt(msgspec.Struct, frozen=True):
    gift_card_id: int | str | None = None


class _Card(Thing, frozen=True):
    id: str = ""
    note: str | None = None


class _Cards(Thing, frozen=True):
    nodes: list[_Card | None]


def card_of(payment: Transaction) -> str | None:
    """The global id of the gift card that it was paid with, where the payment tells."""
    receipt = payment.receipt_json
    if payment.gateway != GATEWAY or not receipt:
        return None
    try:
        told = msgspec.json.decode(receipt, type=_Receipt) if isinstance(receipt, str) else _read(receipt)
    except msgspec.MsgspecError:
        return None
    number = str(told.gift_card_id or "")
    return gid("GiftCard", number) if number.isascii() and number.isdecimal() else None


def _read(receipt: object) -> _Receipt:
    return msgspec.convert(receipt, _Receipt)


class Cards:
    """The gift cards of one store."""

    def __init__(self, client: Client, access: Access) -> None:
        self._client = client
        self._access = access

    def ours(self, orders: Iterable[OrderPayload]) -> OwnCards:
        """Of the cards that paid for these orders."""
        named = {one for order in orders for payment in order.transactions if (one := card_of(payment))}
        if not named or SCOPE not in self._access:
            return MappingProxyType({})
        ids, found = sorted(named), dict[str, str]()
        for start in range(0, len(ids), TOGETHER):
            for card in self._client.run("GiftCardNotes", _Cards, ids=ids[start : start + TOGETHER]).nodes:
                if card and (ours := OURS.search(card.note or "")):
                    found[card.id] = ours[1]
        return found
