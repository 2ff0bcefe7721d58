"""A real Vendure store in the words of the conformance kit.

The rule kept here: what the kit says happens in the shop goes through the store's own APIs; only what no API does
(time that passes, stumbling, an order erased or spoilt) goes through its back door. What was made once through the
store's APIs is copied in its database from then on: hundreds are wanted, and buying each would take minutes.
"""

import time
from collections.abc import Iterator, Sequence

import pytest

from adapters.vendure.adapter import Vendure
from adapters.vendure.balances import FIELDS
from tests.adapters.woocommerce.woo_shop import Door
from tests.conformance.kit import CodeRefused, Connect, Delivery, Fixtures
from tests.stores.vendure import store as stores
from tests.stores.vendure.collecting import chosen_by
from tests.stores.vendure.store import Store

WEBHOOK_SECRET = "wh00kSecret"
BEHIND = 600  # seconds
CHECKOUT = """
mutation($code: String!, $delivery: ID!, $payment: PaymentInput!, $coupon: Boolean!) {
  setOrderShippingAddress(input: {streetLine1: "1 Main Street", countryCode: "PL"}) { __typename }
  setOrderShippingMethod(shippingMethodId: [$delivery]) { __typename }
  applyCouponCode(couponCode: $code) @include(if: $coupon) {
    __typename
    ... on ErrorResult { errorCode }
    ... on Order { discounts { adjustmentSource } shippingWithTax }
  }
  transitionOrderToState(state: "ArrangingPayment") { __typename ... on OrderStateTransitionError { transitionError } }
  addPaymentToOrder(input: $payment) { __typename ... on Order { id } ... on ErrorResult { errorCode message } }
}
"""
_COPIED = ("order_line", "payment", "shipping_line")
_UNUSUAL = (  # a copy would not be what the store does now
    "SELECT 1 FROM promotion WHERE deletedAt IS NULL UNION SELECT 1 FROM settings_store_entry",
)
PRICED = """
mutation($id: ID!) { addItemToOrder(productVariantId: $id, quantity: 1) { ... on Order { totalWithTax } } }
"""


