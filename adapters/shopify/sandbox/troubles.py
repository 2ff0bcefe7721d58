"""What goes wrong inside the API, to order, while HTTP says that all is well.

The rule kept here: a trouble befalls the fields it names, as often as it says, and then the store is well again.
"""

import threading
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Literal

Trouble = Literal["internal", "internal-after", "throttled"]

RATE_LIMITS = "https://shopify.dev/api/usage/rate-limits"
TOO_DEAR = """Query cost is {0}, which exceeds the single query max cost limit ({1}).

See https://shopify.dev/concepts/about-apis/rate-limits for more information on how the
cost of a query is calculated.

To query larger amounts of data with fewer limits, bulk operations should be used instead.
See https://shopify.dev/tutorials/perform-bulk-operations-with-admin-api for usage details.
"""


@dataclass
class _Ordered:
    trouble: Trouble
    field: str
    times: int | None


class Troubles:
    """internal: the store does not act. internal-after: it acts, and says it failed. throttled: without a reason."""

    def __init__(self) -> None:
        self._ordered: list[_Ordered] = []
        self._lock = threading.Lock()

    def order(self, trouble: Trouble, field: str = "*", times: int | None = 1) -> None:
        with self._lock:
            self._ordered.append(_Ordered(trouble, field, times))

    def clear(self) -> None:
        with self._lock:
            self._ordered.clear()

    def befalls(self, fields: list[str]) -> Trouble | None:
        with self._lock:
            for ordered in self._ordered:
                if any(fnmatchcase(field, ordered.field) for field in fields):
                    if ordered.times is not None:
                        ordered.times -= 1
                        if ordered.times <= 0:
                            self._ordered.remove(ordered)
                    return ordered.trouble
        return None


def internal(number: int) -> dict[str, Any]:
    request = f"sandbox-{number:08}"
    message = "Internal error. Looks like something went wrong on our end.\n"
    message += f"Request ID: {request} (include this in support requests)."
    return {"errors": [{"message": message, "extensions": {"code": "INTERNAL_SERVER_ERROR", "requestId": request}}]}


def throttled(requested: int, status: dict[str, Any]) -> dict[str, Any]:
    error = {"message": "Throttled", "extensions": {"code": "THROTTLED", "documentation": RATE_LIMITS}}
    cost = {"requestedQueryCost": requested, "actualQueryCost": None, "throttleStatus": status}
    return {"errors": [error], "extensions": {"cost": cost}}


def too_dear(cost: int, most: int) -> dict[str, Any]:
    details = {"code": "MAX_COST_EXCEEDED", "cost": cost, "maxCost": most, "documentation": RATE_LIMITS}
    return {"errors": [{"message": TOO_DEAR.format(cost, most), "extensions": details}]}
