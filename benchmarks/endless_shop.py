"""A shop with as many orders as one likes, and none of them in memory: `python -m benchmarks.endless_shop ORDERS`.

Each order is made when it is asked for, from its number alone. It knows two questions only: the list of orders by the
time of their change, as the WooCommerce adapter asks it, and the trash, which is empty.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

import uvicorn
from starlette.responses import Response

from benchmarks.places import free_port, history

START = datetime(2020, 1, 1, tzinfo=UTC)
STEP = timedelta(seconds=30)  # from one order to the next
DATES = ("created", "modified", "paid", "completed")
_PAGE = 100
_ID, _CUSTOMER, _MOMENT = 987654321, 987654322, "1999-09-09T09:09:09"


def order(number: int, members: int, pattern: str) -> str:
    """The order of this number, of one of so many members."""
    moment = (START + number * STEP).isoformat()[:19]
    told = pattern.replace(str(_ID), str(number + 1)).replace(str(_CUSTOMER), str(number * 7_919 % members + 1))
    return told.replace(_MOMENT, moment)


def pattern() -> str:
    """An order as a shop writes it, completed and with nothing taken back."""
    orders = (json.loads(told.order) for told in history(50))
    one = next(one for one in orders if one["status"] == "completed" and one["customer_id"] and not one["refunds"])
    dates = {f"date_{what}{zone}": _MOMENT for what in DATES for zone in ("", "_gmt")}
    return json.dumps({**one, "id": _ID, "number": str(_ID), "customer_id": _CUSTOMER, **dates})


class Shop:
    def __init__(self, orders: int) -> None:
        self._orders = orders
        self._pattern = pattern()

    async def __call__(self, scope: dict, receive: object, send: object) -> None:  # type: ignore[type-arg]
        asked = {name: values[-1] for name, values in parse_qs(scope["query_string"].decode()).items()}
        await self._answer(asked)(scope, receive, send)  # type: ignore[arg-type]

    def _answer(self, asked: dict[str, str]) -> Response:
        first = 0
        if after := asked.get("modified_after"):
            first = max((datetime.fromisoformat(after) - START) // STEP + 1, 0)
        total = max(self._orders - first, 0) if asked["status"] == "any" else 0
        first += int(asked.get("offset", 0))
        rows = range(first, min(first + _PAGE, self._orders)) if total else range(0)
        body = f"[{','.join(order(number, max(self._orders // 5, 1), self._pattern) for number in rows)}]"
        headers = {"X-WP-Total": str(total), "X-WP-TotalPages": str(-(-total // _PAGE))}
        return Response(body, media_type="application/json", headers=headers)


def main(orders: int) -> None:
    port = free_port()
    server = uvicorn.Config(Shop(orders), port=port, log_level="error", lifespan="off")
    print(json.dumps({"url": f"http://127.0.0.1:{port}", "consumer_key": "ck", "consumer_secret": "cs"}), flush=True)
    uvicorn.Server(server).run()


if __name__ == "__main__":
    main(int(sys.argv[1]))
