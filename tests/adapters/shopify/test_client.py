"""The way to Shopify's API when things go wrong, over real HTTP against the sandbox store."""

from collections.abc import Iterator
from datetime import timedelta
from traceback import format_exception

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.client import AccessDenied, Client, Refused, TooDear, Unauthorised
from adapters.shopify.operations import Operation
from adapters.shopify.sandbox import Sandbox
from adapters.shopify.sandbox.cost import Bucket
from adapters.shopify.sandbox.seed import Past
from adapters.shopify.tokens import Fixed
from connector.adapter import Misconfigured, Rejected, Retryable

ANY = dict[str, object]
DEAR = """query Trial { orders(first: 250) { nodes { lineItems(first: 250) { nodes { product {
  collections(first: 250) { nodes { id } } } } } } } }"""


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.time = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(past=Past(seed=1, orders=30, customers=5, days=40)) as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox: Sandbox) -> Iterator[Client]:
    client = Client(sandbox.url, Fixed(sandbox.access_token), 5.0, sleep=lambda _: None)
    yield client
    client.close()


def run(client: Client, text: str, **variables: object) -> ANY:
    """A question that is none of our operations."""
    envelope = client._envelope(Operation("Trial", text), variables)
    client._refuse(envelope)
    return {"data": bytes(envelope.data)}


def test_a_scope_that_is_missing_is_named(sandbox: Sandbox, client: Client) -> None:
    sandbox.grant(["read_orders", "read_products"])

    with pytest.raises(AccessDenied, match="read_customers"):
        client.run("Customers", ANY, first=1, after=None, query="")


def test_a_question_that_is_too_dear_is_never_asked_again(sandbox: Sandbox, client: Client) -> None:
    before = sandbox.requests

    with pytest.raises(TooDear):
        run(client, DEAR)

    assert sandbox.requests == before + 1


def test_a_filter_that_the_store_did_not_understand_is_an_error(client: Client) -> None:
    with pytest.raises(Rejected, match="filter"):
        client.run("Orders", ANY, first=1, after=None, query="updated_at:>=2026-08-01T00:00:00Z", sortKey="UPDATED_AT")


def test_a_question_that_the_schema_does_not_know_is_refused(client: Client) -> None:
    with pytest.raises(Refused) as caught:
        run(client, "query Trial { shop { nickname } }")

    assert caught.value.code == "undefinedField"


def test_a_page_of_html_is_no_answer(sandbox: Sandbox, client: Client) -> None:
    sandbox.fail("html", times=None)

    with pytest.raises(Retryable):
        client.run("Installation", ANY)


def test_what_only_reads_is_asked_again(sandbox: Sandbox, client: Client) -> None:
    sandbox.fail("status", status=502)

    assert "shop" in client.run("Installation", ANY)


def test_what_changes_something_is_sent_once(sandbox: Sandbox, client: Client) -> None:
    sandbox.fail("status", status=502)

    with pytest.raises(Retryable):
        run(client, 'mutation Trial { tagsAdd(id: "gid://shopify/Customer/1", tags: ["x"]) { node { id } } }')


def test_an_error_within_shopify_may_pass(sandbox: Sandbox, client: Client) -> None:
    sandbox.trouble("internal")

    with pytest.raises(Retryable):
        client.run("Installation", ANY)


def test_one_that_was_throttled_is_asked_again(sandbox: Sandbox, client: Client) -> None:
    sandbox.trouble("throttled", times=2)

    assert "shop" in client.run("Installation", ANY)


def test_a_store_that_always_throttles_is_left_to_the_queue(sandbox: Sandbox, client: Client) -> None:
    sandbox.trouble("throttled", times=None)

    with pytest.raises(Retryable) as caught:
        client.run("Installation", ANY)

    assert isinstance(caught.value.after, timedelta)


def test_seconds_with_a_point_are_a_wish_too(sandbox: Sandbox, client: Client) -> None:
    sandbox.fail("status", status=429, retry_after=60, times=None)

    with pytest.raises(Retryable) as caught:
        client.run("Installation", ANY)

    assert caught.value.after == timedelta(seconds=60)


def test_a_redirect_is_not_followed(sandbox: Sandbox, client: Client) -> None:
    sandbox.fail("redirect", location="http://127.0.0.1:9/elsewhere")

    with pytest.raises(Misconfigured, match="redirects"):
        client.run("Installation", ANY)


def test_a_token_that_is_refused_is_for_a_person_to_mend_and_not_shown(sandbox: Sandbox) -> None:
    client = Client(sandbox.url, Fixed("shpat_0therToken"), 5.0)

    with pytest.raises(Misconfigured) as caught:
        client.run("Installation", ANY)

    assert not isinstance(caught.value, Unauthorised)
    assert "shpat_" not in "".join(format_exception(caught.value)) + repr(client)


def test_the_version_that_answered_is_known(client: Client) -> None:
    client.run("Installation", ANY)

    assert client.served == "2026-10"


def test_reading_uses_its_whole_allowance_and_is_refused_at_most_once() -> None:
    """In a time that passes only by waiting. `python -m benchmarks allowance` does the same with 10,000 orders."""
    clock = Clock()
    bucket = Bucket(size=2000.0, rate=100.0, clock=clock)
    with Sandbox(past=Past(seed=2, orders=300, customers=20, days=50), bucket=bucket) as sandbox:
        adapter = Shopify(url=sandbox.url, access_token=sandbox.access_token, sleep=clock.sleep, clock=clock)
        for _ in range(2):  # the bucket is full at first; what follows lives on what is restored
            list(adapter.orders.changed_since(None))
        began, asked, left = clock.time, sandbox.requests, bucket.left

        for _ in range(3):
            pages = list(adapter.orders.changed_since(None))

        spent = left - bucket.left + 100.0 * (clock.time - began)
        assert clock.time > began
        assert sandbox.requests - asked == 3 * (len(pages) + 2), "a question was refused"
        assert spent >= 0.9 * 100.0 * (clock.time - began)
        adapter.close()
