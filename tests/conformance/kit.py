"""What an implementation supplies to the conformance kit: adapters to test, and a shop whose owner a test can play.

The rule kept here: the verbs belong to no platform. A test says what happens in the shop; the implementation knows how.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

import pytest
from tenacity import wait_none

from adapters import http
from connector.adapter import Adapter

Delivery = tuple[Mapping[str, str], bytes]  # headers, names in lower case, and the raw body


class Shop(Protocol):
    """A shop of one product, seen from behind its counter. Ids are text. Its clock stands still between ticks."""

    currency: str
    price: int  # of the product, with tax, minor units
    product_id: str
    sku: str
    category: str  # the product's, by its id
    group: str  # that a customer can be in, and is in only if somebody says so

    def tick(self, seconds: int = 1) -> None:
        """Time passes in the shop."""

    def place_order(
        self,
        *,
        email: str = "ann@example.test",
        pieces: int = 1,
        code: str | None = None,
        also: str | None = None,
        paid: bool = True,
    ) -> str:
        """An order, with a piece of another product where one is named, paid or to be paid later; its id. A code that
        is refused raises CodeRefused."""

    def ships_free(self, code: str) -> bool:
        """Does a buyer with this code have free delivery?"""

    def edit(self, order_id: str) -> None:
        """A change of no consequence that moves the order's date of change."""

    def trash(self, order_id: str) -> None: ...
    def erase(self, order_id: str) -> None: ...
    def refund_piece(self, order_id: str) -> str:
        """Gives back one piece of the order's first line; the line's id."""

    def refund_amount(self, order_id: str, amount: int) -> None: ...
    def spoil(self, order_id: str) -> None:
        """Makes the order one that no adapter can understand."""

    def open_account(self, email: str, *, group: str | None = None) -> str: ...
    def close_account(self, customer_id: str) -> None: ...
    def move_account(self, customer_id: str, email: str) -> None:
        """The account has another address from now on."""

    def pays(self, customer_id: str, codes: Sequence[str] = ()) -> int:
        """What somebody who is signed in to this account pays for a piece, with all that they enter; minor units."""

    def shown_balance(self, customer_id: str) -> Mapping[str, str]:
        """What the account shows of a balance of ours, by its names in the contract."""

    def account_without_balance(self, customer_id: str) -> object:
        """All else that the shop's people know of the account, comparable."""

    def notes(self, order_id: str, *, to_buyer: bool = False) -> Sequence[str]:
        """The notes on the order that people wrote, or only those that its buyer was sent."""

    def write_note(self, order_id: str, text: str) -> None: ...
    def add_product(
        self, *, category: Sequence[str] = (), sku: str | None = None, reduced: bool = False, gift_card: bool = False
    ) -> str:
        """Another product of the same price (reduced to it, or not); its id. `category` is its way from the top; names
        differ from slugs in case."""

    def add_variation(self, product_id: str, *, reduced: bool = False) -> str: ...
    def remove_product(self, product_id: str) -> None: ...
    def category_id(self, name: str) -> str: ...
    def write_review(self, product_id: str, email: str, *, approved: bool = True) -> str:
        """By somebody who is not logged in."""

    def remove_review(self, review_id: str) -> None: ...
    def stumble(self) -> None:
        """The shop's very next answers are errors of its own, until `recover`."""

    def recover(self) -> None: ...
    def lose_next_answer(self) -> None:
        """The shop does what it is asked next, and the line breaks before its answer."""

    def make_own_code(self, code: str) -> None:
        """The merchant makes a coupon that is none of ours."""

    def change_code(self, code: str) -> None:
        """Somebody gives the coupon of that code other terms."""

    def card(self, code: str) -> Mapping[str, object] | None:
        """The gift card of that code as the shop knows it: `left` of its `amount`, `currency`, `usable`, `expires_at`
        and the `reference` that its people can see."""

    def pay_by_card(self, code: str, amount: int) -> str:
        """A buyer pays that much of an order with the card; the order's id."""

    def make_own_card(self, code: str, amount: int) -> None:
        """The merchant makes a card that is none of ours."""

    def let_card_expire(self, code: str) -> None:
        """The last day of the card is over."""

    def pay_by_credit(self, customer_id: str, amount: int) -> None:
        """The customer pays that much with what is on the account."""

    def give_credit(self, customer_id: str, amount: int) -> None:
        """The merchant puts money of their own onto the account."""

    def send_events(self) -> list[Delivery]:
        """Sends what is waiting to be sent; all that was sent since the last time."""

    def disable_webhooks(self) -> None: ...
    def move_webhooks(self, url: str) -> None: ...
    def double_webhooks(self) -> None: ...
    def state(self) -> object:
        """Everything that a test may not change by looking, comparable."""


class CodeRefused(Exception):
    """The shop did not take the code."""


Connect = Callable[..., Adapter]


class Fixtures:
    """The base of the promises; an implementation overrides all of these but the first."""

    @pytest.fixture(autouse=True)
    def _no_rest(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Reading is tried again at once: how long it rests before is no promise to the connector."""
        monkeypatch.setattr(http, "_backoff", wait_none())

    @pytest.fixture
    def shop(self) -> Shop:
        raise NotImplementedError

    @pytest.fixture
    def connect(self, shop: Shop) -> Connect:
        """connect(keys="right" | "wrong" | "read-only", webhook_secret=…, reachable=True): an adapter of the shop."""
        raise NotImplementedError

    @pytest.fixture
    def adapter(self, connect: Connect) -> Adapter:
        return connect()

    @pytest.fixture
    def webhook_url(self) -> str:
        """Where the shop can deliver to."""
        raise NotImplementedError

    @pytest.fixture
    def secrets(self) -> list[str]:
        """What may never be seen in a message."""
        raise NotImplementedError
