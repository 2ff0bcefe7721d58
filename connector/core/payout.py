"""Payout: points that become money in the store, on a gift card or on the customer's account.

The rule kept here: points stay held until the store says that the money is there. Of money that is taken back, its
share of the points comes back, rounded down as that of goods is, into the lots they came from; never more than were
paid.
"""

from datetime import datetime

from connector.core.effects import GiveCredit, IssueCard, Paying
from connector.core.explain import Step
from connector.core.ledger import Account, Transaction, Wallet
from connector.core.money import Rounding, divide
from connector.core.programme import Into, MoneyOnAccount, MoneyOnCard, Payout, Redemption, Terms
from connector.core.redemption import Redeemed, fulfil, take_back


def paid_into(redemption: Redemption | None, worth: int) -> Payout | None:
    """What points of this worth become that are redeemed; None where it is a coupon, or nothing."""
    match redemption:
        case Redemption(into=Into.GIFT_CARD, valid_days=days):
            return MoneyOnCard(worth, days)
        case Redemption(into=Into.STORE_CREDIT, valid_days=days):
            return MoneyOnAccount(worth, days)
        case _:
            return None


def pay_out(
    redemption: Redeemed,
    what: Payout,
    terms: Terms,
    email: str | None,
    customer: str | None,
    now: datetime,
    expires_at: datetime | None,
) -> Paying:
    """What brings the money into the store."""
    description = f"{redemption.points} points of {terms.name}"
    match what:
        case MoneyOnCard(amount):
            return IssueCard(
                redemption.id, redemption.code, amount, terms.currency, email, customer, expires_at, description
            )
        case MoneyOnAccount(amount):
            if customer is None:
                raise ValueError(f"{redemption.id}: credit without an account")
            return GiveCredit(redemption.id, customer, amount, terms.currency, now, expires_at, description)


def paid(effect: Paying, wallet: Wallet, now: datetime) -> Transaction | None:
    """The money is there: its points are redeemed. None if they are not held any more."""
    if isinstance(effect, IssueCard):
        return fulfil(effect.redemption, wallet, now, "gift card made", "programme")
    return fulfil(effect.redemption, wallet, now, "credit given", "programme")


def taken_back(
    redemption: str,
    amount: int,
    left: int | None,
    wallet: Wallet,
    terms: Terms,
    now: datetime,
    reason: str,
    author: str,
) -> tuple[Transaction, ...]:
    """Of `amount` so much was left when the money was taken back; None: it had never come to be."""
    left = amount if left is None else min(left, amount)
    transactions: list[Transaction] = []
    if left < amount and (spent := fulfil(redemption, wallet, now, "money spent", author)):
        transactions.append(spent)  # the store had made it, and we had not heard
        wallet = wallet.post(spent)
    there = wallet.of_redemption(redemption, Account.HELD) or wallet.of_redemption(redemption, Account.REDEEMED)
    points = divide(sum(there.values()) * left, amount, Rounding.FLOOR)
    step = Step("money_back", {"left": left, "amount": amount, "points": points})
    if back := take_back(redemption, wallet, terms, now, reason, author, points=points, trace=(step,)):
        transactions.append(back)
    return tuple(transactions)
