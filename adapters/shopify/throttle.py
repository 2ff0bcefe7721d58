"""How much may be asked of a store now: Shopify gives each app a bucket of points that fills at a steady rate.

The rule kept here: after the first answer no question is sent that the bucket does not hold, and nothing waits longer
than until it does. What a question costs is learnt from the store's own answers; an unknown one is taken for the
dearest that there is.
"""

import threading
import time
from collections.abc import Callable

import msgspec

SHORTEST = 0.01  # seconds to wait, or the last hundredth of a point is waited for in ever smaller steps
DEAREST = 1000.0  # points; Shopify refuses a single question above


class ThrottleStatus(msgspec.Struct, frozen=True, rename="camel"):
    maximum_available: float
    currently_available: float
    restore_rate: float


class Cost(msgspec.Struct, frozen=True, rename="camel"):
    """What an answer says of its question's price, and of what is left."""

    throttle_status: ThrottleStatus
    requested_query_cost: float | None = None
    actual_query_cost: float | None = None


class Allowance:
    """Of one store. Threads share it: what one has set aside, another does not spend."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._prices: dict[str, float] = {}
        self._told: ThrottleStatus | None = None
        self._told_at = 0.0
        self._aside = 0.0  # for questions on their way

    def set_aside(self, question: str) -> float:
        """Waits until there is enough for the question; the points that are now set aside for it."""
        while True:
            with self._lock:
                price, wait = self._price(question), 0.0
                if self._told is not None:
                    wait = (price - self._available(self._told)) / self._told.restore_rate
                if wait <= 0 or self._told is None:
                    self._aside += price
                    return price
            self._sleep(max(wait, SHORTEST))

    def give_back(self, price: float, question: str, cost: Cost | None) -> None:
        """The question has been answered, or has failed (no cost)."""
        with self._lock:
            self._aside -= price
            if cost is None:
                return
            if cost.requested_query_cost is not None:
                self._prices[question] = cost.requested_query_cost
            if cost.throttle_status.restore_rate > 0:
                self._told, self._told_at = cost.throttle_status, self._clock()

    def _price(self, question: str) -> float:
        price = self._prices.get(question, DEAREST)
        return min(price, self._told.maximum_available) if self._told else price

    def _available(self, told: ThrottleStatus) -> float:
        restored = told.restore_rate * (self._clock() - self._told_at)
        return min(told.maximum_available, told.currently_available + restored) - self._aside
