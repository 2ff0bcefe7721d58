"""A merchant's day with a real Vendure shop, by the commands they use: connect, back-fill, quote, redeem, refund,
cancel, compare.
"""

import base64
import json
import time
from pathlib import Path

import pytest
import requests

from connector.web.tokens import sign
from jobs import drain_outbox
from tests.adapters.vendure.vendure_shop import VendureFixtures, VendureShop
from tests.conformance.kit import CodeRefused
from tests.running import Place, eventually, free_port, main_store
from tests.stores.vendure.store import NET, PRICE

EMAIL = "eve@example.test"


class TestByCommand(VendureFixtures):
    @pytest.fixture
    def place(self, shop: VendureShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
        place = Place(tmp_path / "shop", free_port())
        place.folder.mkdir()
        assert place.command("init").status == 0
        programme = place.folder / "programmes" / "starter.yaml"
        programme.write_text(programme.read_text().replace("[completed]", "[PaymentSettled]"))
        jobs = "jobs: {inbox: 1, outbox: 1, webhooks: 5, balances: 1}\n"
        settings = place.settings.read_text().replace("8471", f'{place.port}\n  public_url: "{place.url}"\n')
        place.settings.write_text(jobs + settings)
        self.give(place, monkeypatch, api_key=shop.store.tokens["right"])
        return place

    def test_a_day_ends_with_books_that_agree_with_the_shop(self, place: Place, shop: VendureShop) -> None:
        account = shop.open_account(EMAIL)
        before = self.buy(shop, pieces=8)
        self.connect(place, shop)
        assert self.points(place) == (196, 0)

        with place.running():
            self.say(place, "store", "check", "main")
            assert self.quote(place, account, pieces=2) == (100, "5.00")
            code = json.loads(self.say(place, "redeem", EMAIL, "100", "--json"))["redemption"]["code"]
            assert self.points(place) == (96, 100)
            eventually(lambda: shop.has_code(code), "the code is in the shop")

            bought = self.buy(shop, pieces=2, code=code)
            self.comes_to(place, (96 + 44, 0))
            assert self.discount(shop, bought) == (2 * PRICE - 500, -500)
            with pytest.raises(CodeRefused):
                self.buy(shop, pieces=2, code=code)
            self.comes_to(place, (96 + 44 + 49, 0))  # which paid in full without it

            shop.refund_piece(before)
            self.comes_to(place, (172 + 44 + 49 - 100, 0))
            shop.cancel(bought)
            self.comes_to(place, (172 + 49, 0))
            eventually(lambda: shop.shown_balance(account)["available"] == "221", "the account shows its points")

        assert self.say(place, "reconcile", "main").endswith("nothing differs\n")
        self.say(place, "ledger", "verify")

    def test_a_refund_that_nobody_told_is_found_by_comparing(self, place: Place, shop: VendureShop) -> None:
        shop.open_account(EMAIL)
        before = self.buy(shop, pieces=8)
        self.connect(place, shop)
        assert self.points(place) == (196, 0)

        shop.refund_piece(before)  # moves no date, and nobody listens
        assert "refunded 0 became 2460" in self.say(place, "reconcile", "main", status=1)
        self.say(place, "reconcile", "main", "--mend")

        assert self.points(place) == (172, 0)
        assert self.say(place, "reconcile", "main").endswith("nothing differs\n")

    def test_ten_off_is_ten_off_in_the_books_and_in_a_shop_that_keeps_its_prices_without_tax(
        self, place: Place, shop: VendureShop, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("MAIN_API_KEY")  # a key opens the channel alone in which it was made
        self.give(place, monkeypatch, username="superadmin", password="superadmin", channel=NET)
        shop.open_account(EMAIL)
        self.buy(shop, pieces=10, channel=NET)
        self.connect(place, shop)
        assert self.points(place) == (246, 0)

        redeemed = json.loads(self.say(place, "redeem", EMAIL, "200", "--json"))["redemption"]
        assert (redeemed["worth"], self.points(place)) == (1000, (46, 200))
        with place.connector() as connector:
            drain_outbox.run(connector, main_store(connector))
        bought = self.buy(shop, pieces=2, code=redeemed["code"], channel=NET)
        self.say(place, "sync", "main")

        assert self.discount(shop, bought, channel=NET) == (2 * PRICE - 1000, -1000)
        assert self.points(place) == (46 + 39, 0)
        assert self.say(place, "reconcile", "main").endswith("nothing differs\n")

    def give(self, place: Place, monkeypatch: pytest.MonkeyPatch, **credentials: str) -> None:
        """To commands by the environment, and by the file to what is not started by a command."""
        with (place.folder / ".env").open("a") as file:
            for name, value in credentials.items():
                monkeypatch.setenv(f"MAIN_{name.upper()}", value)
                file.write(f"MAIN_{name.upper()}={value}\n")

    def connect(self, place: Place, shop: VendureShop) -> None:
        self.say(place, "store", "add", "main", "--platform", "vendure", "--url", shop.store.url)
        self.say(place, "sync", "main")

    def say(self, place: Place, *words: str, status: int = 0) -> str:
        said = place.command(*words)
        assert said.status == status, said.out + said.err
        return said.out

    def buy(self, shop: VendureShop, *, pieces: int, code: str | None = None, channel: str = "") -> str:
        return shop.buy(email=EMAIL, pieces=pieces, code=code, token=shop.log_in(EMAIL), channel=channel)

    def discount(self, shop: VendureShop, order: str, channel: str = "") -> tuple[int, int]:
        """What the shop says: the total, and what it took off, with tax."""
        asked = "query($id: ID!) { order(id: $id) { totalWithTax discounts { amountWithTax } } }"
        found = shop.store.admin(asked, id=order, channel=channel)["order"]
        return found["totalWithTax"], sum(one["amountWithTax"] for one in found["discounts"])

    def points(self, place: Place) -> tuple[int, int]:
        card = json.loads(self.say(place, "member", "show", EMAIL, "--json"))
        return card["available"], card["held"]

    def comes_to(self, place: Place, points: tuple[int, int]) -> None:
        eventually(lambda: self.points(place) == points, f"the shop's event brings the points to {points}")

    def quote(self, place: Place, account: str, *, pieces: int) -> tuple[int, str]:
        """What the shop is told may be redeemed on a cart of so many pieces: points, and what they take off."""
        pasted = json.loads(self.say(place, "store", "code", "main", "--json"))["code"]
        told = json.loads(base64.urlsafe_b64decode(pasted + "=="))
        net = pieces * PRICE * 100 // 123
        figures = {"subtotal": f"{net / 100:.2f}", "subtotal_tax": f"{(pieces * PRICE - net) / 100:.2f}"}
        line = {"product_id": "1", "quantity": str(pieces), **figures}
        line |= {"total": line["subtotal"], "total_tax": line["subtotal_tax"]}
        token = sign(told["secret"], "main", account, int(time.time()))
        answer = requests.post(
            f"{place.url}/shop/main/cart",
            json={"currency": "EUR", "lines": [line], "coupons": [], "shipping": "0.00", "shipping_tax": "0.00"},
            headers={"Authorization": f"Bearer {token}"},
            timeout=10,
        )
        assert answer.status_code == 200, answer.text
        offered = answer.json()["redeem"]
        return offered["points"], offered["worth"]["amount"]
