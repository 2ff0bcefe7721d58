"""Gift cards, made with a code that we chose.

The rule kept here: Shopify shows a code once and its last four characters ever after, so a card's note ends with our
reference and a mark that only the whole code makes. The mark tells the card, and nobody the code.
"""

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from adapters.shopify.address import gid
from adapters.shopify.client import Client
from adapters.shopify.currency import StoreCurrency
from adapters.shopify.payloads import Nodes, Thing
from adapters.shopify.refusals import UserError, require
from adapters.shopify.store_money import Amount
from connector.adapter import GiftCard, Rejected, Retryable
from connector.core.money import to_decimal, to_minor

PAGE = 100
TAKEN = "Code has already been taken"  # recorded without a code of its own
OURS = re.compile(r"\[(\S+) ([0-9a-f]{16})\]\Z")


class CardPayload(Thing, frozen=True):
    id: str
    enabled: bool
    last_characters: str
    initial_value: Amount
    balance: Amount
    note: str | None = None


class _Change(Thing, frozen=True):
    gift_card: CardPayload | None = None
    user_errors: tuple[UserError, ...] = ()


class _Changed(Thing, frozen=True):
    made: _Change


class _Cards(Thing, frozen=True):
    gift_cards: Nodes[CardPayload]


class ShopifyGiftCards:
    """The gift_cards facet."""

    def __init__(self, client: Client, currency: StoreCurrency) -> None:
        self._client = client
        self._currency = currency

    def spelt(self, code: str) -> str:
        return code

    def issue(self, card: GiftCard) -> None:
        what = f"Gift card …{card.code[-4:]}"
        self._currency.require(card.currency, what)
        change = self._client.run("GiftCardCreate", _Changed, input=_input(card)).made
        if not any(error.code == "TAKEN" or error.message == TAKEN for error in change.user_errors):
            require(change.user_errors, what)
            return
        found = self._find(card.code)
        if found is None:
            if any(True for _ in self._with_end_of(card.code)):
                raise Rejected(f"{what}: the store has this code for another card. Use another code.")
            raise Retryable(f"{what}: the store has the code and does not show its card yet.")
        if differences := list(_differences(card, found)):
            raise Rejected(f"{what}: the store has this code with other terms: {'; '.join(differences)}.")

    def balance(self, code: str) -> int | None:
        found = self._find(code)
        return _left(found) if found else None

    def close(self, code: str) -> int | None:
        """Deactivating is for good; a card keeps what was on it, to be looked at."""
        found = self._find(code)
        if found is None or not found.enabled:
            return _left(found) if found else None
        change = self._client.run("GiftCardDeactivate", _Changed, id=found.id).made
        require(change.user_errors, f"Gift card …{code[-4:]}")
        return _left(change.gift_card or found)

    def _find(self, code: str) -> CardPayload | None:
        mark = _mark(code)
        for card in self._with_end_of(code):
            found = OURS.search(card.note or "")
            if found and found[2] == mark:
                return card
        return None

    def _with_end_of(self, code: str) -> Iterator[CardPayload]:
        """Cards that end like that: the newest, which the search may not know yet, and then all."""
        end = code[-4:].lower()
        newest = self._client.run("NewestGiftCards", _Cards).gift_cards.nodes
        yield from (card for card in newest if card.last_characters.lower() == end)
        after: str | None = None
        while True:
            page = self._client.run("GiftCards", _Cards, first=PAGE, after=after, query=end).gift_cards
            yield from (card for card in page.nodes if card.last_characters.lower() == end)
            after = page.page_info.next
            if after is None:
                return


def _input(card: GiftCard) -> dict[str, Any]:
    told = {
        "code": card.code,
        "initialAmount": {"amount": str(to_decimal(card.amount, card.currency)), "currencyCode": card.currency},
        "note": f"{card.description} [{card.reference} {_mark(card.code)}]".lstrip(),
    }
    if card.customer:
        told["customerId"] = gid("Customer", card.customer)
    if card.expires_at:
        told["expiresOn"] = card.expires_at.astimezone(UTC).date().isoformat()  # it is good through that day
    return told


def _mark(code: str) -> str:
    return hashlib.sha256(code.lower().encode()).hexdigest()[:16]


def _left(card: CardPayload) -> int:
    return to_minor(card.balance.amount, card.balance.currency_code)


def _differences(wanted: GiftCard, found: CardPayload) -> Iterator[str]:
    ours = OURS.search(found.note or "")
    worth = found.initial_value
    pairs: dict[str, tuple[object, object]] = {
        "amount": (wanted.amount, to_minor(worth.amount, worth.currency_code)),
        "currency": (wanted.currency, worth.currency_code),
        "reference": (wanted.reference, ours[1] if ours else None),
    }
    for name, (own, theirs) in pairs.items():
        if own != theirs:
            yield f"{name} is {str(theirs)[:60]}, ours is {own}"
