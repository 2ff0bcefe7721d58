"""The merchant's endpoints over real HTTP: with a key that holds, in its own programme, all or nothing."""

import json
import pathlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from connector import bootstrap
from connector.bootstrap import Connector
from connector.programme import parse_programme
from connector.usecases.merchant_keys import make_key, revoke_key
from connector.usecases.programmes import put_in_force
from connector.usecases.stores import enlist
from connector.web.merchant import LIMIT, MOST_ROWS
from tests.building import a_line, an_order
from tests.running import PROGRAMME, Place, main_store, serving
from tests.test_docs import ROOT
from tests.usecases.shop import points, settle

CUP = {"selector": "CUP", "points": 5}


@dataclass
class System:
    """A system of the merchant's."""

    url: str
    connector: Connector
    key: str
    session: requests.Session = field(default_factory=requests.Session)

    def ask(self, method: str, path: str = "", key: str | None = "", **more: Any) -> requests.Response:
        token = self.key if key == "" else key
        headers = {"Authorization": f"Bearer {token}"} if token is not None else {}
        return self.session.request(method, f"{self.url}/merchant/products{path}", headers=headers, timeout=20, **more)

    def done(self, method: str, path: str = "", **more: Any) -> dict[str, Any]:
        answer = self.ask(method, path, **more)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def put(self, *rows: object, **more: Any) -> dict[str, Any]:
        return self.done("PUT", json={"rows": rows, **more})

    def refused(self, method: str, path: str = "", **more: Any) -> tuple[int, str]:
        answer = self.ask(method, path, **more)
        return answer.status_code, answer.json()["code"]

    def said(self) -> dict[str, Any]:
        return {row["selector"]: row["points"] for row in self.done("GET")["rows"]}


@pytest.fixture
def system(place: Place) -> Iterator[System]:
    with place.connector() as connector, serving(connector) as url:
        made = make_key(connector.database, main_store(connector).programme_id, "stock", "test", bootstrap.now())
        system = System(url, connector, made.secret)
        with system.session:
            yield system


def test_what_is_put_is_listed_replaced_deleted_and_undone(system: System) -> None:
    first = system.put(CUP, {"selector": "*", "points": 1, "buyable": False})
    again = system.put({"sku": "CUP", "points": 7, "price_points": None})

    assert (first["rows"], first["replaced"], again["replaced"]) == (2, 0, 1)
    assert system.said() == {"CUP": 7, "*": 1}

    gone = system.done("DELETE", params={"selector": ["CUP"]})
    assert system.said() == {"*": 1}
    assert system.done("POST", f"/imports/{gone['import']}/undo") == {"import": gone["import"], "orders": 0}
    assert system.said() == {"CUP": 7, "*": 1}
    system.done("POST", f"/imports/{again['import']}/undo")
    assert system.said() == {"CUP": 5, "*": 1}
    assert system.refused("POST", f"/imports/{again['import']}/undo") == (409, "refused")


def test_orders_of_since_then_are_settled_again(system: System) -> None:
    database, store = system.connector.database, main_store(system.connector)
    text = re.sub(r"earn:.*\n(  .*\n)*", "earn: [{kind: product}]\n", PROGRAMME.read_text())
    put_in_force(database, parse_programme(text, "test"), "test", bootstrap.now())
    now = bootstrap.now()
    settle(database, store, an_order(a_line(sku="CUP"), placed_at=now), now=now)
    today = now.date().isoformat()

    rehearsed = system.put(CUP, dry_run=True, **{"from": today})
    assert (rehearsed["import"], rehearsed["orders"], rehearsed["dry_run"]) == (None, 1, True)
    assert (system.said(), points(database, store="main")) == ({}, {})
    made = system.put(CUP, **{"from": today})

    assert (made["orders"], sum(points(database, store="main").values())) == (1, 5)


def test_every_bad_row_is_told_and_then_none_is_kept(system: System) -> None:
    rows = [CUP, {"selector": "A", "points": "many"}, "no row", {"selector": "B", "point": 1}, {"points": 1}]
    rows += [{"selector": "C", "points": 1.5}, {"selector": "D", "buyable": 3}, {"selector": "CUP", "points": 1}]
    rows += [{"selector": "E", "points": [1]}, {"selector": "F", "points": True}, {"selector": "G\0"}]

    answer = system.ask("PUT", json={"rows": rows})

    assert (answer.status_code, answer.json()["code"]) == (422, "bad_rows")
    faults = answer.json()["faults"]
    assert sorted((fault["row"], fault["column"]) for fault in faults if fault["column"]) == [
        *((2, "points"), (5, "selector"), (6, "points"), (7, "buyable"), (8, "selector"), (9, "points")),
        *((10, "points"), (11, "selector"), (11, "selector")),
    ]
    assert [fault["row"] for fault in faults if not fault["column"]] == [3, 4]
    assert all(fault["problem"] and fault["mend"] for fault in faults)
    assert system.said() == {}


