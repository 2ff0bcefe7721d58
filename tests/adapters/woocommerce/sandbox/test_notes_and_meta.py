"""Notes on orders and meta data of accounts over HTTP: what is written, replaced and taken away, and what it moves."""

from typing import Any

COFFEE = 10


def an_order(client: Any) -> int:
    body = {"line_items": [{"product_id": COFFEE, "quantity": 1}], "billing": {"email": "ann@example.test"}}
    order: int = client.post("orders", body).json()["id"]
    return order


def an_account(client: Any, **more: Any) -> int:
    account: int = client.post("customers", {"email": "ann@example.test", **more}).json()["id"]
    return account


def write_meta(client: Any, account: int, *entries: dict[str, Any]) -> list[tuple[str, Any]]:
    answer = client.call("PUT", f"customers/{account}", {"meta_data": list(entries)})
    assert answer.status_code == 200, answer.text
    return [(entry["key"], entry["value"]) for entry in answer.json()["meta_data"]]


def test_a_note_can_be_read_and_deleted_for_good_only(client: Any) -> None:
    order = an_order(client)
    note = client.post(f"orders/{order}/notes", {"note": "blue ribbon"}).json()["id"]

    assert client.get(f"orders/{order}/notes/{note}").json()["note"] == "blue ribbon"
    assert client.call("DELETE", f"orders/{order}/notes/{note}").status_code == 501
    assert client.call("DELETE", f"orders/{order}/notes/{note}?force=true").status_code == 200
    assert client.get(f"orders/{order}/notes/{note}").json()["code"] == "woocommerce_rest_invalid_id"
    assert client.get(f"orders/{order}/notes").json() == []


def test_a_note_is_of_its_order_only(client: Any) -> None:
    order, other = an_order(client), an_order(client)
    note = client.post(f"orders/{order}/notes", {"note": "blue ribbon"}).json()["id"]

    assert client.get(f"orders/{other}/notes/{note}").status_code == 404


def test_a_note_that_is_written_or_deleted_moves_no_date_of_its_order(client: Any, clock: Any) -> None:
    order = an_order(client)
    before = client.get(f"orders/{order}").json()["date_modified"]
    clock.forward(60)

    note = client.post(f"orders/{order}/notes", {"note": "blue ribbon"}).json()["id"]
    client.call("DELETE", f"orders/{order}/notes/{note}?force=true")

    assert client.get(f"orders/{order}").json()["date_modified"] == before


def test_meta_data_named_by_key_takes_the_place_of_all_of_that_key_and_null_takes_it_away(client: Any) -> None:
    account = an_account(client)
    write_meta(client, account, {"key": "size", "value": "L"}, {"key": "points", "value": "7"})

    assert write_meta(client, account, {"key": "points", "value": "8"}) == [("size", "L"), ("points", "8")]
    assert write_meta(client, account, {"key": "points", "value": None}) == [("size", "L")]
    assert write_meta(client, account, {"key": "never", "value": None}) == [("size", "L")]


def test_meta_data_moves_the_date_of_its_account_and_of_no_order(client: Any, clock: Any) -> None:
    account, order = an_account(client), an_order(client)
    before = [client.get(path).json()["date_modified"] for path in (f"customers/{account}", f"orders/{order}")]
    clock.forward(60)

    write_meta(client, account, {"key": "points", "value": "7"})

    after = [client.get(path).json()["date_modified"] for path in (f"customers/{account}", f"orders/{order}")]
    assert (after[0] > before[0], after[1]) == (True, before[1])


def test_an_account_that_is_not_there_is_not_found_and_cannot_be_changed(client: Any) -> None:
    looked, changed = client.get("customers/999"), client.call("PUT", "customers/999", {"meta_data": []})

    assert (looked.status_code, changed.status_code) == (404, 400)
    assert looked.json()["code"] == changed.json()["code"] == "woocommerce_rest_invalid_id"
