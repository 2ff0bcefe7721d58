"""Gift cards of the extension WooCommerce Gift Cards, where a store has it: the only way to know is to ask.

The rule kept here: because the code is ours, asking twice is safe; and no answer of a list that moved is taken for
"there is no such card".
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from adapters.woocommerce.client import Client, NoInterface, NotFound, Refused
from adapters.woocommerce.currency import StoreCurrency
from adapters.woocommerce.payloads import Amount, MetaData, decode, metas
from connector.adapter import GiftCard, Misconfigured, Rejected, Retryable
from connector.core.money import to_decimal, to_minor

PATH = "gift-cards"
REFERENCE = "loyalty_redemption"  # the key of our reference in the card's meta data
MISSING = "the extension WooCommerce Gift Cards is not active in this store"
_NOT_CREATED = "woocommerce_gc_rest_api_gift_card_not_created"  # whatever the reason: the words are in any language


class CardPayload(msgspec.Struct, frozen=True):
    id: int
    code: str
    balance: Amount
    remaining: Amount
    currency: str
    is_active: str
    expire_date: str | int = 0
    meta_data: MetaData = []


class AccountPayload(msgspec.Struct, frozen=True):
    email: str | None = None


class WooGiftCards:
    """The gift_cards facet."""

    def __init__(self, client: Client, now: Callable[[], datetime]) -> None:
        self._client = client
        self._now = now
        self._currency = StoreCurrency(client)

    def spelt(self, code: str) -> str:
        return "-".join(code[start : start + 4] for start in range(0, len(code), 4))

    def issue(self, card: GiftCard) -> None:
        what = f"Gift card {card.code}"
        self._currency.require(card.currency, what)
        body = _body(card, self._recipient(card, what))
        try:
            with self._extension():
                made = self._client.post(PATH, body, CardPayload, what)
        except Refused as error:
            if error.code != _NOT_CREATED:
                raise
            found = self._find(card.code)
            if found is None:
                raise
            made = found
        if differences := list(_differences(card, made)):
            raise Rejected(
                f"{what}: the store has this code with other terms: {'; '.join(differences)}. "
                "Delete that gift card in the store, or use another code."
            )
        self._set_end(card.expires_at, made, what)

    def balance(self, code: str) -> int | None:
        found = self._find(code)
        return None if found is None else _left(found)

    def close(self, code: str) -> int | None:
        """The store changes nothing about a card whose time is over, and nobody can pay with it."""
        found = self._find(code)
        if found is None:
            return None
        path, what = f"{PATH}/{found.id}", f"Gift card {code}"
        if found.is_active == "on":
            try:
                found = self._client.put(path, {"is_active": "off"}, CardPayload, what)
            except NotFound:
                return None
            except Refused:
                if not self._is_over(found):
                    raise
                found = self._client.get(path, CardPayload, what)
        return _left(found)

    def _recipient(self, card: GiftCard, what: str) -> str:
        """The extension makes no card without an address. It writes to it only if a day of delivery is named."""
        if card.email:
            return card.email
        if card.customer:
            account = self._client.get(f"customers/{card.customer}", AccountPayload, what)
            if account.email:
                return account.email
        raise Rejected(f"{what}: recipient: a gift card needs an e-mail address, and the member has none.")

    def _set_end(self, wanted: datetime | None, made: CardPayload, what: str) -> None:
        """The store takes a time in its own zone and shows it in UTC: how far it was off tells the zone."""
        if wanted is None:
            return
        asked = wanted = wanted.astimezone(UTC).replace(microsecond=0)
        for _ in range(2):
            there = _end(made)
            if there == wanted:
                return
            asked += wanted - there if there else timedelta()
            body = {"expire_date": _local(asked)}
            made = self._client.put(f"{PATH}/{made.id}", body, CardPayload, what)
        if _end(made) != wanted:
            raise Rejected(f"{what}: expire_date: the store would not take the end of it. Look at its time zone.")

    def _is_over(self, card: CardPayload) -> bool:
        end = _end(card)
        return end is not None and end <= self._now()

    def _find(self, code: str) -> CardPayload | None:
        """The newest first: those that are looked for are mostly new. No list of the extension looks for a code."""
        for raw in self._rows():
            try:
                found = decode(raw, CardPayload, "A gift card")
            except Rejected:  # whatever it is, we did not make it
                continue
            if found.code.casefold() == code.casefold():
                return found
        return None

    def _rows(self) -> Iterator[msgspec.Raw]:
        """All of them. A card that is deleted meanwhile pushes another one out of sight."""
        page, total = 1, 0
        while True:
            with self._extension():
                found = self._client.rows(PATH, page=page, orderby="id", order="desc")
            if found.total < total:
                raise Retryable("Gift cards were deleted in the store while they were read.")
            yield from found.rows
            if page >= found.pages:
                return
            page, total = page + 1, found.total

    @contextmanager
    def _extension(self) -> Iterator[None]:
        """Says what is missing where nothing answers."""
        try:
            yield
        except NoInterface:
            self._client.rows("orders", per_page=1)  # or is there no WooCommerce at all?
            raise Misconfigured(
                f"There are no gift cards to make: {MISSING}. Install and activate it, then try again."
            ) from None


def _body(card: GiftCard, recipient: str) -> dict[str, Any]:
    body: dict[str, Any] = {
        "code": card.code,
        "recipient": recipient,
        "sender": card.description,
        "balance": str(to_decimal(card.amount, card.currency)),
        "currency": card.currency,
        "meta_data": [{"key": REFERENCE, "value": card.reference}],
    }
    return {**body, "expire_date": _local(card.expires_at)} if card.expires_at else body


def _local(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _end(card: CardPayload) -> datetime | None:
    if not isinstance(card.expire_date, str) or not card.expire_date:
        return None
    try:
        return datetime.strptime(card.expire_date, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise Rejected(f"Gift card {card.code}: expire_date: {card.expire_date[:40]!r} is no time.") from None


def _left(card: CardPayload) -> int:
    return to_minor(card.remaining, card.currency)


def _reference(card: CardPayload) -> str | None:
    value = next((meta.value for meta in metas(card.meta_data) if meta.key == REFERENCE), None)
    return value if isinstance(value, str) else None


def _differences(wanted: GiftCard, found: CardPayload) -> Iterator[str]:
    pairs: dict[str, tuple[object, object]] = {
        "balance": (wanted.amount, to_minor(found.balance, wanted.currency)),
        "currency": (wanted.currency, found.currency),
        REFERENCE: (wanted.reference, _reference(found)),
    }
    for name, (ours, theirs) in pairs.items():
        if ours != theirs:
            yield f"{name} is {str(theirs)[:60]}, ours is {ours}"
