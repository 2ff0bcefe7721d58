"""Who the shopper is: Shopify's own verifiers are the oracle, but for what they wrongly accept."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import jwt
import pytest
import shopify_app
from hypothesis import given
from hypothesis import strategies as st

from adapters.shopify.sandbox import proxy
from adapters.shopify.shoppers import ShopifyShoppers
from adapters.shopify.webhooks import ShopifyWebhooks
from adapters.signatures import sign
from connector.adapter import NotVouched, ShopperRequest, Verdict, Vouched

ID, SECRET, OLD = (
    "client-1",
    "shpss_5ecret-that-is-long-enough-for-HS256",
    "shpss_0ld-one-that-is-long-enough-for-HS256",
)
DOMAIN = "my-shop.myshopify.com"
NOW = datetime.now(UTC).replace(microsecond=0)
CONFIG: Any = {"client_id": ID, "client_secret": SECRET, "old_client_secret": OLD}
SHOPPERS = ShopifyShoppers(ID, (SECRET, OLD), DOMAIN)


def signed_query(secret: str = SECRET, *, at: float | None = None, **more: list[str] | None) -> str:
    told: dict[str, list[str] | None] = {
        "shop": [DOMAIN],
        "logged_in_customer_id": ["207119551"],
        "path_prefix": ["/apps/loyalty"],
        "timestamp": [str(int(at if at is not None else time.time()))],
        **more,
    }
    kept = {name: values for name, values in told.items() if values is not None}
    return urlencode({**kept, "signature": [proxy.signature(kept, secret)]}, doseq=True)


def who(query: str = "", headers: Mapping[str, str] | None = None) -> Vouched | str:
    try:
        return SHOPPERS.who(ShopperRequest(query, headers or {}, datetime.now(UTC)))
    except NotVouched as refused:
        return str(refused)


def oracle(query: str) -> str | None:
    """The customer, "" for a visitor, None for a refusal."""
    request: Any = {"method": "GET", "headers": {}, "url": f"https://app.example/shop/main/member?{query}", "body": ""}
    found = shopify_app.verify_app_proxy_req(request, CONFIG)
    return (found.logged_in_customer_id or "") if found.ok else None


def seen(found: Vouched | str) -> str | None:
    return None if isinstance(found, str) else found.customer or ""


# The proxy


@pytest.mark.parametrize("secret", [SECRET, OLD])
@pytest.mark.parametrize(
    "more", [{}, {"extra": ["1", "2"]}, {"empty": [""]}, {"text": ["ț & ÷=,"]}, {"language": ["ro"]}]
)
def test_a_question_through_the_proxy_is_the_customers(secret: str, more: dict[str, list[str]]) -> None:
    query = signed_query(secret, **more)

    assert who(query) == Vouched("207119551", body_signed=False)
    assert oracle(query) == "207119551"


def test_shopifys_own_example_is_signed_as_it_says() -> None:
    told = {
        "extra": ["1", "2"],
        "shop": ["shop-name.myshopify.com"],
        "logged_in_customer_id": ["1"],
        "path_prefix": ["/apps/awesome_reviews"],
        "timestamp": ["1317327555"],
    }
    signature = proxy.signature(told, "hush")
    query = urlencode({**told, "signature": [signature]}, doseq=True)
    found = ShopifyShoppers("", ("hush",), "shop-name.myshopify.com").who(
        ShopperRequest(query, {}, datetime.fromtimestamp(1317327555, UTC))
    )

    assert signature.startswith("4c68c8624d737112c91818c11017d24d334b524c")
    assert found == Vouched("1", body_signed=False)


def test_a_visitor_is_nobody() -> None:
    query = signed_query(logged_in_customer_id=[""])

    assert who(query) == Vouched(None, body_signed=False)
    assert oracle(query) == ""


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        (lambda: signed_query("another"), "bad_signature"),
        (lambda: signed_query().replace("207119551", "207119552"), "bad_signature"),
        (lambda: signed_query(at=time.time() - 600), "expired"),
        (lambda: signed_query(at=time.time() + 600), "from_the_future"),
        (lambda: signed_query(timestamp=["soon"]), "bad_token"),
        (lambda: signed_query(timestamp=None), "bad_token"),
        (lambda: signed_query(shop=["other.myshopify.com"]), "other_store"),
        (lambda: signed_query(logged_in_customer_id=["12; DROP"]), "bad_token"),
        (lambda: signed_query() + "&signature=00", "doubled_parameter"),
        (lambda: "signature=%C3%A9", "bad_signature"),
        (lambda: "", "no_token"),
    ],
)
def test_what_is_refused_and_why(query: Callable[[], str], reason: str) -> None:
    assert who(query()) == reason


def test_a_doubled_customer_is_refused_though_shopifys_package_takes_the_first() -> None:
    query = signed_query(logged_in_customer_id=["1", "207119551"])

    assert oracle(query) is not None
    assert who(query) == "doubled_parameter"


def test_a_signature_that_is_no_ascii_is_refused_though_shopifys_package_falls_over() -> None:
    query = signed_query().partition("signature=")[0] + "signature=%C3%A9"

    with pytest.raises(TypeError):
        oracle(query)
    assert who(query) == "bad_signature"


@given(st.data())
def test_whatever_is_tampered_with_is_refused_by_both(data: st.DataObject) -> None:
    query = signed_query(language=["ro"])
    pairs = parse_qsl(query, keep_blank_values=True)
    place = data.draw(st.integers(0, len(pairs) - 1))
    letters = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
    match data.draw(st.sampled_from(["value", "name", "drop", "add"])):
        case "value":
            pairs[place] = (pairs[place][0], data.draw(letters))
        case "name":
            pairs[place] = (data.draw(letters), pairs[place][1])
        case "drop":
            del pairs[place]
        case _:
            pairs.append((data.draw(letters), data.draw(letters)))
    tampered = urlencode(pairs)

    if sorted(parse_qsl(tampered, keep_blank_values=True)) == sorted(parse_qsl(query, keep_blank_values=True)):
        assert seen(who(tampered)) == oracle(tampered) == "207119551"
    else:
        assert seen(who(tampered)) is None
        assert oracle(tampered) is None


# The token of a page of the customer's account


def token(secret: str = SECRET, algorithm: str = "HS256", **claims: object) -> str:
    moment = int(time.time())
    told = {
        "dest": DOMAIN,
        "aud": ID,
        "exp": moment + 60,
        "nbf": moment - 1,
        "iat": moment - 1,
        "jti": "6c992878-dbaf-48d1-bb9d-6d9b59814fd1",
        "sub": "gid://shopify/Customer/207119551",
        **claims,
    }
    return jwt.encode({name: value for name, value in told.items() if value is not None}, secret, algorithm)


def bearer(token: str) -> Vouched | str:
    return who("", {"authorization": f"Bearer {token}"})


def oracle_token(token: str) -> bool:
    headers = {"authorization": f"Bearer {token}"}
    request: Any = {"method": "GET", "headers": headers, "url": "https://app.example/shop/main/member", "body": ""}
    return bool(shopify_app.verify_customer_account_ui_ext_req(request, CONFIG).ok)


@pytest.mark.parametrize("secret", [SECRET, OLD])
def test_a_token_names_its_customer(secret: str) -> None:
    assert bearer(token(secret)) == Vouched("207119551")
    assert oracle_token(token(secret))


def test_a_token_without_a_subject_is_of_a_visitor() -> None:
    assert bearer(token(sub=None)) == Vouched(None)


def test_two_clocks_may_differ_a_little() -> None:
    assert bearer(token(exp=int(time.time()) - 5)) == Vouched("207119551")
    assert oracle_token(token(exp=int(time.time()) - 5))


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (lambda: token("another-secret-that-is-long-enough-for-HS256"), "bad_signature"),
        (lambda: token(algorithm="HS384"), "bad_token"),
        (lambda: token(exp=int(time.time()) - 600), "expired"),
        (lambda: token(nbf=int(time.time()) + 6000), "from_the_future"),
        (lambda: token(aud="another-app"), "bad_token"),
        (lambda: "nonsense", "bad_token"),
    ],
)
def test_tokens_that_both_refuse(told: Callable[[], str], reason: str) -> None:
    refused = told()  # signed now: the minutes of the tests before this one would make it too old

    assert bearer(refused) == reason
    assert not oracle_token(refused)


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"exp": None}, "bad_token"),
        ({"dest": "other.myshopify.com"}, "other_store"),
        ({"dest": "https://other.myshopify.com"}, "other_store"),
        ({"sub": "gid://shopify/User/1"}, "bad_token"),
        ({"sub": "gid://shopify/Customer/x"}, "bad_token"),
        ({"exp": "9999999999"}, "bad_token"),
    ],
)
def test_what_only_we_refuse_too(claims: dict[str, object], reason: str) -> None:
    assert bearer(token(**claims)) == reason


def test_the_store_may_be_named_with_its_scheme() -> None:
    assert bearer(token(dest=f"https://{DOMAIN}")) == Vouched("207119551")


def test_without_secrets_nobody_is_believed() -> None:
    nobody = ShopifyShoppers("", ("",), DOMAIN)

    for request in (ShopperRequest(signed_query(""), {}, NOW), ShopperRequest("", {"authorization": "Bearer x"}, NOW)):
        with pytest.raises(NotVouched):
            nobody.who(request)


def test_nothing_shows_a_secret() -> None:
    assert SECRET not in repr(SHOPPERS)


# Webhooks, against the same oracle

HOOKS = ShopifyWebhooks(None, (SECRET, OLD), DOMAIN)  # type: ignore[arg-type] verifying asks nobody


def oracle_hook(body: str, signature: str) -> bool:
    headers = {"x-shopify-hmac-sha256": signature, "x-shopify-shop-domain": DOMAIN}
    request: Any = {"method": "POST", "headers": headers, "url": "https://app.example/webhooks/main", "body": body}
    return bool(shopify_app.verify_webhook_req(request, CONFIG).ok)


@given(st.text(max_size=200), st.sampled_from([SECRET, OLD, "another"]), st.text("aA1+/=", max_size=4))
def test_deliveries_are_believed_as_shopifys_package_does(body: str, secret: str, tail: str) -> None:
    raw = body.encode()
    signature = sign(raw, secret) + tail
    verdict = HOOKS.verify({"x-shopify-hmac-sha256": signature, "x-shopify-shop-domain": DOMAIN}, raw)

    assert (verdict is Verdict.SIGNED) == (not tail and secret != "another")
    if body:
        assert oracle_hook(body, signature) == (verdict is Verdict.SIGNED)


@pytest.mark.parametrize("header", ["x-shopify-hmac-sha256", "shopify-hmac-sha256"])
def test_either_name_of_the_header_is_read(header: str) -> None:
    found = HOOKS.verify({header: sign(b"{}", SECRET), "x-shopify-shop-domain": DOMAIN}, b"{}")

    assert found is Verdict.SIGNED


@pytest.mark.parametrize("domain", ["other.myshopify.com", "", "my-shop.myshopify.com.evil.example"])
def test_what_was_sent_for_another_store_is_not_ours(domain: str) -> None:
    headers = {"x-shopify-hmac-sha256": sign(b"{}", SECRET), "x-shopify-shop-domain": domain}

    assert HOOKS.verify(headers, b"{}") is Verdict.BAD_SIGNATURE


def test_a_signature_of_odd_letters_is_only_wrong() -> None:
    for odd in ("é", "\ud800", "ü" * 44):
        assert HOOKS.verify({"x-shopify-hmac-sha256": odd, "x-shopify-shop-domain": DOMAIN}, b"{}") is (
            Verdict.BAD_SIGNATURE
        )