def test_what_nothing_is_said_of_cannot_be_deleted_and_nothing_is(system: System) -> None:
    system.put(CUP)

    answer = system.ask("DELETE", params={"selector": ["CUP", "MUG"]})

    assert [fault["row"] for fault in answer.json()["faults"]] == [2]
    assert system.said() == {"CUP": 5}
    assert system.done("DELETE", params={"selector": "CUP", "dry_run": "true"})["replaced"] == 1
    assert system.said() == {"CUP": 5}


@pytest.mark.parametrize("key", [None, "", "nonsense", "loyalty_1_", "loyalty_x_y", "loyalty_99_y", "loyalty_1_wrong"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_without_a_key_nobody_is_answered(system: System, method: str, key: str | None) -> None:
    reason = "no_token" if not key else "bad_key"
    token = " " if key == "" else key

    assert system.refused(method, key=token, json={"rows": [CUP]}) == (401, reason)
    assert system.said() == {}
    told = system.session.get(f"{system.url}/metrics", timeout=10).text
    assert f'loyalty_merchant_refused_total{{reason="{reason}"}} 1.0' in told


def test_a_key_that_was_revoked_opens_nothing(system: System) -> None:
    revoke_key(system.connector.database, 1, "test", bootstrap.now())

    assert system.refused("GET") == (401, "bad_key")


def test_a_key_opens_its_own_programme_only(system: System) -> None:
    database = system.connector.database
    text = PROGRAMME.read_text().replace("programme: starter", "programme: other")
    other = enlist(database, "other", parse_programme(text, "test"), "test", bootstrap.now())
    made = make_key(database, other.programme_id, "their stock", "test", bootstrap.now())
    number = system.put(CUP)["import"]

    assert system.ask("GET", key=made.secret).json()["rows"] == []
    assert system.refused("POST", f"/imports/{number}/undo", key=made.secret) == (404, "unknown_import")
    assert system.refused("POST", f"/imports/{2**40}/undo") == (404, "unknown_import")
    assert system.said() == {"CUP": 5}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"rows": 5}',
        b'{"rows": []}',
        b'{"rows": [{}], "form": 1}',
        b'{"rows":[],"from":"x"}',
    ],
)
def test_what_is_no_question_is_refused(system: System, body: bytes) -> None:
    assert system.refused("PUT", data=body) == (400, "bad_question")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "?at=noon"), ("DELETE", ""), ("DELETE", "?selector=A&from=x"), ("DELETE", "?selector=A&dry_run=1")],
)
def test_a_wrong_address_is_refused(system: System, method: str, path: str) -> None:
    assert system.refused(method, path) == (400, "bad_question")


def test_too_much_is_refused(system: System) -> None:
    assert system.refused("PUT", data=b" " * (LIMIT + 1)) == (413, "too_large")
    assert system.refused("PUT", json={"rows": [0] * (MOST_ROWS + 1)}) == (400, "bad_question")


def test_the_secret_stands_nowhere(system: System, place: Place) -> None:
    secret = system.key.rpartition("_")[2]
    system.connector.database.close()

    files = [file for file in pathlib.Path(place.folder).iterdir() if file.is_file()]

    assert [file.name for file in files if secret.encode() in file.read_bytes()] == []


def examples() -> dict[str, Any]:
    text = (ROOT / "docs" / "merchant-api.md").read_text()
    return {name: json.loads(body) for name, body in re.findall(r"```json (\S+)\n(.*?)```", text, re.DOTALL)}


def test_the_guide_says_what_is_so(system: System) -> None:
    told = examples()
    rows = [row for row in told["put"]["rows"] if not row["selector"].startswith("category")]

    assert system.put(*rows, **{"from": "2026-06-01"}).keys() == told["put-answer"].keys()
    listed = system.done("GET")
    assert listed.keys() == told["get-answer"].keys()
    assert listed["rows"][0].keys() == told["get-answer"]["rows"][0].keys()
    bad = system.ask("PUT", json={"rows": [CUP, {"selector": "A", "points": "many"}]})
    assert bad.json() == told["faults"]
