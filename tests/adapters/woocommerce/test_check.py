"""What a check finds at WooCommerce stores; what every platform promises is in the conformance kit."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import responses

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.client import API
from connector.adapter import Adapter, Problem, Severity
from tests.adapters.woocommerce import recorded
from tests.adapters.woocommerce.sayable import said_everywhere
from tests.adapters.woocommerce.woo_shop import WEBHOOK_SECRET, WooFixtures, WooShop
from tests.conformance.kit import Connect

HOME = "https://shop.example"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
DATE = {"Date": "Tue, 24 Nov 2026 12:00:00 GMT"}


def store(url: str = HOME, now: datetime = NOW) -> WooCommerce:
    return WooCommerce(url=url, consumer_key="ck", consumer_secret="cs", timeout=1, now=lambda: now)


def healthy(order: bytes = b"[]") -> None:
    responses.get(f"{HOME}{API}orders", body=order, headers=DATE)
    responses.post(f"{HOME}{API}coupons/batch", body="{}")
    responses.get(f"{HOME}{API}webhooks", body="[]")


def newest(**changes: str) -> bytes:
    return json.dumps([recorded.document("order-created") | changes]).encode()


def found(problems: list[Problem]) -> list[tuple[Severity, str]]:
    return [(problem.severity, problem.what) for problem in problems]


@responses.activate
def test_nothing_is_wrong_with_a_healthy_store() -> None:
    healthy(newest())

    assert store().check(None) == []


@responses.activate
def test_a_site_that_is_no_wordpress_is_told() -> None:
    responses.get(f"{HOME}{API}orders", status=404, body="<html>")
    responses.get(f"{HOME}/wp-json/", status=404, body="<html>")
    responses.get(f"{HOME}/", status=200, body="<html>")

    ((severity, what),) = found(store().check(None))

    assert (severity, what) == (
        Severity.ERROR,
        "https://shop.example is not a WordPress site, or hides its REST interface.",
    )


@responses.activate
def test_permalinks_that_are_off_are_told() -> None:
    responses.get(f"{HOME}{API}orders", status=404, body="<html>")
    responses.get(f"{HOME}/wp-json/", status=404, body="<html>")
    responses.get(f"{HOME}/?rest_route=/", json={"namespaces": ["wp/v2", "wc/v3"]})

    (problem,) = store().check(None)

    assert "Permalinks are off" in problem.what
    assert "“Plain”" in problem.mend


@responses.activate
def test_a_wordpress_without_woocommerce_is_told_and_sees_no_keys() -> None:
    responses.get(f"{HOME}{API}orders", status=404, json={"code": "rest_no_route", "message": "No route"})
    index = responses.get(f"{HOME}/wp-json/", json={"namespaces": ["wp/v2"]})

    (problem,) = store().check(None)

    assert "without an active WooCommerce" in problem.what
    assert "Authorization" not in index.calls[0].request.headers


@responses.activate
def test_a_redirect_is_told_with_the_address_to_use() -> None:
    target = f"https://www.shop.example{API}orders?per_page=1"
    responses.get(f"{HOME}{API}orders", status=301, headers={"Location": target})

    (problem,) = store().check(None)

    assert problem.what.endswith("redirects to https://www.shop.example; use that as the store's address.")


@pytest.mark.parametrize(("minutes", "severities"), [(4, []), (6, [Severity.WARNING]), (-6, [Severity.WARNING])])
@responses.activate
def test_clocks_that_drift_apart_are_told_before_the_store_refuses_us(minutes: int, severities: list[Severity]) -> None:
    healthy()

    problems = store(now=NOW + timedelta(minutes=minutes)).check(None)

    assert [problem.severity for problem in problems] == severities


@responses.activate
def test_clocks_too_far_apart_are_told() -> None:
    refused = {"code": "woocommerce_rest_authentication_error", "message": "Invalid timestamp."}
    responses.get(f"{HOME}{API}orders", status=401, json=refused)

    (problem,) = store().check(None)

    assert (problem.severity, problem.mend) == (Severity.ERROR, "Set both clocks by NTP.")


@pytest.mark.parametrize(("version", "problems"), [("11.0.1", 0), ("5.8.0", 0), ("5.7.2", 1), ("unknown", 0)])
@responses.activate
def test_a_woocommerce_that_cannot_be_followed_is_told(version: str, problems: int) -> None:
    healthy(newest(version=version))

    found = store().check(None)

    assert len(found) == problems
    said_everywhere(found)


@responses.activate
def test_a_currency_that_is_none_is_told() -> None:
    healthy(newest(currency="POINTS"))

    (problem,) = store().check(None)

    assert "'POINTS'" in problem.what
    said_everywhere([problem])


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://connector.example/webhooks/shop", []),
        ("http://connector.example:8080/webhooks/shop", []),
        ("https://connector.example:8443/webhooks/shop", ["port 8443"]),
        ("http://127.0.0.1/webhooks/shop", ["internal address"]),
        ("http://localhost:8000/webhooks/shop", ["internal address", "port 8000"]),
        ("http://192.168.1.7/webhooks/shop", ["internal address"]),
        ("https://shop.example:443/webhooks/shop", []),
    ],
)
@responses.activate
def test_addresses_that_wordpress_silently_never_sends_to_are_told(url: str, says: list[str]) -> None:
    healthy()

    found = [problem for problem in store().check(url) if problem.severity is Severity.WARNING]
    warnings = [problem.what for problem in found]

    said_everywhere(found)
    assert len(warnings) == len(says)
    assert all(word in warning for word, warning in zip(says, warnings, strict=True))


class TestOverHttp(WooFixtures):
    def test_each_missing_webhook_is_named(self, shop: WooShop) -> None:
        sandbox = shop.sandbox
        connected = WooCommerce(
            url=sandbox.url,
            consumer_key=sandbox.consumer_key,
            consumer_secret=sandbox.consumer_secret,
            webhook_secret=WEBHOOK_SECRET,
        )
        connected.webhooks.register("https://connector.example/webhooks/shop")
        sandbox.shop.hooks.webhooks.popitem()

        assert found(connected.check("https://connector.example/webhooks/shop")) == [
            (Severity.ERROR, "The webhook for order.restored is missing.")
        ]

    def test_what_the_programme_needs_and_the_keys_may_not_read_is_told_with_the_mend(self, connect: Connect) -> None:
        needs = {"coupons", "customers", "products", "reviews"}

        problems = connect("narrow").check(None, needs)

        assert [problem.what.partition(",")[0] for problem in problems] == [
            f"The programme needs the store's {facet}" for facet in ("customers", "products", "reviews")
        ]
        assert all(problem.severity is Severity.ERROR and "administrator" in problem.mend for problem in problems)

    def test_what_no_programme_needs_may_be_closed(self, connect: Connect) -> None:
        assert connect("narrow").check(None) == []
        assert connect("narrow").check(None, {"coupons"}) == []

    def test_categories_belong_to_products(self, adapter: Adapter, shop: WooShop) -> None:
        shop.sandbox.fail("status", "/wp-json/wc/v3/products/categories*", status=500, times=None)

        ((severity, what),) = found(adapter.check(None, {"products"}))

        assert (severity, what.partition(":")[0]) == (
            Severity.ERROR,
            "The programme needs the store's products, which do not answer",
        )

    def test_all_is_well_with_keys_that_may_read_all(self, adapter: Adapter) -> None:
        assert adapter.check(None, {"customers", "products", "reviews"}) == []
