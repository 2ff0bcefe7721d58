"""A store on a bad day."""

import pytest
import requests


def test_a_gateways_page_instead_of_an_answer(ask):
    ask.sandbox.fail("status", status=502)

    bad = ask.post("{ shop { name } }")

    assert bad.status_code == 502
    assert bad.text.startswith("<!DOCTYPE html>")
    assert ask("{ shop { name } }")


def test_a_fault_can_be_meant_for_a_field(ask):
    ask.sandbox.fail("status", "*#orders", status=503)

    assert ask("{ shop { name } }")
    assert ask.post("{ orders(first: 1) { nodes { id } } }").status_code == 503


def test_the_line_breaks_after_the_store_acted(ask):
    ask.sandbox.fail("answer-lost")

    with pytest.raises(requests.ConnectionError):
        ask.post("{ shop { name } }")

    assert ask.sandbox.requests == 1


def test_after_a_reset_the_store_is_empty_and_well(ask, coffee):
    ask.sandbox.buy({coffee: 1})
    ask.sandbox.fail("status", status=500, times=None)
    ask.sandbox.trouble("internal", times=None)
    ask.sandbox.uninstall()

    ask.sandbox.reset()

    assert ask("{ ordersCount { count } shop { name } }") == {"ordersCount": {"count": 0}, "shop": {"name": "Sandbox"}}
    assert ask.sandbox.courier.waiting == []


@pytest.mark.parametrize(
    ("status", "said"), [(402, "Unavailable Shop"), (403, "Unavailable Shop"), (423, "This shop is unavailable")]
)
def test_a_store_that_is_closed(ask, status, said):
    ask.sandbox.close(status)

    refused = ask.post("{ shop { name } }")

    assert (refused.status_code, refused.json()) == (status, {"errors": said})
    ask.sandbox.recover()
    assert ask("{ shop { name } }")


def test_an_answer_that_is_late(ask):
    ask.sandbox.fail("delay", seconds=0.2)

    assert ask.post("{ shop { name } }").elapsed.total_seconds() > 0.19
