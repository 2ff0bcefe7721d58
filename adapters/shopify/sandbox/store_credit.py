"""Store credit: an account for each customer and currency, credited, debited, and what is on it.

The rule kept here: a transaction has no note and no reference; what was credited to expire is gone when it has.
"""

from decimal import Decimal
from typing import Any

from . import money, times
from .records import ZERO, Customer
from .resolving import Ask, answers, resolves
from .rewards import CreditAccount, CreditTransaction
from .root_fields import single
from .shop import Shop, gid, parsed
from .user_errors import UserError, mutation

MOST = Decimal(15000)


@mutation("storeCreditAccountCredit")
def credit(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    told = args["creditInput"]
    amount, currency = _amount(told["creditAmount"])
    where = ["creditInput", "creditAmount"]
    account = _account(ask.shop, args["id"], currency, where, opening=amount > 0)
    if amount <= 0:
        message = "A positive amount must be used to credit a store credit account"
        raise UserError([*where, "amount"], message, "NEGATIVE_OR_ZERO_AMOUNT")
    expires = times.parse(told["expiresAt"]) if told.get("expiresAt") else None
    if expires and expires <= ask.shop.now():
        raise UserError(["creditInput", "expiresAt"], "The expiry date must be in the future", "EXPIRES_AT_IN_PAST")
    if account.balance + amount > MOST:
        message = "The operation would cause the account's credit limit to be exceeded"
        raise UserError([*where, "amount"], message, "CREDIT_LIMIT_EXCEEDED")
    made = book(ask.shop, account, amount)
    made.expires_at = expires
    return {"storeCreditAccountTransaction": _shown(account, made)}


@mutation("storeCreditAccountDebit")
def debit(ask: Ask, args: dict[str, Any]) -> dict[str, Any]:
    amount, currency = _amount(args["debitInput"]["debitAmount"])
    where = ["debitInput", "debitAmount"]
    account = _account(ask.shop, args["id"], currency, where, opening=False)
    if amount <= 0:
        message = "A positive amount must be used to debit a store credit account"
        raise UserError([*where, "amount"], message, "NEGATIVE_OR_ZERO_AMOUNT")
    if amount > account.balance:
        message = "The store credit account does not have sufficient funds to satisfy the request"
        raise UserError([*where, "amount"], message, "INSUFFICIENT_FUNDS")
    return {"storeCreditAccountTransaction": _shown(account, book(ask.shop, account, -amount))}


def book(shop: Shop, account: CreditAccount, amount: Decimal, event: str = "ADJUSTMENT") -> CreditTransaction:
    kind = "StoreCreditAccountCreditTransaction" if amount > 0 else "StoreCreditAccountDebitTransaction"
    number = shop.next_id("StoreCreditAccountTransaction")
    made = CreditTransaction(kind, number, amount, account.balance + amount, shop.now(), event)
    account.history.append(made)
    return made


def account_of(shop: Shop, customer_id: int, currency: str) -> CreditAccount | None:
    accounts = shop.books.credit_accounts.values()
    found = (one for one in accounts if one.customer_id == customer_id and one.currency == currency)
    return next(found, None)


def opened(shop: Shop, customer_id: int, currency: str) -> CreditAccount:
    """The customer's account in that currency, made where there is none."""
    found = account_of(shop, customer_id, currency)
    if found is None:
        found = CreditAccount(shop.next_id("StoreCreditAccount"), customer_id, currency)
        shop.books.credit_accounts[found.id] = found
    return found


def expire(shop: Shop) -> None:
    """Takes away what was to be spent by now and was not; the oldest credit is spent first."""
    for account in shop.books.credit_accounts.values():
        for made in list(account.history):
            if made.expires_at and made.expires_at <= shop.now():
                later = sum((m.amount for m in account.history if m.id > made.id and m.amount > 0), ZERO)
                left = min(made.amount, max(ZERO, account.balance - later))
                made.expires_at = None
                if left:
                    book(shop, account, -left, "CREDIT_EXPIRATION")


def _account(shop: Shop, text: str, currency: str, where: list[str], *, opening: bool) -> CreditAccount:
    kind, number = parsed(text) or ("", 0)
    if kind == "StoreCreditAccount":
        found = shop.books.credit_accounts.get(number)
        if found is None:
            raise UserError(["id"], "The store credit account could not be found", "ACCOUNT_NOT_FOUND")
        if found.currency != currency:
            message = "The currency provided does not match the currency of the store credit account"
            raise UserError([*where, "currencyCode"], message, "MISMATCHING_CURRENCY")
        return found
    if kind != "Customer" or number not in shop.books.customers:
        raise UserError(["id"], "The owner could not be found", "OWNER_NOT_FOUND")
    return (
        opened(shop, number, currency)
        if opening
        else (account_of(shop, number, currency) or CreditAccount(0, number, currency))
    )


def _amount(told: dict[str, Any]) -> tuple[Decimal, str]:
    return Decimal(told["amount"]), told["currencyCode"]


def _shown(account: CreditAccount, made: CreditTransaction) -> dict[str, Any]:
    return {
        "__typename": made.KIND,
        "id": gid(made.KIND, made.id),
        "account": account,
        "amount": money.money(made.amount, account.currency),
        "balanceAfterTransaction": money.money(made.balance_after, account.currency),
        "createdAt": made.created_at,
        "event": made.event,
        "origin": None,
        "expiresAt": made.expires_at,
        "remainingAmount": money.money(max(made.amount, ZERO), account.currency),
    }


single("storeCreditAccount")
answers(
    "StoreCreditAccount",
    {
        "balance": lambda a: money.money(a.balance, a.currency),
        "transactions": lambda a: [_shown(a, made) for made in a.history],
    },
)


@resolves("StoreCreditAccount", "owner")
def account_owner(ask: Ask, account: CreditAccount, args: dict[str, Any]) -> Any:
    return ask.shop.books.customers.get(account.customer_id)


@resolves("Customer", "storeCreditAccounts")
def customer_accounts(ask: Ask, customer: Customer, args: dict[str, Any]) -> Any:
    expire(ask.shop)
    return [account for account in ask.shop.books.credit_accounts.values() if account.customer_id == customer.id]


@resolves("QueryRoot", "storeCreditConfiguration")
def configuration(ask: Ask, source: Any, args: dict[str, Any]) -> Any:
    return {"storeCreditEnabled": ask.shop.terms.store_credit}
