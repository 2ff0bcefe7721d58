"""Small builders: a test names what matters to it, and gets the rest of an order, of terms, of a wallet as usual."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from connector.core.commerce import (
    Buyer,
    Charge,
    ChargeKind,
    CouponUse,
    Line,
    Order,
    Refund,
    RefundLine,
    Stage,
)
from connector.core.ledger import Account, Kind, Lot, Posting, Transaction, Wallet
from connector.core.programme import Expiry, ExpiryPolicy, Redemption, SpendRule, Terms

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANNA = Buyer("7", "anna@example.org", "Anna")
BERT = Buyer("8", "bert@example.org", "Bert")
GUEST = Buyer(None, "guest@example.org", "Guest")

A, K = Account, Kind


def at(days: float, hours: float = 0) -> datetime:
    """A moment so long after NOW."""
    return NOW + timedelta(days=days, hours=hours)


def some_terms(**changes: Any) -> Terms:
    """1 point for each full euro once completed; 100 points are 5 euros; nothing expires."""
    usual = Terms("club", "EUR", "Europe/Berlin", (SpendRule(1, 100),), redemption=Redemption(100, 500))
    return replace(usual, **changes)


def living(months: int, grace_days: int = 14) -> Expiry:
    return Expiry(ExpiryPolicy.PER_LOT, months, grace_days)


def a_line(total: int = 10_000, tax: int = 0, **changes: Any) -> Line:
    """One piece of goods for `total` without tax."""
    usual = Line("1", "p1", "Teapot", Decimal(1), total, tax, total, tax)
    return replace(usual, **changes)


def a_charge(total: int, tax: int = 0, kind: ChargeKind = ChargeKind.SHIPPING, **changes: Any) -> Charge:
    return replace(Charge(f"c-{kind}", kind, kind.value.title(), total, tax), **changes)


def a_refund(amount: int, *lines: RefundLine, id: str = "r1", refunded_at: datetime = NOW) -> Refund:
    return Refund(id, refunded_at, amount, lines)


def a_part(amount: int, item: str = "1", tax: int = 0, quantity: int = 0) -> RefundLine:
    return RefundLine(item, Decimal(quantity), amount, tax)


def an_order(*lines: Line, id: str = "1", **changes: Any) -> Order:
    """Anna's completed order of one teapot for 100.00, placed at NOW. A total that is not named is the sum."""
    lines = lines or (a_line(),)
    charges: tuple[Charge, ...] = changes.get("charges", ())
    stage: Stage = changes.get("stage", Stage.COMPLETED)
    placed: datetime = changes.get("placed_at", NOW)
    modified: datetime = changes.get("modified_at", placed)
    usual = Order(
        id=id,
        number=id,
        status=stage.value,
        stage=stage,
        placed_at=placed,
        modified_at=modified,
        observed_at=modified,
        currency="EUR",
        buyer=ANNA,
        total=sum(line.paid for line in lines) + sum(charge.total + charge.total_tax for charge in charges),
        total_tax=sum(line.total_tax for line in lines) + sum(charge.total_tax for charge in charges),
        lines=lines,
        paid_at=placed,
        completed_at=placed if stage is Stage.COMPLETED else None,
    )
    return replace(usual, **changes)


def with_code(order: Order, code: str, discount: int = 500) -> Order:
    return replace(order, coupons=(CouponUse(code, discount),))


def a_lot(key: str = "lot", order: str | None = None, **times: datetime | None) -> Lot:
    """Earned and ripe at NOW; never lapses."""
    return replace(Lot(key, NOW, NOW, None, order), **times)


def move(kind: Kind, *postings: tuple[str, Account, Account, int], key: str = "", **changes: Any) -> Transaction:
    """A transaction of any kind with any postings: legal or not is for the wallet to say."""
    usual = Transaction(kind, key or f"{kind}-1", NOW, tuple(Posting(*posting) for posting in postings), "test")
    return replace(usual, **changes)


def earn(lot: Lot, points: int) -> Transaction:
    return move(K.EARN, (lot.key, A.ISSUED, A.PENDING, points), key=f"earn:{lot.key}", lots=(lot,), order=lot.order)


def vest(lot: Lot, points: int) -> Transaction:
    return move(K.VEST, (lot.key, A.PENDING, A.AVAILABLE, points), key=f"vest:{lot.key}")


def a_wallet(*lots: tuple[Lot, int]) -> Wallet:
    """Available points in these lots."""
    return Wallet().post_all(entry for lot, points in lots for entry in (earn(lot, points), vest(lot, points)))
