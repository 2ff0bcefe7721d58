"""The sandbox store in the words of the promises about writing: its checkout, its cards, its accounts.

The rule kept here: whoever buys is a customer of the store from then on, as in a checkout of Shopify's.
"""

import json
from collections.abc import Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.balances import KEY
from adapters.shopify.sandbox import Sandbox, checkout, discounts, gift_cards, money, placing, store_credit
from adapters.shopify.sandbox.grants import ALL_SCOPES
from adapters.shopify.sandbox.metafields import at, own
from adapters.shopify.sandbox.records import Customer, Order
from adapters.shopify.sandbox.shop import gid
from connector.core.money import to_decimal, to_minor
from tests.adapters.shopify.shopify_shop import CLIENT_SECRET, READING, ShopifyFixtures, ShopifyShop
from tests.adapters.woocommerce.woo_shop import Door
from tests.conformance.kit import CodeRefused, Connect

LAST_HOUR = time(23)  # of its last day, when a card is still good


class WritingShop(ShopifyShop):
    """Fulfils `tests.conformance.kit.Shop` but for webhooks. Ann and Ben have bought before."""

    def __init__(self, sandbox: Sandbox, door: Door) -> None:
        super().__init__(sandbox, door)
        sandbox.grant(ALL_SCOPES)
        self.ann, self.ben = self.open_account("ann@example.test"), self.open_account("ben@example.test")

    def open_account(self, email: str, *, group: str | None = None) -> str:
        there = self._known(email)
        if there is None:
            return super().open_account(email, group=group)
        with self.shop.changing():
            there.tags = [group] if group else []
        return str(there.id)

    def place_order(
        self,
        *,
        email: str = "ann@example.test",
        pieces: int = 1,
        code: str | None = None,
        also: str | None = None,
        paid: bool = True,
    ) -> str:
        items = {self.variant: pieces}
        if also:
            items[self.shop.books.products[int(also)].variant_ids[0]] = 1
        return str(self._buy(items, self._known(email), [code] if code else [], email=email, paid=paid).id)

    def _known(self, email: str) -> Customer | None:
        wanted = email.casefold()
        known = self.shop.books.customers.values()
        return next((one for one in known if (one.email or "").casefold() == wanted), None)

    def _buy(self, items: dict[int, int], customer: Customer | None, codes: Sequence[str], **how: object) -> Order:
        try:
            return self.sandbox.buy(items, customer=customer, codes=codes, shipping=None, **how)
        except checkout.CodeRefused as refused:
            raise CodeRefused(str(refused)) from None

    def ships_free(self, code: str) -> bool:
        ann = self.shop.books.customers[int(self.ann)]
        return checkout.ships_free(self.sandbox.buy({self.variant: 1}, customer=ann, codes=[code]))

    def move_account(self, customer_id: str, email: str) -> None:
        with self.shop.changing():
            self.shop.books.customers[int(customer_id)].email = email

    def pays(self, customer_id: str, codes: Sequence[str] = ()) -> int:
        customer = self.shop.books.customers[int(customer_id)]
        try:
            order = self._buy({self.variant: 1}, customer, codes)
        except CodeRefused:
            order = self._buy({self.variant: 1}, customer, [])
        return to_minor(money.total(order), self.currency)

    def shown_balance(self, customer_id: str) -> dict[str, str]:
        found = at(self.shop, gid("Customer", int(customer_id)), own("$app:loyalty"), KEY)
        shown: dict[str, str] = {} if found is None else json.loads(found.value)
        return shown

    def account_without_balance(self, customer_id: str) -> object:
        return deepcopy(self.shop.books.customers[int(customer_id)])

    def notes(self, order_id: str, *, to_buyer: bool = False) -> list[str]:
        note = self.shop.books.orders[int(order_id)].note or ""
        return [] if to_buyer else note.splitlines()

    def write_note(self, order_id: str, text: str) -> None:
        with self.shop.changing():
            self.shop.books.orders[int(order_id)].note = text

    def lose_next_answer(self) -> None:
        """To a change: what is asked before it is answered."""
        for made in ("discountCode*Create", "giftCardCreate", "storeCreditAccount*", "orderUpdate", "tagsAdd"):
            self.sandbox.fail("answer-lost", f"*#{made}")

    def make_own_code(self, code: str) -> None:
        with self.shop.changing():
            value = {"percentage": 0.5}
            gets = {"value": value, "items": {"all": True}}
            told = {"title": code, "code": code, "startsAt": "2020-01-01T00:00:00Z", "customerGets": gets}
            discounts.save(self.shop, "DiscountCodeBasic", {**told, "context": {"all": "ALL"}}, "basicCodeDiscount")

    def change_code(self, code: str) -> None:
        found = discounts.by_code(self.shop, code)
        assert found is not None
        with self.shop.changing():
            found[0].usage_limit = 10

    def card(self, code: str) -> dict[str, object] | None:
        card = gift_cards.by_code(self.shop, code)
        if card is None:
            return None
        note = (card.note or "").rpartition("[")[2]
        end = datetime.combine(card.expires_on, LAST_HOUR, UTC) if card.expires_on else None
        return {
            "amount": to_minor(card.initial, card.currency),
            "left": to_minor(card.balance, card.currency),
            "currency": card.currency,
            "usable": gift_cards.redeemable(self.shop, card),
            "expires_at": end,
            "reference": note.partition(" ")[0],
        }

    def pay_by_card(self, code: str, amount: int) -> str:
        card = gift_cards.by_code(self.shop, code)
        assert card is not None
        order_id = self.place_order(paid=False)
        order = self.shop.books.orders[int(order_id)]
        paid = to_decimal(amount, self.currency)
        with self.shop.changing():
            gift_cards.spend(self.shop, card, paid)
            placing.pay(
                self.shop,
                order,
                [("gift_card", paid, gift_cards.receipt(card)), (placing.GATEWAY, money.total(order) - paid)],
            )
        return order_id

    def make_own_card(self, code: str, amount: int) -> None:
        with self.shop.changing():
            now, number = self.shop.now(), self.shop.next_id("GiftCard")
            worth = to_decimal(amount, self.currency)
            card = gift_cards.GiftCard(number, code, worth, self.currency, now, now, note="Christmas")
            self.shop.books.gift_cards[number] = card

    def let_card_expire(self, code: str) -> None:
        card = gift_cards.by_code(self.shop, code)
        assert card is not None
        with self.shop.changing():
            card.expires_on = self.shop.now().date() - timedelta(days=1)

    def pay_by_credit(self, customer_id: str, amount: int) -> None:
        self._book(customer_id, -to_decimal(amount, self.currency), "ORDER_PAYMENT")

    def give_credit(self, customer_id: str, amount: int) -> None:
        self._book(customer_id, to_decimal(amount, self.currency), "ADJUSTMENT")

    def _book(self, customer_id: str, amount: Decimal, event: str) -> None:
        with self.shop.changing():
            account = store_credit.opened(self.shop, int(customer_id), self.currency)
            store_credit.book(self.shop, account, amount, event)


class WritingFixtures(ShopifyFixtures):
    choices: ClassVar[dict[str, Any]] = {}  # of the store's settings

    @pytest.fixture
    def shop(self, sandbox: Sandbox, door: Door) -> WritingShop:
        return WritingShop(sandbox, door)

    @pytest.fixture
    def connect(self, shop: WritingShop) -> Iterator[Connect]:
        made: list[Shopify] = []

        def connect(keys: str = "right", *, webhook_secret: str = "", reachable: bool = True) -> Shopify:
            url = shop.sandbox.url if reachable else "http://127.0.0.1:1"
            secret = "shpss_wr0ngSecret" if keys == "wrong" else CLIENT_SECRET
            if keys == "read-only":
                shop.sandbox.grant([*READING, "read_discounts", "read_gift_cards"])
            adapter = Shopify(
                url=url,
                client_id="sandbox-client",
                client_secret=secret,
                webhook_secret=webhook_secret,
                **self.choices,
            )
            made.append(adapter)
            return adapter

        yield connect
        for adapter in made:
            adapter.close()
