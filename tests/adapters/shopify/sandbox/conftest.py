"""A store whose clock stands still until a test moves it, and an app that asks it over real HTTP."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from adapters.shopify.sandbox import Sandbox

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC).timestamp()


class Asking:
    """The store, and an app's way to ask it."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.shop = sandbox.shop
        self.shop.clock = lambda: self.time
        self.time = NOON
        self.headers = {"X-Shopify-Access-Token": sandbox.access_token}

    def post(self, query: Any, version: str = "2026-10", /, **variables: Any) -> requests.Response:
        url = f"{self.sandbox.url}/admin/api/{version}/graphql.json"
        return requests.post(url, json={"query": query, "variables": variables}, headers=self.headers, timeout=10)

    def all(self, query: str, /, **variables: Any) -> Any:
        """The whole answer."""
        return self.post(query, "2026-10", **variables).json()

    def __call__(self, query: str, /, **variables: Any) -> Any:
        said = self.all(query, **variables)
        assert "errors" not in said, said["errors"]
        return said["data"]

    def token(self, asked: Mapping[str, str]) -> requests.Response:
        secrets = {"client_id": "sandbox-client", "client_secret": "sandbox-secret"}
        return requests.post(f"{self.sandbox.url}/admin/oauth/access_token", data={**secrets, **asked}, timeout=10)


@pytest.fixture
def ask() -> Iterator[Asking]:
    with Sandbox(clock=lambda: NOON) as sandbox:
        yield Asking(sandbox)


@pytest.fixture
def coffee(ask: Asking) -> int:
    """The variant of the first product: 24.90."""
    return next(iter(ask.shop.books.variants))