class VendureShop:
    """Fulfils `tests.conformance.kit.Shop`, as far as there is such a thing in Vendure."""

    currency = "EUR"
    price = stores.PRICE
    sku = "COF-1"
    group = "wholesale"
    category = "0"

    def __init__(self, store: Store, door: Door) -> None:
        self.store = store
        self._door = door
        self._copies = 0
        door.taken.clear()
        self.variant, self.product_id = store.tokens["variant"], store.tokens["product"]
        self._now = int(time.time()) - BEHIND
        store.reset(self._now * 1000)

    def tick(self, seconds: int = 1) -> None:
        self._now += seconds
        self.store.back("clock", at=self._now * 1000)

    def place_order(
        self,
        *,
        email: str = "ann@example.test",
        pieces: int = 1,
        code: str | None = None,
        also: str | None = None,
        paid: bool = True,
    ) -> str:
        like = f"order {email} {pieces} {paid}"
        plain = code is None and also is None and email in stores.GUESTS
        named = {"order": {"code": f"COPY{self._copies}"}}
        if plain and (copied := self._copy(like, named, unless=_UNUSUAL)):
            return copied
        order = self.buy(email=email, pieces=pieces, code=code, also=also, paid=paid)
        if plain and not self.store.sql(*_UNUSUAL):
            self.remember(like, "order", order)
        return order

    def buy(
        self,
        *,
        email: str,
        pieces: int = 1,
        code: str | None = None,
        also: str | None = None,
        paid: bool = True,
        delivery: str = "1",
        token: str = "",
        channel: str = "",
    ) -> str:
        """As a shopper does it; a token is that of somebody who is logged in."""
        add = "mutation($id: ID!, $n: Int!) { addItemToOrder(productVariantId: $id, quantity: $n) { __typename } }"
        guest = not token
        _, token = self.store.shop(add, token, channel=channel, id=self.variant, n=pieces)
        if also:
            self.store.shop(add, token, channel=channel, id=stores.variants(self.store, also)[0], n=1)
        if guest:
            who = "mutation($input: CreateCustomerInput!) { setCustomerForOrder(input: $input) { __typename } }"
            given = {"emailAddress": email, "firstName": "Ann", "lastName": "Lee"}
            told, _ = self.store.shop(who, token, channel=channel, input=given)
            assert told["setCustomerForOrder"]["__typename"] == "Order", told
        payment = {"method": "till", "metadata": {"state": "Settled" if paid else "Authorized"}}
        told, _ = self.store.shop(
            CHECKOUT,
            token,
            channel=channel,
            code=code or "",
            coupon=bool(code),
            delivery=delivery,
            payment=payment,
        )
        applied = told.get("applyCouponCode")
        order: str = told["addPaymentToOrder"]["id"]
        if applied is not None and (applied["__typename"] != "Order" or not applied["discounts"]):
            raise CodeRefused(str(applied))
        return order

    def buy_alike(self, *, email: str, times: int) -> None:
        """One is bought, and copied."""
        self.remember("order", "order", self.buy(email=email))
        for number in range(1, times):
            self._copy("order", {"order": {"code": f"ALIKE{number}"}})

    def sell_before_tax(self, prices: tuple[int, int]) -> str:
        """The product for the first price before tax, in the channel without; another with the reduced rate for the
        second, whose id it is.
        """
        return stores.sell_before_tax(self.store, self.variant, prices)

    def remember(self, name: str, table: str, row: str) -> None:
        """This row and all that belongs to it may be wanted once more."""
        self.store.back("remember", name=name, table=table, id=int(row))

    def _copy(
        self,
        name: str,
        changed: dict[str, dict[str, object]],
        *,
        unless: tuple[object, ...] = ("SELECT 1 WHERE 0",),
        tell: str | None = None,
    ) -> str | None:
        """What was remembered, made once more and now; the id that it has in the table `tell` (None: the one that is
        called as the first word of its name). None: nothing was, or there are rows of `unless`.
        """
        now = time.strftime("%Y-%m-%d %H:%M:%S.000", time.gmtime(self._now))
        self._copies += 1
        table = tell or name.partition(" ")[0]
        made = self.store.back("copy", name=name, changed=changed, now=now, unless=unless, tell=table)
        return None if made is None else str(made)

    def ships_free(self, code: str) -> bool:
        order = self.buy(email="ann@example.test", code=code, delivery="2")
        found = self.store.admin("query($id: ID!) { order(id: $id) { shippingWithTax } }", id=order)
        return bool(found["order"]["shippingWithTax"] == 0)

    def edit(self, order_id: str) -> None:
        self.store.sql("UPDATE \"order\" SET updatedAt = datetime('now') WHERE id = ?", int(order_id))

    def erase(self, order_id: str) -> None:
        for table in _COPIED:
            self.store.sql(f'UPDATE "{table}" SET "orderId" = NULL WHERE "orderId" = ?', int(order_id))  # noqa: S608
        self.store.sql('DELETE FROM "order" WHERE id = ?', int(order_id))

    trash = erase  # never asked for: Vendure has no trash

    def refund_piece(self, order_id: str) -> str:
        found = self.store.admin("query($id: ID!) { order(id: $id) { lines { id } payments { id } } }", id=order_id)
        line: str = found["order"]["lines"][0]["id"]
        payment = found["order"]["payments"][0]["id"]
        self.refund(payment, lines=[{"orderLineId": line, "quantity": 1}], shipping=0, adjustment=0)
        return line

    def refund_amount(self, order_id: str, amount: int) -> None:
        found = self.store.admin("query($id: ID!) { order(id: $id) { payments { id } } }", id=order_id)
        self.refund(found["order"]["payments"][0]["id"], lines=[], shipping=0, adjustment=amount, amount=amount)

    def refund(self, payment: str, **given: object) -> None:
        told = self.store.admin(
            "mutation($input: RefundOrderInput!) { refundOrder(input: $input) { __typename } }",
            input={"paymentId": payment, "reason": "", **given},
        )
        assert told["refundOrder"]["__typename"] == "Refund", told

    def cancel(self, order_id: str, lines: Sequence[dict[str, object]] | None = None) -> None:
        given = {"orderId": order_id, "reason": "", "cancelShipping": lines is None, "lines": lines}
        told = self.store.admin(
            "mutation($input: CancelOrderInput!) { cancelOrder(input: $input) { __typename } }", input=given
        )
        assert told["cancelOrder"]["__typename"] == "Order", told

    def spoil(self, order_id: str) -> None:
        self.store.sql('UPDATE "order" SET subTotalWithTax = -1 WHERE id = ?', int(order_id))

    def open_account(self, email: str, *, group: str | None = None) -> str:
        """Of somebody who may have been a guest until now."""
        customer = self._account_like_another(email) or self._new_account(email)
        if group:
            given = {"name": group, "customerIds": [customer]}
            create = "mutation($input: CreateCustomerGroupInput!) { createCustomerGroup(input: $input) { id } }"
            self.store.admin(create, input=given)
        return customer

    def _account_like_another(self, email: str) -> str | None:
        known = ("SELECT 1 FROM customer WHERE emailAddress = ? AND deletedAt IS NULL", [email])
        login = {"identifier": email}
        named = {"customer": {"emailAddress": email}, "user": login, "authentication_method": login}
        return self._copy("user", named, unless=known, tell="customer")

    def _new_account(self, email: str) -> str:
        known = "query($email: String!) { customers(options: {filter: {emailAddress: {eq: $email}}}) { items { id } } }"
        for guest in self.store.admin(known, email=email)["customers"]["items"]:
            self.close_account(guest["id"])
        told = self.store.admin(
            "mutation($input: CreateCustomerInput!, $password: String) {"
            " createCustomer(input: $input, password: $password) { ... on Customer { id user { id } } } }",
            input={"emailAddress": email, "firstName": "Ann", "lastName": "Lee"},
            password="a long password",
        )["createCustomer"]
        self.remember("user", "user", told["user"]["id"])
        return str(told["id"])

    def move_account(self, customer_id: str, email: str) -> None:
        change = "mutation($input: UpdateCustomerInput!) { updateCustomer(input: $input) { __typename } }"
        told = self.store.admin(change, input={"id": customer_id, "emailAddress": email})
        assert told["updateCustomer"]["__typename"] == "Customer", told

    def pays(self, customer_id: str, codes: Sequence[str] = ()) -> int:
        """The cart is left empty for the next time."""
        (account,) = self.store.sql("SELECT emailAddress FROM customer WHERE id = ?", int(customer_id))
        token = self.log_in(account["emailAddress"])
        told, _ = self.store.shop(PRICED, token, id=self.variant)
        total: int = told["addItemToOrder"]["totalWithTax"]
        for code in codes:
            enter = "mutation($code: String!) { applyCouponCode(couponCode: $code) { ... on Order { totalWithTax } } }"
            told, _ = self.store.shop(enter, token, code=code)
            total = told["applyCouponCode"].get("totalWithTax", total)
        left = " ".join(
            f'_{place}: removeCouponCode(couponCode: "{code}") {{ id }}' for place, code in enumerate(codes)
        )
        self.store.shop(f"mutation {{ {left} removeAllOrderLines {{ __typename }} }}", token)
        return total

    def log_in(self, email: str) -> str:
        """The token of somebody's session."""
        query = "mutation($name: String!, $word: String!) { login(username: $name, password: $word) { __typename } }"
        return self.store.shop(query, name=email, word="a long password")[1]

    def close_account(self, customer_id: str) -> None:
        self.store.admin("mutation($id: ID!) { deleteCustomer(id: $id) { result } }", id=customer_id)

    def shown_balance(self, customer_id: str) -> dict[str, str]:
        fields = " ".join(FIELDS.values())
        found = self.store.admin(
            f"query($id: ID!) {{ customer(id: $id) {{ customFields {{ {fields} }} }} }}", id=customer_id
        )
        shown = found["customer"]["customFields"]
        return {ours: shown[name] for ours, name in FIELDS.items() if shown[name] is not None}

    def account_without_balance(self, customer_id: str) -> object:
        query = "query($id: ID!) { customer(id: $id) { firstName lastName emailAddress title groups { name } } }"
        return self.store.admin(query, id=customer_id)

    def notes(self, order_id: str, *, to_buyer: bool = False) -> list[str]:
        query = "query($id: ID!) { order(id: $id) { history { items { type isPublic data } } } }"
        entries = self.store.admin(query, id=order_id)["order"]["history"]["items"]
        return [
            one["data"]["note"] for one in entries if one["type"] == "ORDER_NOTE" and (one["isPublic"] or not to_buyer)
        ]

    def write_note(self, order_id: str, text: str) -> None:
        query = "mutation($input: AddNoteToOrderInput!) { addNoteToOrder(input: $input) { id } }"
        self.store.admin(query, input={"id": order_id, "note": text, "isPublic": False})

    def add_product(
        self, *, category: Sequence[str] = (), sku: str | None = None, reduced: bool = False, gift_card: bool = False
    ) -> str:
        sku = sku or f"P-{time.monotonic_ns()}"
        if category:
            product = stores.add_product(self.store, sku=sku, facet_values=(chosen_by(self.store, category),))
            stores.settle(self.store)
            time.sleep(0.06)  # the store waits 50 ms for more before it sorts its goods
            stores.settle(self.store)
            return product
        named = {"product_variant": {"sku": sku}, "product_translation": {"slug": sku.lower()}}
        if copied := self._copy("product", named):
            return copied
        product = stores.add_product(self.store, sku=sku)
        self.remember("product", "product", product)
        return product

    def remove_product(self, product_id: str) -> None:
        self.store.admin("mutation($id: ID!) { deleteProduct(id: $id) { result } }", id=product_id)

    def category_id(self, name: str) -> str:
        found = self.store.admin("{ collections { items { id name } } }")["collections"]["items"]
        return next(str(one["id"]) for one in found if one["name"] == name)

    def stumble(self) -> None:
        self.store.back("fault", kind="stumble")

    def recover(self) -> None:
        self.store.back("fault", kind=None)

    def lose_next_answer(self) -> None:
        self.store.back("fault", kind="lose")

    def make_own_code(self, code: str) -> None:
        self.store.admin(
            "mutation($input: CreatePromotionInput!) { createPromotion(input: $input) { __typename } }",
            input={
                "enabled": True,
                "couponCode": code,
                "conditions": [],
                "actions": [{"code": "order_percentage_discount", "arguments": [{"name": "discount", "value": "5"}]}],
                "translations": [{"languageCode": "en", "name": code, "description": "campaign"}],
            },
        )

    def copy_code(self, code: str, reference: str, *, times: int) -> None:
        """With references of their own, which end with their numbers."""
        (made,) = self.store.sql("SELECT id FROM promotion WHERE couponCode = ?", code)
        self.remember("promotion", "promotion", made["id"])
        for number in range(times):
            said = {"description": f"Loyalty connector [{reference}-{number}]"}
            coded = {"couponCode": f"{code}-{number}"}
            self._copy("promotion", {"promotion": coded, "promotion_translation": said})

    def has_code(self, code: str) -> bool:
        return bool(self.store.sql("SELECT 1 FROM promotion WHERE couponCode = ? AND deletedAt IS NULL", code))

    def change_code(self, code: str) -> None:
        self.store.sql("UPDATE promotion SET usageLimit = 10 WHERE couponCode = ?", code)

    def send_events(self) -> list[Delivery]:
        stores.settle(self.store)
        sent = list(self._door.taken)
        self._door.taken.clear()
        return sent

    def disable_webhooks(self) -> None:
        self._set_webhook({})

    def move_webhooks(self, url: str) -> None:
        self._set_webhook({"url": url, "secret": WEBHOOK_SECRET})

    def _set_webhook(self, value: dict[str, str]) -> None:
        self.store.admin(
            "mutation($input: SettingsStoreInput!) { setSettingsStoreValue(input: $input) { result } }",
            input={"key": "loyaltyConnector.webhook", "value": value},
        )

    def state(self) -> object:
        tables = ("order", "promotion", "refund", "settings_store_entry", "customer", "customer_group", "history_entry")
        return [self.store.sql(f'SELECT * FROM "{table}"') for table in tables]  # noqa: S608


class VendureFixtures(Fixtures):
    @pytest.fixture(scope="class")
    @classmethod
    def door(cls) -> Iterator[Door]:
        door = Door()
        yield door
        door.close()

    @pytest.fixture
    def shop(self, vendure: Store, door: Door) -> VendureShop:
        return VendureShop(vendure, door)

    @pytest.fixture
    def connect(self, shop: VendureShop) -> Iterator[Connect]:
        made: list[Vendure] = []

        def connect(keys: str = "right", *, webhook_secret: str = WEBHOOK_SECRET, reachable: bool = True) -> Vendure:
            key = shop.store.tokens.get(keys, "nobody:s-key")
            url = shop.store.url if reachable else "http://127.0.0.1:1"
            made.append(Vendure(url=url, api_key=key, webhook_secret=webhook_secret, timeout=10))
            return made[-1]

        yield connect
        for adapter in made:
            adapter.close()

    @pytest.fixture
    def webhook_url(self, door: Door) -> str:
        return door.url

    @pytest.fixture
    def secrets(self, shop: VendureShop) -> list[str]:
        return [shop.store.tokens["right"], shop.store.tokens["read-only"], WEBHOOK_SECRET, "nobody:s-key"]
