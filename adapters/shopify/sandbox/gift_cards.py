"""Gift cards: made, looked up, credited, debited and deactivated.

The rule kept here: a code is unique in the store, whatever its case and even after its card was deactivated, and is
shown once, by the mutation that made the card.
"""

import random
import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from . import money, times
from .paging import LISTED, Listed
from .resolving import Ask, answers, resolves
from .rewards import GiftCard, GiftTransaction, Recipient
from .root_fields import listing, single
from .shop import Shop, gid, parsed
from .user_errors import UserError, mutation

ISSUE_LIMIT = Decimal(3000)
SHORTEST, LONGEST = 8, 20
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
MASK = "•••• •••• ••••"


@mutation("giftCardCreate")
def create(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    shop, told = ask.shop, args["input"]
    field, amount, currency = _initial(shop, told)
    customer_id = _customer(shop, told.get("customerId"))
    code = told.get("code")
    _check_code(shop, code)
    if amount <= 0:
        raise UserError(["input", field], "must be greater than 0", "GREATER_THAN")
    if amount > ISSUE_LIMIT:
        limit = f"can't exceed ${ISSUE_LIMIT:,.2f} {currency}"
        raise UserError(["input", field], limit, "GIFT_CARD_LIMIT_EXCEEDED")
    now, number = shop.now(), shop.next_id("GiftCard")
    card = GiftCard(
        number,
        (code or _new_code(shop, number)).lower(),
        amount,
        currency,
        now,
        now,
        note=told.get("note"),
        customer_id=customer_id,
        expires_on=date.fromisoformat(told["expiresOn"]) if told.get("expiresOn") else None,
        strategy=told.get("crossCurrencyRedemptionStrategy") or "MARKET_FX",
        template_suffix=told.get("templateSuffix"),
        recipient=_recipient(told),
    )
    shop.books.gift_cards[number] = card
    return {"giftCard": card, "giftCardCode": card.code}


@mutation("giftCardUpdate")
def update(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    card, told = _find(ask, args["id"]), args["input"]
    if "customerId" in told:
        card.customer_id = _customer(ask.shop, told["customerId"])
    if "note" in told:
        card.note = told["note"]
    if "expiresOn" in told:
        card.expires_on = date.fromisoformat(told["expiresOn"]) if told["expiresOn"] else None
    if "templateSuffix" in told:
        card.template_suffix = told["templateSuffix"]
    if "recipientAttributes" in told:
        card.recipient = _recipient(told)
    card.updated_at = ask.shop.now()
    return {"giftCard": card}


@mutation("giftCardCredit")
def credit(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    return {"giftCardCreditTransaction": _book(ask, args, "credit")}


@mutation("giftCardDebit")
def debit(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    return {"giftCardDebitTransaction": _book(ask, args, "debit")}


@mutation("giftCardDeactivate")
def deactivate(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    card = _find(ask, args["id"])
    card.deactivated_at = card.deactivated_at or ask.shop.now()
    card.updated_at = ask.shop.now()
    return {"giftCard": card}


def spend(shop: Shop, card: GiftCard, amount: Decimal) -> None:
    """Somebody pays with it."""
    number = shop.next_id("GiftCardTransaction")
    card.history.append(GiftTransaction("GiftCardDebitTransaction", number, -amount, shop.now()))
    card.updated_at = shop.now()


def receipt(card: GiftCard) -> dict[str, int | str]:
    """What a payment tells of the card."""
    return {"gift_card_id": card.id, "gift_card_last_characters": card.code[-4:]}


def by_code(shop: Shop, code: str) -> GiftCard | None:
    wanted = code.casefold()
    return next((card for card in shop.books.gift_cards.values() if card.code.casefold() == wanted), None)


def redeemable(shop: Shop, card: GiftCard) -> bool:
    return card.deactivated_at is None and not _expired(shop, card)


def _expired(shop: Shop, card: GiftCard) -> bool:
    return card.expires_on is not None and card.expires_on < shop.now().date()


def _book(ask: Ask, args: dict[str, Any], side: str) -> dict[str, Any]:
    card, told = _find(ask, args["id"]), args[f"{side}Input"]
    if card.deactivated_at:
        raise UserError(["id"], "The gift card is deactivated.", "INVALID")
    if _expired(ask.shop, card):
        raise UserError(["id"], "The gift card has expired.", "INVALID")
    where, given = [f"{side}Input", f"{side}Amount"], told[f"{side}Amount"]
    amount = Decimal(given["amount"])
    if given["currencyCode"] != card.currency:
        message = "The currency provided does not match the currency of the gift card."
        raise UserError([*where, "currencyCode"], message, "MISMATCHING_CURRENCY")
    at = _moment(ask.shop, told.get("processedAt"), f"{side}Input")
    if amount <= 0:
        message = f"A positive amount must be used to {side} a gift card."
        raise UserError([*where, "amount"], message, "NEGATIVE_OR_ZERO_AMOUNT")
    if side == "debit" and amount > card.balance:
        message = "The gift card does not have sufficient funds to satisfy the request."
        raise UserError([*where, "amount"], message, "INSUFFICIENT_FUNDS")
    kind = f"GiftCard{side.title()}Transaction"
    number = ask.shop.next_id("GiftCardTransaction")
    made = GiftTransaction(kind, number, amount if side == "credit" else -amount, at, told.get("note"))
    card.history.append(made)
    card.updated_at = ask.shop.now()
    return _shown(card, made)


def _moment(shop: Shop, told: str | None, field: str) -> datetime:
    if told is None:
        return shop.now()
    at = times.parse(told)
    if at > shop.now():
        raise UserError([field, "processedAt"], "The processed date must not be in the future.", "INVALID")
    if at < datetime.fromtimestamp(0, UTC):
        raise UserError([field, "processedAt"], "A valid processed date must be used.", "INVALID")
    return at


def _initial(shop: Shop, told: dict[str, Any]) -> tuple[str, Decimal, str]:
    if given := told.get("initialAmount"):
        return "initialAmount", Decimal(given["amount"]), given["currencyCode"]
    return "initialValue", Decimal(told.get("initialValue") or 0), shop.terms.currency


def _customer(shop: Shop, text: str | None) -> int | None:
    found = parsed(text) if text else None
    if text and (found is None or found[1] not in shop.books.customers):
        raise UserError(["input", "customerId"], "The customer could not be found.", "CUSTOMER_NOT_FOUND")
    return found[1] if found else None


def _recipient(told: dict[str, Any]) -> Recipient | None:
    given = told.get("recipientAttributes")
    found = parsed(given["id"]) if given else None
    if given is None or found is None:
        return None
    return Recipient(found[1], given.get("preferredName"), given.get("message"))


def _check_code(shop: Shop, code: str | None) -> None:
    if code is None:
        return
    if len(code) < SHORTEST:
        raise UserError(["input", "code"], f"Code must be at least {SHORTEST} characters long", "TOO_SHORT")
    if len(code) > LONGEST:
        raise UserError(["input", "code"], f"Code must be at most {LONGEST} characters long", "TOO_LONG")
    if not re.fullmatch(r"[A-Za-z0-9]+", code):
        raise UserError(["input", "code"], "Code can only contain letters(a-z) and numbers(0-9)", "INVALID")
    if by_code(shop, code):
        raise UserError(["input", "code"], "Code has already been taken")


def _new_code(shop: Shop, number: int) -> str:
    made = random.Random(number)  # noqa: S311 it must be predictable
    while by_code(shop, code := "".join(made.choices(ALPHABET, k=16))):
        pass
    return code


def _find(ask: Ask, text: str) -> GiftCard:
    found = parsed(text)
    card = ask.shop.books.gift_cards.get(found[1]) if found else None
    if card is None:
        raise UserError(["id"], "The gift card could not be found.", "GIFT_CARD_NOT_FOUND")
    return card


def _shown(card: GiftCard, made: GiftTransaction) -> dict[str, Any]:
    return {
        "__typename": made.KIND,
        "id": gid(made.KIND, made.id),
        "amount": money.money(made.amount, card.currency),
        "note": made.note,
        "processedAt": made.processed_at,
        "giftCard": card,
    }


listing("giftCards", "GiftCard", lambda ask: list(ask.shop.books.gift_cards.values()))
single("giftCard")
answers(
    "GiftCard",
    {
        "balance": lambda c: money.money(c.balance, c.currency),
        "initialValue": lambda c: money.money(c.initial, c.currency),
        "enabled": lambda c: c.deactivated_at is None,
        "expiresOn": lambda c: c.expires_on.isoformat() if c.expires_on else None,
        "lastCharacters": lambda c: c.code[-4:].lower(),
        "maskedCode": lambda c: f"{MASK} {c.code[-4:].lower()}",
        "crossCurrencyRedemptionStrategy": lambda c: c.strategy,
        "transactions": lambda c: [_shown(c, made) for made in c.history],
    },
)


@resolves("GiftCard", "customer")
def card_customer(ask: Ask, card: GiftCard, args: dict[str, Any]) -> Any:
    return ask.shop.books.customers.get(card.customer_id or 0)


@resolves("GiftCard", "recipientAttributes")
def card_recipient(ask: Ask, card: GiftCard, args: dict[str, Any]) -> Any:
    if card.recipient is None:
        return None
    return {
        "recipient": ask.shop.books.customers.get(card.recipient.customer_id),
        "preferredName": card.recipient.preferred_name,
        "message": card.recipient.message,
    }


@resolves("GiftCard", "isRedeemable")
def card_redeemable(ask: Ask, card: GiftCard, args: dict[str, Any]) -> Any:
    return redeemable(ask.shop, card) and card.balance > 0


@resolves("QueryRoot", "giftCardConfiguration")
def configuration(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    currency = ask.shop.terms.currency
    return {"issueLimit": money.money(ISSUE_LIMIT, currency), "purchaseLimit": money.money(Decimal(14000), currency)}


def _balance_status(shop: Shop, card: GiftCard) -> list[str]:
    if not card.balance:
        return ["empty"]
    return ["full"] if card.balance == card.initial else ["partial", "full_or_partial"]


LISTED["GiftCard"] = Listed(
    search={
        "": lambda shop, c: [c.code, c.code[-4:]],
        "id": lambda shop, c: c.id,
        "status": lambda shop, c: "enabled" if c.deactivated_at is None else "disabled",
        "balance_status": _balance_status,
        "customer_id": lambda shop, c: c.customer_id,
        "recipient_id": lambda shop, c: c.recipient and c.recipient.customer_id,
        "source": lambda shop, c: "api_client",
        "created_at": lambda shop, c: c.created_at,
        "expires_on": lambda shop, c: c.expires_on and datetime.combine(c.expires_on, datetime.min.time(), UTC),
        "initial_value": lambda shop, c: c.initial,
    },
    sorts={
        "CREATED_AT": lambda shop, c: c.created_at,
        "UPDATED_AT": lambda shop, c: c.updated_at,
        "DISABLED_AT": lambda shop, c: c.deactivated_at,
        "BALANCE": lambda shop, c: c.balance,
    },
)
