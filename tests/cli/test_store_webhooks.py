"""`loyalty store remove-webhooks`: the shop sends us nothing more, and others what it sent them before."""

from pathlib import Path

from tests.running import a_place, a_shop, main_store


def test_ours_are_taken_away_and_those_of_others_stay(tmp_path: Path, _sqlite_template: Path) -> None:  # noqa: PT019
    with a_shop() as shop:
        place = a_place(tmp_path / "place", _sqlite_template, shop.url)
        with place.connector() as connector:
            webhooks = main_store(connector).adapter.webhooks
            assert webhooks is not None
            webhooks.register(f"{place.url}/webhooks/main")
        theirs = {"name": "Accounting", "topic": "order.updated", "delivery_url": "https://books.example/"}
        shop.shop.hooks.subscribe(theirs, webhook_id=99, spare_secret="theirs", now=0)

        first, second = (place.command("store", "remove-webhooks", "main") for _ in range(2))

        assert (first.status, first.out.splitlines()) == (
            0,
            [f"order.{event}: removed" for event in ("created", "updated", "deleted", "restored")],
        )
        assert (second.status, second.out) == (0, "there was no webhook of ours\n")
        assert [hook.name for hook in shop.shop.hooks.webhooks.values()] == ["Accounting"]
