"""A merchant's day with a real Vendure shop, by the commands they use: connect, back-fill, points, redeem, refund,
cancel.
"""

import json
from pathlib import Path
from types import ModuleType

import pytest

from connector.core.commerce import Order
from jobs import drain_outbox, reread_orders
from tests.adapters.vendure.vendure_shop import VendureFixtures, VendureShop
from tests.conformance.kit import CodeRefused
from tests.running import Place, free_port, main_store
from tests.stores.vendure.store import PRICE

EMAIL = "eve@example.test"


class TestByCommand(VendureFixtures):
    @pytest.fixture
    def place(self, shop: VendureShop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
        place = Place(tmp_path / "shop", free_port())
        place.folder.mkdir()
        assert place.command("init").status == 0
        programme = place.folder / "programmes" / "starter.yaml"
        programme.write_text(programme.read_text().replace("[completed]", "[PaymentSettled]"))
        monkeypatch.setenv("MAIN_API_KEY", shop.store.tokens["right"])
        with (place.folder / ".env").open("a") as file:  # for what is not started by a command
            file.write(f"\nMAIN_API_KEY={shop.store.tokens['right']}\n")
        return place

    def test_the_books_agree_with_the_shop_at_every_step(self, place: Place, shop: VendureShop) -> None:
        shop.open_account(EMAIL)
        before = self.buy(shop, pieces=8)

        added = place.command("store", "add", "main", "--platform", "vendure", "--url", shop.store.url)
        assert added.status == 0, added.err
        assert place.command("sync", "main").status == 0
        assert self.points(place) == (196, 0)

        told = place.command("redeem", EMAIL, "100", "--json")
        assert told.status == 0, told.err
        code = json.loads(told.out)["redemption"]["code"]
        self.send(place)
        assert self.points(place) == (96, 100)

        bought = self.buy(shop, pieces=2, code=code)
        with pytest.raises(CodeRefused):
            self.buy(shop, pieces=2, code=code)
        assert place.command("sync", "main").status == 0
        with place.connector() as connector:
            (order,) = main_store(connector).adapter.orders.get([bought])
        assert isinstance(order, Order)
        assert (order.total, [use.discount for use in order.coupons]) == (2 * PRICE - 500, [500])

        assert place.command("sync", "main").status == 0
        assert self.points(place) == (96 + 44 + 49, 0)  # without the code the second one paid in full

        shop.refund_piece(before)  # moves no date
        shop.tick(60)
        shop.cancel(bought)
        self.send(place, reread_orders)
        assert self.points(place) == (172 + 49, 0)

        assert place.command("ledger", "verify").status == 0
        assert place.command("store", "check", "main").status == 0

    def buy(self, shop: VendureShop, *, pieces: int, code: str | None = None) -> str:
        return shop.buy(email=EMAIL, pieces=pieces, code=code, token=shop.log_in(EMAIL))

    def points(self, place: Place) -> tuple[int, int]:
        card = json.loads(place.command("member", "show", EMAIL, "--json").out)
        return card["available"], card["held"]

    def send(self, place: Place, job: ModuleType = drain_outbox) -> None:
        with place.connector() as connector:
            job.run(connector, main_store(connector))
