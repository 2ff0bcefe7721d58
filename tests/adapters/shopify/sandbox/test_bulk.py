"""Bulk operations: a query over everything, its result a file of lines."""

import json

import requests

from adapters.shopify.sandbox import placing

RUN = """mutation ($q: String!, $g: Boolean!) { bulkOperationRunQuery(query: $q, groupObjects: $g) {
    bulkOperation { id status url } userErrors { message code } } }"""
SEEN = """query ($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount fileSize url
    partialDataUrl } }"""
ORDERS = "{ orders { edges { node { id name lineItems { edges { node { id quantity } } } } } } }"


def finished(ask, query=ORDERS, *, grouped=False):
    made = ask(RUN, q=query, g=grouped)["bulkOperationRunQuery"]["bulkOperation"]
    seen = [ask(SEEN, id=made["id"])["bulkOperation"] for _ in range(3)]
    return made, seen


def lines(url):
    return [json.loads(line) for line in requests.get(url, timeout=5).text.splitlines()]


def test_it_goes_on_while_it_is_looked_at(ask, coffee):
    placing.place_order(ask.shop, {coffee: 1, coffee + 1: 2})

    made, seen = finished(ask)

    assert made["status"] == "CREATED"
    assert [one["status"] for one in seen] == ["CREATED", "RUNNING", "COMPLETED"]
    assert (seen[2]["objectCount"], seen[2]["rootObjectCount"]) == ("3", "1")
    assert len(requests.get(seen[2]["url"], timeout=5).content) == int(seen[2]["fileSize"])


def test_children_name_their_parents_and_come_after_all_roots(ask, coffee):
    for _ in range(2):
        placing.place_order(ask.shop, {coffee: 1})

    found = lines(finished(ask)[1][2]["url"])

    assert [line.get("name") for line in found] == ["#1001", "#1002", None, None]
    assert [line.get("__parentId") for line in found[2:]] == [found[0]["id"], found[1]["id"]]
    assert "lineItems" not in found[0]


def test_grouped_children_come_after_their_own(ask, coffee):
    for _ in range(2):
        placing.place_order(ask.shop, {coffee: 1})

    found = lines(finished(ask, grouped=True)[1][2]["url"])

    assert [line.get("name") for line in found] == ["#1001", None, "#1002", None]


def test_a_bulk_query_reads_more_than_a_page(ask, coffee):
    for _ in range(260):
        placing.place_order(ask.shop, {coffee: 1})

    assert finished(ask, "{ orders { edges { node { id } } } }")[1][2]["objectCount"] == "260"


def test_nothing_found_is_no_file(ask):
    assert finished(ask)[1][2]["url"] is None


def test_one_that_breaks_down_leaves_what_it_has(ask, coffee):
    for _ in range(4):
        placing.place_order(ask.shop, {coffee: 1})
    ask.shop.bulk_breaks = True

    last = finished(ask, "{ orders { edges { node { id } } } }")[1][2]

    assert (last["status"], last["errorCode"], last["url"]) == ("FAILED", "INTERNAL_SERVER_ERROR", None)
    assert len(lines(last["partialDataUrl"])) == 2


def test_it_is_cancelled(ask):
    made = ask(RUN, q=ORDERS, g=False)["bulkOperationRunQuery"]["bulkOperation"]
    cancel = "mutation ($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { message } } }"

    assert ask(cancel, id=made["id"])["bulkOperationCancel"]["bulkOperation"] == {"status": "CANCELING"}
    ask(SEEN, id=made["id"])
    assert ask(SEEN, id=made["id"])["bulkOperation"]["status"] == "CANCELED"


def test_the_file_is_kept_for_a_week(ask, coffee):
    placing.place_order(ask.shop, {coffee: 1})
    url = finished(ask)[1][2]["url"]

    ask.time += 7 * 86_400 + 1

    assert requests.get(url, timeout=5).status_code == 404


def test_what_the_app_may_not_read_fails_it(ask, coffee):
    placing.place_order(ask.shop, {coffee: 1})
    ask.sandbox.grant(["read_products"])

    assert finished(ask)[1][2]["errorCode"] == "ACCESS_DENIED"
