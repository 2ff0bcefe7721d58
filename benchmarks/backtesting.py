"""How fast a programme is tried on a history: `python benchmarks/backtesting.py [ORDERS]`.

The history is made up: a fifth as many members as orders, two lines each, every tenth with a refund. Both programmes
have tiers, and points that lapse.
"""

import resource
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from connector.core.backtesting import Assumed
from connector.core.commerce import Buyer, Line, Order, Refund, RefundLine, Stage
from connector.core.earning import evaluate
from connector.core.programme import Expiry, ExpiryPolicy, Redemption, SpendRule, Terms, Tier, TierBy, Tiers
from connector.db import members, migrate, orders
from connector.db.engine import Database
from connector.db.orders import SettledOrder
from connector.programme import parse_programme
from connector.usecases.backtest import backtest
from connector.usecases.stores import enlist, the_store

START = datetime(2024, 1, 1, tzinfo=UTC)
PROGRAMME = "programme: club\ncurrency: EUR\ntimezone: Europe/Berlin\nearn: [{points: 1, per: 1.00}]\n"
BEFORE = Terms(
    "club",
    "EUR",
    "Europe/Berlin",
    (SpendRule(1, 100),),
    redemption=Redemption(100, 500),
    expiry=Expiry(ExpiryPolicy.PER_LOT, 12),
    tiers=Tiers(TierBy.SPEND, (Tier("Silver", 20_000, Fraction(3, 2)), Tier("Gold", 50_000, Fraction(2)))),
)
AFTER = replace(BEFORE, earning=(SpendRule(2, 100),), expiry=Expiry(ExpiryPolicy.PER_LOT, 6))


def history(count: int) -> list[Order]:
    """Completed orders over two years."""
    made = []
    for number in range(count):
        at = START + timedelta(seconds=number * 63_072_000 // count)
        price = 2_000 + number * 7_919 % 9_000
        lines = tuple(Line(str(n), f"p{n}", "Goods", Decimal(1), price, 400, price, 400) for n in (1, 2))
        part = RefundLine("1", Decimal(1), price, 400)
        refunds = (Refund("r", at + timedelta(days=9), price + 400, (part,)),) if number % 10 == 0 else ()
        buyer = Buyer(str(number * 7_919 % max(count // 5, 1)), None)
        total = sum(line.paid for line in lines)
        made.append(
            Order(
                *(str(number), str(number), "completed", Stage.COMPLETED, at, at, at, "EUR", buyer, total, 800, lines),
                refunds=refunds,
                paid_at=at,
                completed_at=at,
            )
        )
    return made


def fill(database: Database, count: int) -> None:
    row = enlist(database, "shop", parse_programme(PROGRAMME, "club"), "benchmark", START)
    told = history(count)
    with database.write() as connection:
        buyers = {one.buyer.customer_id: one.buyer for one in told if one.buyer.customer_id}
        known = members.enrol(connection, row.programme_id, row.id, buyers, START)
        settled = (
            SettledOrder(one, "-", known[one.buyer.customer_id or ""], None, evaluate(one, BEFORE), 0, 0)
            for one in told
        )
        orders.save(connection, row.id, settled, {}, START)


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        database = Database(f"sqlite:///{Path(name) / 'books.db'}")
        migrate.upgrade(database)
        fill(database, count)
        filled = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started, worked = time.perf_counter(), time.process_time()
        made = backtest(database, the_store(database, None), BEFORE, AFTER, Assumed(START, START + timedelta(days=800)))
        took, worked = time.perf_counter() - started, time.process_time() - worked
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - filled
        more = f"{grown / 1024:.0f} MB more than to fill"
        print(f"{made.orders} orders of {made.members} members: {took:.1f} s, {worked:.1f} of them at work, {more}")
        print(f"issued {made.before.whole.issued} and {made.after.whole.issued}, won {made.won}, lost {made.lost}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
