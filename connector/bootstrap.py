"""The composition root: the only file of the connector that imports adapters.

The rule kept here: real things are plugged in here and nowhere else. A new platform is one line in PLATFORMS.
"""

import pathlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from adapters.inside import private_addresses
from adapters.shopify.adapter import WAYS as SHOPIFY_WAYS
from adapters.shopify.adapter import Shopify
from adapters.shopify.consent import Consent
from adapters.smtp import Smtp
from adapters.vendure.adapter import WAYS as VENDURE_WAYS
from adapters.vendure.adapter import Vendure
from adapters.woocommerce.adapter import CREDENTIALS as WOOCOMMERCE_CREDENTIALS
from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.handover import handed_over
from adapters.woocommerce.shopper import Placed, Shop, Shopper, ShopRefused
from connector.adapter import Adapter, HandedOver, Vault
from connector.db.engine import Database
from connector.db.migrate import require_current, upgrade
from connector.mailing import Post
from connector.settings import Platform, Settings, check_platforms, load_settings
from connector.usecases.stores import Store, enlist
from connector.usecases.vault import StoreVault
from connector.usecases.watched import Watched

__all__ = ["PLATFORMS", "Connector", "Placed", "Shop", "ShopRefused", "Shopper", "adapter", "connect", "initialise"]


_MAIL_PATIENCE = 30.0  # seconds


@dataclass(frozen=True, slots=True)
class Registered:
    """A platform: what it needs, how it is connected, the module that plays such a store, where we have one, and how it
    is read what a store sends that hands its keys over itself."""

    platform: Platform
    connect: Callable[..., Adapter]
    sandbox: str | None = None
    handed_over: Callable[[bytes], HandedOver] | None = None
    keeps: bool = False  # a secret that it changes itself, in a vault
    vouches: bool = False  # it says itself who is asking, so its shops need no code of ours
    consent: Callable[..., Consent] | None = None  # where a store's owner agrees on a page of the platform's


PLATFORMS: Mapping[str, Registered] = MappingProxyType(
    {
        "woocommerce": Registered(
            Platform(
                (WOOCOMMERCE_CREDENTIALS,),
                frozenset(
                    {
                        *("orders", "webhooks", "coupons", "coupon_goods", "coupon_goods_minimum", "coupon_pieces"),
                        *("coupon_sale_items", "coupon_scopes", "coupon_alone", "coupon_shipping"),
                        *("standing_discounts", "gift_cards", "product_prices", "customers", "products", "reviews"),
                        *("balances", "order_notes"),
                    }
                ),
            ),
            WooCommerce,
            "adapters.woocommerce.sandbox",
            handed_over,
        ),
        "shopify": Registered(
            Platform(
                SHOPIFY_WAYS,
                frozenset(
                    {
                        *("orders", "webhooks", "coupons", "coupon_goods", "coupon_alone", "coupon_shipping"),
                        *("standing_discounts", "gift_cards", "store_credit"),
                        *("customers", "products", "balances", "order_notes"),
                    }
                ),
                choices=frozenset({"together", "standing", "pool"}),
            ),
            Shopify,
            "adapters.shopify.sandbox",
            keeps=True,
            vouches=True,
            consent=Consent,
        ),
        "vendure": Registered(
            Platform(
                VENDURE_WAYS,
                frozenset(
                    {
                        *("orders", "webhooks", "coupons", "coupon_shipping", "standing_discounts"),
                        *("customers", "products", "balances", "order_notes"),
                    }
                ),
            ),
            Vendure,
        ),
    }
)


def sandboxes() -> dict[str, str]:
    """The modules that play a store, by platform."""
    return {name: registered.sandbox for name, registered in PLATFORMS.items() if registered.sandbox}


@dataclass(frozen=True, slots=True)
class Connector:
    """Everything at work: settings, books, connected stores."""

    settings: Settings
    database: Database
    stores: Mapping[str, Store]

    @property
    def country(self) -> str | None:
        """Where all stores are that name a country, if that is one."""
        named = {store.country for store in self.settings.stores.values() if store.country}
        return named.pop() if len(named) == 1 else None

    @property
    def shadowed(self) -> frozenset[str]:
        """The stores in the shadow of another system: what is due to them waits."""
        return frozenset(name for name, store in self.stores.items() if store.shadow)

    def webhook_url(self, store: str) -> str | None:
        """Where the store is to send its events; None while nothing can reach us."""
        public = self.settings.web.public_url
        return f"{public}/webhooks/{store}" if public else None

    def close(self) -> None:
        for store in self.stores.values():
            store.adapter.close()
        self.database.close()


def now() -> datetime:
    return datetime.now(UTC)


def settings(path: pathlib.Path, environ: Mapping[str, str]) -> Settings:
    """Settings that can be started with. Raises InvalidDocument with everything that is wrong."""
    return startable(load_settings(path, environ))


def startable(loaded: Settings) -> Settings:
    """The same settings, if every store's platform can do what is asked of it. Raises InvalidDocument."""
    check_platforms(loaded, {name: registered.platform for name, registered in PLATFORMS.items()})
    return loaded


def initialise(loaded: Settings) -> tuple[str | None, str | None]:
    """Make or upgrade the database. Returns its revision before and after."""
    database = Database(loaded.database)
    try:
        return upgrade(database)
    finally:
        database.close()


def books(loaded: Settings) -> Database:
    """Open the books and leave them as they are. Raises WrongRevision."""
    database = Database(loaded.database)
    require_current(database)
    return database


def connect(loaded: Settings, author: str) -> Connector:
    """Open the books and connect the enabled stores; a store that is new is made known. Raises WrongRevision."""
    database = books(loaded)
    stores = {}
    for name, store in loaded.stores.items():
        row = enlist(database, name, loaded.programme(name), author, now())
        if store.enabled:
            window = timedelta(days=store.return_window_days)
            vault = StoreVault(database, row.id, loaded.vault_keys, now)
            way: Adapter = adapter(loaded, name, vault)
            way = Watched(way) if store.shadow else way
            stores[name] = Store(row.id, name, row.programme_id, way, window, store.country, store.shadow)
    return Connector(loaded, database, MappingProxyType(stores))


def consent(loaded: Settings, name: str) -> Consent | None:
    """How the owner of that store agrees to us; None where the platform asks nobody."""
    store = loaded.stores[name]
    ask = PLATFORMS[store.platform].consent
    told = {field: value.get_secret_value() for field, value in store.credentials.items()}
    return ask(url=store.url, timeout=float(store.timeout_seconds), **told) if ask else None


def post(loaded: Settings) -> Post | None:
    """Whoever carries letters to shoppers; None where there is nobody."""
    mail = loaded.mail
    if mail is None:
        return None
    password = mail.password.get_secret_value() if mail.password else None
    return Smtp(mail.host, mail.port, mail.security, mail.user, password, mail.sender, _MAIL_PATIENCE)


def adapter(loaded: Settings, name: str, vault: Vault | None = None) -> Adapter:
    """The connection to one store of the settings; with a vault, where its platform changes a secret as we go."""
    store = loaded.stores[name]
    platform = PLATFORMS[store.platform]
    with private_addresses(loaded.allow_private_addresses):
        return platform.connect(
            url=store.url,
            webhook_secret=loaded.webhook_secret(name),
            timeout=float(store.timeout_seconds),
            **({"vault": vault} if platform.keeps else {}),
            **{choice: getattr(store.codes, choice) for choice in platform.platform.choices},
            **{field: value.get_secret_value() for field, value in store.credentials.items()},
        )
