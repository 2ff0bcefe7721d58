"""Codes of equal worth as one discount with many codes, so that the shop's list of discounts stays short.

The rule kept here: a pool is told by its tags, one of which is made of all that its codes are worth; a discount that
somebody changed is no pool of ours any more. A pool ends with the month in which its codes end; each code is taken out
by us when its own time is over. Shopify adds and removes codes in the background, so we look until it is done.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from adapters.shopify.client import Client
from adapters.shopify.discounts import Discounts, Node, Terms, differences_of, titled
from adapters.shopify.payloads import Named, Nodes, Thing
from adapters.shopify.refusals import UserError, require
from connector.adapter import IssuedCode, Rejected, Retryable

POOL = "loyalty-pool"
PAGE = 250
LOOKS, BETWEEN = 20, 0.5  # how often we look whether Shopify is done, and the seconds between
_TAKEN = "must be unique"
_LATER = timedelta(seconds=10)


class _Code(Named, frozen=True):
    code: str
    async_usage_count: int = 0


class _Holder(Thing, frozen=True):
    codes: Nodes[_Code] = Nodes([])


class _Pool(Thing, frozen=True):
    code_discount: _Holder


class _Codes(Thing, frozen=True):
    code_discount_node: _Pool | None


class _Pools(Thing, frozen=True):
    discount_nodes: Nodes[Named]


class _Error(Thing, frozen=True):
    message: str


class _New(Thing, frozen=True):
    errors: list[_Error]


class _Creation(Named, frozen=True):
    done: bool = False
    codes: Nodes[_New] = Nodes([])


class _Job(Named, frozen=True):
    done: bool


class _Change(Thing, frozen=True):
    bulk_creation: _Creation | None = None
    job: _Job | None = None
    user_errors: tuple[UserError, ...] = ()


class _Changed(Thing, frozen=True):
    made: _Change


class _Added(Thing, frozen=True):
    discount_redeem_code_bulk_creation: _Creation | None


class _Looked(Thing, frozen=True):
    job: _Job | None


class Pools:
    """The pools of one store."""

    def __init__(self, client: Client, sleep: Callable[[float], None]) -> None:
        self._client = client
        self._discounts = Discounts(client)
        self._sleep = sleep

    def issue(self, terms: Terms, what: str) -> None:
        """Idempotent by code. Raises Rejected where the store has the code with other terms."""
        terms = _pooled(terms)
        there = self._discounts.find(terms.code)
        pool = there or self._of(terms)
        if pool is None:
            self._discounts.ensure(terms, what)
        elif there is None:
            self._add(pool, terms, what)
        else:
            self._discounts.compare(terms, there, f"{what}: the store has this code with other terms")

    def remove(self, pool: Node, code: str, what: str, *, unused: bool = False) -> bool:
        """Take the code out; with `unused` only if nobody has used it. False: somebody has, and it is there still."""
        found = self._client.run("PoolCodes", _Codes, id=pool.id, first=5, after=None, query=quoted(code))
        held = found.code_discount_node.code_discount.codes.nodes if found.code_discount_node else []
        mine = [one for one in held if one.code.casefold() == code.casefold()]
        if not mine:
            raise Retryable(f"{what}: the store has the code and does not show it among its discount's.", _LATER)
        if unused and any(one.async_usage_count for one in mine):
            return False
        ids = [one.id for one in mine]
        change = self._client.run("CodesDelete", _Changed, discountId=pool.id, ids=ids).made
        require(change.user_errors, what)
        job = change.job
        for _ in range(LOOKS):
            if job is None or job.done:
                return True
            self._sleep(BETWEEN)
            job = self._client.run("JobIsDone", _Looked, id=job.id).job
        raise Retryable(f"{what}: Shopify is still removing it.", _LATER)

    def codes(self, pool_id: str) -> Iterator[IssuedCode]:
        after: str | None = None
        while True:
            pool = self._client.run("PoolCodes", _Codes, id=pool_id, first=PAGE, after=after, query=None)
            if pool.code_discount_node is None:
                return
            page = pool.code_discount_node.code_discount.codes
            for one in page.nodes:
                yield IssuedCode(one.code, None, used=one.async_usage_count > 0)
            after = page.page_info.next
            if after is None:
                return

    def _of(self, terms: Terms) -> Node | None:
        """A pool of these terms that is as we made it. The search may not know a new one yet; then there are two."""
        query = f"tag:{quoted(terms.tags[-1])}"
        for one in self._client.run("PoolsByTag", _Pools, query=query).discount_nodes.nodes:
            found = self._discounts.read(one.id)
            if found is not None and not list(differences_of(terms, found.code_discount)):
                return found
        return None

    def _add(self, pool: Node, terms: Terms, what: str) -> None:
        codes = [{"code": terms.code}]
        change = self._client.run("CodesAdd", _Changed, discountId=pool.id, codes=codes).made
        require(change.user_errors, what)
        made = change.bulk_creation
        for _ in range(LOOKS):
            if made is None or made.done:
                break
            self._sleep(BETWEEN)
            found = self._client.run("CodesAdded", _Added, id=made.id)
            made = found.discount_redeem_code_bulk_creation
        if made is None or not made.done:
            raise Retryable(f"{what}: Shopify is still adding it.", _LATER)
        told = [error.message for one in made.codes.nodes for error in one.errors]
        if any(_TAKEN in message for message in told):
            there = self._discounts.find(terms.code)
            if there is None:
                raise Retryable(f"{what}: the store holds the code and does not show it yet.", _LATER)
            self._discounts.compare(terms, there, f"{what}: the store has this code with other terms")
        elif told:
            raise Rejected(f"{what}: Shopify refuses it: {'; '.join(told)[:300]}")


def is_pool(node: Node) -> bool:
    return POOL in node.code_discount.tags


def quoted(text: str) -> str:
    """As one value of Shopify's search language."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _pooled(terms: Terms) -> Terms:
    """The same worth for nobody in particular; whose each code is stands in the books alone."""
    worth = replace(
        terms, title="", tags=(), customer=None, once_a_customer=False, ends_at=_end_of_month(terms.ends_at)
    )
    told = json.dumps(asdict(replace(worth, code="")), default=_told, sort_keys=True)
    key = f"{POOL}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"
    title = titled(terms.title.rpartition(" [")[0], key)
    return replace(worth, title=title, tags=(POOL, key))


def _told(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def _end_of_month(moment: datetime | None) -> datetime | None:
    """The first moment of the month after."""
    if moment is None:
        return None
    at = moment.astimezone(UTC)
    return datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=UTC)
