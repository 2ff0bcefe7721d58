"""What a browser comes back with from Shopify's page of consent."""

import hashlib
import hmac
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from adapters.shopify.adapter import Shopify
from adapters.shopify.consent import Consent
from adapters.shopify.sandbox import Sandbox
from connector.adapter import Misconfigured, Rejected

SECRET, STATE = "shpss_5ecret", "n0nce"
REDIRECT = "https://loyalty.example.test/back"


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(client_secret=SECRET) as sandbox:
        yield sandbox


@pytest.fixture
def consent(sandbox: Sandbox) -> Consent:
    return Consent(url=sandbox.url, client_id="sandbox-client", client_secret=SECRET)


def back(code: str, *, secret: str = SECRET, state: str = STATE, more: str = "") -> str:
    """The address as Shopify makes it."""
    told = {"code": code, "shop": "sandbox.myshopify.com", "state": state, "timestamp": "1764000000"}
    signed = "&".join(f"{name}={told[name]}" for name in sorted(told))
    signature = hmac.new(secret.encode(), signed.encode(), hashlib.sha256).hexdigest()
    return f"{REDIRECT}?{urlencode(told | {'hmac': signature})}{more}"


def test_the_page_names_the_app_its_scopes_and_the_way_back(consent: Consent, sandbox: Sandbox) -> None:
    page = urlsplit(consent.page(REDIRECT, STATE))

    asked = parse_qs(page.query)
    assert page.path == "/admin/oauth/authorize"
    assert asked["client_id"] == ["sandbox-client"]
    assert asked["redirect_uri"] == [REDIRECT]
    assert asked["state"] == [STATE]
    assert "read_orders" in asked["scope"][0].split(",")


def test_what_comes_back_is_worth_a_refresh_token(consent: Consent, sandbox: Sandbox) -> None:
    token = consent.refresh_token(back(sandbox.tokens.authorise()), STATE)

    assert token
    assert token not in repr(consent)


@pytest.mark.parametrize(
    ("spoilt", "what"),
    [
        (REDIRECT, "not the address"),
        (back("c", state="other"), "another page"),
        (back("c", secret="shpss_other"), "not signed"),
        (back("c", more="&code=d"), "not the address"),
        (back("c").replace("hmac=", "hmac=%C3%A4"), "not signed"),
    ],
)
def test_what_shopify_did_not_send_is_refused(consent: Consent, spoilt: str, what: str) -> None:
    with pytest.raises(Rejected, match=what):
        consent.refresh_token(spoilt, STATE)


def test_another_store_is_refused() -> None:
    consent = Consent(url="https://my-shop.myshopify.com", client_id="id", client_secret=SECRET)

    with pytest.raises(Rejected, match="another store"):
        consent.refresh_token(back("c"), STATE)


def test_a_code_that_was_used_is_refused(consent: Consent, sandbox: Sandbox) -> None:
    code = sandbox.tokens.authorise()
    consent.refresh_token(back(code), STATE)

    with pytest.raises(Misconfigured):
        consent.refresh_token(back(code), STATE)


def test_two_apps_do_not_share_a_secret(consent: Consent, sandbox: Sandbox) -> None:
    other = Consent(url=sandbox.url, client_id="other", client_secret="shpss_other")
    consent.refresh_token(back(sandbox.tokens.authorise()), STATE)

    with pytest.raises(Rejected, match="not signed"):
        other.refresh_token(back("c"), STATE)


def test_without_a_vault_a_refresh_token_is_not_taken(sandbox: Sandbox) -> None:
    adapter = Shopify(url=sandbox.url, client_id="sandbox-client", client_secret=SECRET, refresh_token="shprt_x")

    assert adapter.check(None) == []  # the app's own token
