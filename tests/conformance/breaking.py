"""Ways to break an adapter in one point, for the test of the kit itself.

The rule kept here: a way to break takes the sound method and its adapter and gives the broken method; the rest of the
adapter stays as sound as it was.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import msgspec

from adapters.woocommerce.adapter import WooCommerce
from connector.adapter import Coupon, Hint, Page, Rejected, Snapshot, StoreError, Unreadable
from connector.core.commerce import Gone, Order, RefundLine, Stage

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Break = Callable[[Any, WooCommerce], Any]  # the sound method and its adapter → the broken method


class Broken:
    """The sound thing, but for one method."""

    def __init__(self, sound: Any, **broken: Any) -> None:
        self._sound = sound
        vars(self).update(broken)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sound, name)


def each(change: Callable[[Any], Any]) -> Break:
    """get, with every answer changed; None leaves it out."""
    return lambda sound, _: lambda ids: (new for old in sound(ids) if (new := change(old)) is not None)


def each_order(change: Callable[[Order], Order]) -> Break:
    return each(lambda answer: change(answer) if isinstance(answer, Order) else answer)


def each_page(change: Callable[[Page], Page]) -> Break:
    return lambda sound, _: lambda since: (change(page) for page in sound(since))


def orders_of_pages(change: Callable[[Any], Any]) -> Break:
    return each_page(
        lambda page: replace(page, orders=tuple(new for o in page.orders if (new := change(o)) is not None))
    )


def each_row(change: Callable[[Any], Any]) -> Break:
    """A list by pages, with every row changed; None leaves it out."""
    return lambda sound, _: (
        lambda since: ([new for old in page if (new := change(old)) is not None] for page in sound(since))
    )


def newest_first(sound: Any) -> list[Any]:
    return [page[::-1] for page in list(sound(None))[::-1]]


def numbered_pages(path: str, **params: str) -> Break:
    """The crawl that everybody writes first, of rows that only have to be named."""

    def broken(_: Any, store: WooCommerce) -> Any:
        def since(_: datetime | None) -> Iterator[Any]:
            number = 1
            while rows := store._client.rows(path, page=number, **params).rows:
                yield [SimpleNamespace(id=str(msgspec.json.decode(row)["id"])) for row in rows]
                number += 1

        return since

    return broken


def until(moment: Callable[[datetime], datetime]) -> Break:
    return each_page(lambda page: replace(page, until=moment(page.until)))


def swallow(*families: type[StoreError], instead: Any = None) -> Break:
    """Goes on as if nothing had happened."""

    def broken(sound: Any, _: WooCommerce) -> Any:
        def method(*args: Any) -> Any:
            with suppress(*families):
                result = sound(*args)
                return list(result) if isinstance(result, Iterator) else result
            return instead

        return method

    return broken


def always(value: Any) -> Break:
    return lambda *_: lambda *args: value


def raises(error: Exception) -> Break:
    def method(*_: Any) -> Any:
        raise error

    return lambda *_: method


def refuse_unreadable(sound: Any, _: WooCommerce) -> Any:
    def get(ids: Any) -> Iterator[Any]:
        for answer in sound(ids):
            if isinstance(answer, Unreadable):
                raise Rejected(answer.reason)
            yield answer

    return get


def page_numbers(_: Any, store: WooCommerce) -> Any:
    """The crawl that everybody writes first."""

    def changed_since(since: datetime | None) -> Iterator[Page]:
        number = 1
        while rows := store._client.rows("orders", orderby="modified", order="asc", page=number).rows:
            ids = [str(msgspec.json.decode(row)["id"]) for row in rows]
            orders = [order for order in store.orders.get(ids) if not isinstance(order, Gone)]
            yield Page(tuple(orders), until=EPOCH)
            number += 1

    return changed_since


def first_of_a_second(sound: Any, _: WooCommerce) -> Any:
    """The crawl that goes on after the last second seen, though it saw a part of it."""

    def changed_since(since: datetime | None) -> Iterator[Page]:
        for page in sound(since):
            yield page
            last = [order.modified_at for order in page.orders if isinstance(order, Order)]
            yield from changed_since(last[-1] + timedelta(seconds=1)) if last else ()
            return

    return changed_since


def issue_changed(**changes: Any) -> Break:
    return lambda sound, _: lambda coupon: sound(replace(coupon, **changes))


def issue_without_limit(sound: Any, store: WooCommerce) -> Any:
    def issue(coupon: Coupon) -> None:
        sound(coupon)
        found = store.coupons._find(coupon.code)
        assert found
        store._client.put(f"coupons/{found.id}", {"usage_limit": 5, "usage_limit_per_user": 5}, msgspec.Raw, "")

    return issue


def issue_once_only(sound: Any, store: WooCommerce) -> Any:
    def issue(coupon: Coupon) -> None:
        if store.coupons._find(coupon.code):
            raise Rejected("already there")
        sound(coupon)

    return issue


def issue_afresh(sound: Any, store: WooCommerce) -> Any:
    def issue(coupon: Coupon) -> None:
        if found := store.coupons._find(coupon.code):
            store._client.delete(f"coupons/{found.id}", msgspec.Raw, "")
        sound(coupon)

    return issue


def parse_changed(change: Callable[[Any], Any]) -> Break:
    return lambda sound, _: lambda *args: change(sound(*args))


def refund_lost(sound: Any, store: WooCommerce) -> Any:
    def parse(*args: Any) -> Any:
        event = sound(*args)
        if isinstance(event, Hint):
            (order,) = store.orders.get([event.order_id])
            assert isinstance(order, Order)
            return Snapshot(replace(order, refunds=()))
        return event

    return parse


def only_the_first_time(sound: Any, _: WooCommerce) -> Any:
    calls: list[str] = []

    def register(url: str) -> list[str]:
        calls.append(url)
        return sound(url) if len(calls) == 1 else ["done, or so it says"]

    return register


def check_that_registers(sound: Any, store: WooCommerce) -> Any:
    def check(url: str | None) -> Any:
        if url:
            store.webhooks.register(url)
        return sound(url)

    return check


def invent_line(order: Order) -> Order:
    line = RefundLine(order.lines[0].id, order.lines[0].quantity, 100, 0)
    return replace(order, refunds=tuple(replace(refund, lines=(line,)) for refund in order.refunds))


def staged(wrong: Stage, *right: Stage) -> Break:
    return each_order(lambda order: replace(order, stage=wrong) if order.stage in right else order)


def apply_alone(_: Any, store: WooCommerce) -> Any:
    """The code takes the place of those that the order held."""

    def apply(order_id: str, code: str) -> None:
        store._client.put(f"orders/{order_id}", {"coupon_lines": [{"code": code}]}, msgspec.Raw, "")

    return apply


apply_to_any = apply_alone  # and asks nothing of the order


def apply_afresh(sound: Any, store: WooCommerce) -> Any:
    """What the order holds is taken for a code that somebody else has used."""

    def apply(order_id: str, code: str) -> None:
        (order,) = store.orders.get([order_id])
        if isinstance(order, Order) and order.coupons:
            raise Rejected("the code is used")
        sound(order_id, code)

    return apply
