"""The merchant's endpoints: what their own systems say of products (C13).

The rule kept here: nobody is answered without a key that holds, and it opens the programme it was made for alone. What
is wrong with any row is told with its number, and then nothing has changed.
"""

from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import structlog
from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from connector import bootstrap
from connector.bootstrap import Connector
from connector.core.product_terms import ProductRow, Scope
from connector.db.engine import DatabaseTrouble
from connector.db.merchant_keys import MerchantKey
from connector.usecases import products
from connector.usecases.bulk import ImportRefused
from connector.usecases.look import NoSuchThing
from connector.usecases.merchant_keys import holder
from connector.usecases.product_sheet import of_rows
from connector.usecases.sheet import BadRows, Sheet
from connector.web.answering import TurnedAway, as_json, at_a_desk, bearer, read_in_time, turned_away
from connector.web.metrics import Metrics

LIMIT = 4 * 1024 * 1024  # bytes of a question
MOST_ROWS = 20_000  # of one question, which is one commit
_LARGEST = 2**31 - 1  # number of an import, as the table has it
DESKS = 2  # questions that are worked on at once

log = structlog.get_logger()

Json = dict[str, Any]


class PutProducts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be said of products, for orders placed from a day on (None: from now)."""

    rows: list[Any]
    since: date | None = msgspec.field(default=None, name="from")
    dry_run: bool = False


class Asking(msgspec.Struct, frozen=True):
    """A question of a merchant's system."""

    key: MerchantKey
    query: QueryParams
    number: int
    body: bytes

    @property
    def author(self) -> str:
        return f"key {self.key.id}: {self.key.name}"


Answer = Callable[[Asking], Json]


class MerchantEndpoints:
    """Answers /merchant/…"""

    def __init__(self, connector: Connector, metrics: Metrics) -> None:
        self._connector = connector
        self._database = connector.database
        self._metrics = metrics
        self._desks = ThreadPoolExecutor(DESKS, "merchant")  # of their own: a long import blocks no shopper

    def routes(self) -> list[Route]:
        here = "/merchant/products"
        return [
            Route(here, self._endpoint(self._list), methods=["GET"]),
            Route(here, self._endpoint(self._put), methods=["PUT"]),
            Route(here, self._endpoint(self._delete), methods=["DELETE"]),
            Route(f"{here}/imports/{{number:int}}/undo", self._endpoint(self._undo), methods=["POST"]),
        ]

    def _endpoint(self, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            try:
                key = await self._at_a_desk(self._holder, bearer(request))
                body = await read_in_time(request, LIMIT)
                asking = Asking(key, request.query_params, request.path_params.get("number", 0), body)
                said = await self._at_a_desk(self._answered, answer, asking)
            except TurnedAway as away:
                self._metrics.merchant_refused.labels(away.reason).inc()
                return turned_away(away)
            except BadRows as bad:
                self._metrics.merchant_refused.labels("bad_rows").inc()
                return as_json({"code": "bad_rows", "faults": _faults(bad)}, 422)
            return as_json(said)

        return endpoint

    async def _at_a_desk(self, work: Callable[..., Any], *of: object) -> Any:
        return await at_a_desk(self._desks, work, *of)

    def _holder(self, token: str) -> MerchantKey:
        try:
            key = holder(self._database, token)
        except DatabaseTrouble as trouble:
            raise _unavailable(trouble) from None
        if key is None:
            raise TurnedAway(401, "bad_key")
        return key

    def _answered(self, answer: Answer, asking: Asking) -> Json:
        try:
            return answer(asking)
        except NoSuchThing:
            raise TurnedAway(404, "unknown_import") from None
        except ImportRefused as refused:
            raise TurnedAway(409, "refused", str(refused)) from None
        except DatabaseTrouble as trouble:
            raise _unavailable(trouble) from None

    def _list(self, asking: Asking) -> Json:
        at = _moment(asking.query.get("at"))
        found = products.products_in_force(self._database, asking.key.programme_id, at)
        return {"programme": asking.key.programme, "at": at, "rows": [_row(row) for row in found]}

    def _put(self, asking: Asking) -> Json:
        try:
            told = msgspec.json.decode(asking.body, type=PutProducts)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:  # a ValidationError is one of them
            raise TurnedAway(400, "bad_question", str(error)) from None
        return self._import(asking, told.rows, of_rows, since=told.since, dry_run=told.dry_run)

    def _delete(self, asking: Asking) -> Json:
        def sheet(selectors: list[str]) -> Sheet:
            return products.taking_away(self._database, asking.key.programme_id, selectors, bootstrap.now())

        dry_run = asking.query.get("dry_run", "false")
        if dry_run not in ("true", "false"):
            raise TurnedAway(400, "bad_question", "dry_run is true or false")
        since = _day(asking.query.get("from"))
        return self._import(asking, asking.query.getlist("selector"), sheet, since=since, dry_run=dry_run == "true")

    def _import(
        self, asking: Asking, told: list[Any], sheet: Callable[[list[Any]], Sheet], *, since: date | None, dry_run: bool
    ) -> Json:
        if not 0 < len(told) <= MOST_ROWS:
            raise TurnedAway(400, "bad_question", f"say 1 to {MOST_ROWS} rows, not {len(told)}")
        stores, programme_id = list(self._connector.stores.values()), asking.key.programme_id
        read, now = sheet(told), bootstrap.now()
        if dry_run:
            made = products.rehearse_products(self._database, stores, programme_id, read, since=since, now=now)
        else:
            made = products.import_products(
                self._database,
                stores,
                programme_id,
                read,
                since=since,
                author=asking.author,
                now=now,
                watch=_nobody_watches,
            )
        about = asdict(made)
        return {"import": about.pop("number"), **about}

    def _undo(self, asking: Asking) -> Json:
        if asking.number > _LARGEST:
            raise TurnedAway(404, "unknown_import")
        undone = products.undo_products(
            self._database,
            asking.number,
            author=asking.author,
            now=bootstrap.now(),
            watch=_nobody_watches,
            programme_id=asking.key.programme_id,
        )
        return {"import": undone.number, "orders": undone.orders}


def _nobody_watches(orders: int) -> None:
    pass


def _unavailable(trouble: DatabaseTrouble) -> TurnedAway:
    log.error("a merchant's system could not be answered", trouble=str(trouble))
    return TurnedAway(503, "unavailable")


def _faults(bad: BadRows) -> list[Json]:
    return [
        {"row": one.line, "column": ".".join(map(str, one.path)) or None, "problem": one.message, "mend": one.hint}
        for one in bad.faults
    ]


def _row(row: ProductRow) -> Json:
    selector = f"category:{row.name}" if row.scope is Scope.CATEGORY else row.name
    figures = {"points": row.points, "price_points": row.price_points, "buyable": row.buyable}
    return {"selector": selector, **figures, "from": row.from_at, "import": row.number}


def _moment(text: str | None) -> datetime:
    if text is None:
        return bootstrap.now()
    try:
        at = datetime.fromisoformat(text)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise TurnedAway(400, "bad_question", f"at: {text!r} is not a time such as 2026-01-31T12:00Z") from None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError:
        raise TurnedAway(400, "bad_question", f"from: {text!r} is not a day such as 2026-01-31") from None
