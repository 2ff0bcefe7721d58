"""What is wrong with the connection to a Shopify store, in words for the shop's owner.

The rule kept here: a check changes nothing in the store, raises nothing, and names a mend for everything it finds. A
scope that is missing is named with what it costs.
"""

from collections.abc import Collection, Iterator
from datetime import timedelta

from adapters.http import Redirected, Untrusted
from adapters.shopify.access import ALL_ORDERS, Access, Installation
from adapters.shopify.client import AccessDenied, Client
from adapters.shopify.schema import VERSION
from adapters.shopify.subscriptions import Subscriptions
from connector.adapter import Misconfigured, Problem, Retryable, Severity, StoreError
from connector.core.money import UnknownCurrency, exponent

_ALWAYS = {
    "read_orders": "no order can be read, so nobody gets points",
    "read_customers": "orders do not tell whose they are, so nobody gets points",
    "read_products": "orders do not tell what was bought, so points for chosen goods cannot be given",
}
FOR_FACETS = {
    "coupons": {"write_discounts": "no discount code can be made, so points buy nothing"},
    "standing_discounts": {"write_discounts": "no standing discount can be given"},
    "customer_tags": {"write_customers": "no tag of a standing discount can be put on a customer"},
    "gift_cards": {
        "read_gift_cards": "no gift card can be looked at, so none can be taken back",
        "write_gift_cards": "no gift card can be made, so points do not become one",
    },
    "store_credit": {
        "read_store_credit_accounts": "nobody can tell what is on a customer's account, so nothing is put onto it",
        "read_store_credit_account_transactions": "nobody can tell what came onto it, so nothing does",
        "write_store_credit_account_transactions": "no store credit can be given, so points do not become it",
        "write_customers": "nothing can be noted on a customer, so store credit is not given",
    },
    "balances": {"write_customers": "no balance can be shown on an account"},
    "order_notes": {"write_orders": "no note can be written on an order"},
}
_WRITING = tuple(dict.fromkeys(scope for scopes in FOR_FACETS.values() for scope in scopes))
SCOPES = (*_ALWAYS, ALL_ORDERS, *_WRITING)  # what is asked for on the page of consent
_OLD = "orders older than 60 days are hidden: they cannot be read in, and a late return of theirs is not seen"
_ADDRESS = "Check the address in a browser from this machine, and that the store is open."
_SCOPE = (
    "In the Dev Dashboard, add {0} to the app's scopes, release a new version of the app, and let the store's owner "
    "approve it."
)
_KEYS = (
    "Copy the app's client id and secret from its page in the Dev Dashboard, and see that the app is installed on the "
    "store."
)


def check(
    client: Client, access: Access, subscriptions: Subscriptions, webhook_url: str | None, needs: Collection[str]
) -> list[Problem]:
    """`needs` are facets that must be there."""
    try:
        installation = access.installation()
    except StoreError as error:
        return [Problem(Severity.ERROR, str(error), _mend(error))]
    return [
        *_scopes(installation, needs),
        *_version(client),
        *_currency(installation),
        *_reading(client),
        *(_webhooks(subscriptions, webhook_url) if webhook_url else ()),
    ]


def _mend(error: StoreError) -> str:
    match error:
        case Redirected():
            return "Enter the address that ends in .myshopify.com."
        case Untrusted():
            return "See that this machine's clock is right, and that nothing between it and Shopify opens its traffic."
        case AccessDenied():
            return _SCOPE.format("what is missing")
        case Misconfigured():
            return _KEYS
        case Retryable(after=timedelta()):
            return "Wait: the connector asks no sooner."
        case _:
            return _ADDRESS


def _scopes(installation: Installation, needs: Collection[str]) -> Iterator[Problem]:
    wanted = dict(_ALWAYS)
    for facet in sorted(FOR_FACETS.keys() & needs):
        wanted |= FOR_FACETS[facet]
    for scope, cost in wanted.items():
        if scope not in installation.scopes:
            yield Problem(Severity.ERROR, f"The app lacks the scope {scope}: {cost}.", _SCOPE.format(scope))
    if ALL_ORDERS not in installation.scopes:
        yield Problem(Severity.WARNING, f"The app lacks the scope {ALL_ORDERS}: {_OLD}.", _SCOPE.format(ALL_ORDERS))


def _version(client: Client) -> Iterator[Problem]:
    """A version that has come to its end is answered by the oldest that is left, without an error."""
    if client.served not in (None, VERSION):
        what = f"Shopify answers with version {client.served} of its API, and the connector was made for {VERSION}."
        yield Problem(Severity.WARNING, what, "Update the connector.")


def _currency(installation: Installation) -> Iterator[Problem]:
    code = installation.shop.currency_code
    try:
        exponent(code)
    except UnknownCurrency:
        what = f"The store sells in {code[:10]!r}, which is not an ISO 4217 currency."
        yield Problem(Severity.ERROR, what, "Choose a currency of ISO 4217 under Settings → General.")


def _reading(client: Client) -> Iterator[Problem]:
    """Scopes are one thing; whether the app may see who bought is another, and shows only in an order."""
    try:
        client.run("Newest", dict[str, object])
    except AccessDenied as error:
        yield Problem(Severity.ERROR, str(error), _SCOPE.format("what is missing"))
    except StoreError as error:
        yield Problem(Severity.ERROR, f"The newest order cannot be read: {error}", _mend(error))


def _webhooks(subscriptions: Subscriptions, url: str) -> Iterator[Problem]:
    try:
        missing = subscriptions.missing(url)
    except StoreError as error:
        yield Problem(Severity.ERROR, f"The webhooks cannot be listed: {error}", _mend(error))
        return
    if missing:
        yield Problem(
            Severity.WARNING,
            f"The store does not send us {', '.join(missing)}: changes are seen only when we ask.",
            "Start `loyalty run`: it makes them, and makes them anew when Shopify took them away.",
        )
    if not url.startswith("https://"):
        yield Problem(
            Severity.WARNING,
            "web.public_url does not begin with https://: Shopify sends nothing there.",
            "Put a web server with a certificate before the connector, and write its address into the settings.",
        )
