"""The settings: which stores there are, what they run by, where everything is kept.

The rule kept here: settings are read once, whole and checked, or not at all, with everything that is wrong in one list,
the programmes of the stores included. What platforms can do is told from outside; this file knows none.
"""

import base64
import hashlib
import hmac
import json
import pathlib
import re
import string
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from io import StringIO
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PrivateAttr,
    SecretStr,
    Strict,
    ValidationInfo,
    model_validator,
)

from connector.document import Document, Fault, InvalidDocument, read_document, read_file
from connector.programme import Programme, load_programme
from connector.sealed import NotOpened, opened
from connector.validation import Flag, Section, Whole, nearest, validate, wrong

_WEEK = 604_800  # seconds
_LETTERS = string.digits + string.ascii_letters


@dataclass(frozen=True, slots=True)
class Platform:
    """How a platform's stores are connected, and the facets they have.

    `ways` are sets of credentials, each of them enough by itself; the first is the usual one. `choices` are the keys of
    a store's section `codes` that mean something there.
    """

    ways: tuple[tuple[str, ...], ...]
    facets: frozenset[str]
    choices: frozenset[str] = frozenset()

    @property
    def credentials(self) -> frozenset[str]:
        """All that any of the ways asks for."""
        return frozenset(field for way in self.ways for field in way)

    def missing(self, given: Collection[str]) -> tuple[str, ...]:
        """What is still to be given, on the way of which least is missing; on the usual one if none is begun."""
        begun = [way for way in self.ways if not set(way).isdisjoint(given)] or self.ways[:1]
        return min((tuple(field for field in way if field not in given) for way in begun), key=len)


_WITHOUT = {
    "coupons": "remove the sections redeem and rewards from it, or choose another programme",
    "products": "choose goods by product instead of category, and take sale out of without",
    "bogo": "take bogo out of without",
    "reviews": "of bonuses, take out review",
    "product_points": "take the rule of kind product out of earn",
    "customers": "take out members, all groups, and newsletter and registration of bonuses",
    "checkout": "of redeem, take out whole and shipping, and automatic and bogo of without",
    "coupon_scopes": "of redeem, take out goods, maximum_order, and sale of without",
    "coupon_alone": "of redeem, take coupon out of without",
    "coupon_mixed_scopes": "of redeem.goods, choose by products or by categories, not by both",
    "coupon_scope_shares": "of redeem, take out maximum_share, or of goods say only not_products and not_categories",
    "tenders": "of redeem, take out tax: none",
    "product_prices": "take out the section prices",
    "coupon_goods": "of rewards, take out goods, and products without confirm",
    "coupon_pieces": "of rewards for chosen goods, write percent in place of amount, and products with confirm",
    "coupon_goods_minimum": "of rewards for chosen goods, take out minimum_order",
    "coupon_sale_items": "of rewards, take out sale_items",
    "coupon_shipping": "of rewards, take out those of kind free_shipping",
    "shipping_methods": "of rewards of kind free_shipping, take out methods",
    "standing_discounts": "of rewards, take out those of kind permanent",
    "gift_cards": "of redeem, take out into; of rewards, those of kind gift_card",
    "store_credit": "of redeem, take out into; of rewards, those of kind store_credit",
}


def _database(url: str, info: ValidationInfo) -> str:
    if url.startswith("postgresql+psycopg://"):
        return url
    name = url.removeprefix("sqlite:///")
    if name == url or not name:
        hint = "write sqlite:///loyalty.db or postgresql+psycopg://user:password@host/name"
        raise wrong("is not the address of a database we can use", hint)
    if name.startswith(":memory:"):
        raise wrong("a database in memory forgets everything", "write a file: sqlite:///loyalty.db")
    folder = pathlib.Path(info.context["folder"] if info.context else ".")
    return f"sqlite:///{folder.resolve() / name}"


def _url(url: str) -> str:
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and (parts.port or True)
    except ValueError:
        good = False
    if not good or re.search(r"[\s?#]", url):
        raise wrong("is not a web address", "write for example https://shop.example.com")
    if "@" in parts.netloc:
        raise wrong("must not hold a user or password", "put them under credentials")
    return url.rstrip("/")


def _sender(text: str) -> str:
    name, address = parseaddr(text)
    try:
        Address(name, addr_spec=address)
    except (ValueError, IndexError, MessageError):
        raise wrong("is not an e-mail address", "write for example Points <points@shop.example.com>") from None
    return text


def _when(value: int | str) -> int | str:
    """Seconds between two runs, or a line of crontab."""
    if isinstance(value, int):
        if not 1 <= value <= _WEEK:
            raise wrong("{value} is not between a second and a week", f"write 1 to {_WEEK} seconds")
        return value
    from apscheduler.triggers.cron import CronTrigger

    try:
        CronTrigger.from_crontab(value, UTC)
    except ValueError:
        hint = 'write seconds, or minute, hour, day, month and day of the week: "30 3 * * *" is 3:30 every day'
        raise wrong("{value} does not say when to run", hint) from None
    return value


def _store_name(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9-]{1,40}", name):
        raise wrong("is not a store name", "use 1 to 40 of a-z, 0-9 and -")
    return name


Url = Annotated[str, AfterValidator(_url)]
Seconds = Annotated[Whole, Field(ge=1, le=_WEEK)]
When = Annotated[Whole | str, AfterValidator(_when)]
SecretKey = Annotated[SecretStr, Field(min_length=32)]
Credential = Annotated[SecretStr, Field(min_length=1)]


class Web(Section):
    host: str = "127.0.0.1"
    port: Annotated[Whole, Field(ge=1, le=65_535)] = 8471
    public_url: Url | None = None
    max_body_mb: Annotated[Whole, Field(ge=1, le=64)] = 5
    questions_per_minute: Annotated[Whole, Field(ge=1, le=1_000_000)] = 6000


class Write(Section):
    """What the store's own pages are told, beside coupons."""

    balances: Flag = True
    notes: Flag = False


class Codes(Section):
    """How what points buy is made in the store, where its platform leaves a choice."""

    together: Annotated[frozenset[Literal["order", "product", "shipping"]], Strict(False)] = frozenset(
        {"order", "product", "shipping"}
    )
    standing: Literal["code", "tag"] = "code"
    pool: Flag = False
    keep_used_days: Annotated[Whole, Field(ge=1, le=3650)] | None = None


class Remind(Section):
    """Letters about points that will soon be gone: so many days before (left out: none), and not again within
    `pause_days`. Only to those who the store says take its newsletter, or to everybody who has not refused them."""

    days: Annotated[Whole, Field(ge=2, le=365)] | None = None
    pause_days: Annotated[Whole, Field(ge=1, le=364)] = 7
    whom: Literal["subscribers", "everyone"] = "subscribers"

    @model_validator(mode="after")
    def _in_time(self) -> "Remind":
        if self.days is not None and self.pause_days >= self.days:
            raise wrong("days is not more than pause_days", "some would hear of it too late: write more days")
        return self


class Store(Section):
    platform: str
    url: Url
    credentials: dict[str, Credential]
    programme: str
    return_window_days: Annotated[Whole, Field(ge=1, le=3650)] = 30
    timeout_seconds: Annotated[Whole, Field(ge=1, le=300)] = 30
    language: Literal["en", "ro", "pl", "he"] = "en"
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    write: Write = Write()
    codes: Codes = Codes()
    remind: Remind = Remind()
    enabled: Flag = True
    shadow: Flag = False


class Jobs(Section):
    """Seconds between two runs; of some also a line of crontab, in UTC. `spread` is seconds by which runs are moved, so
    that many stores are not asked in one moment."""

    inbox: Seconds = 1
    outbox: Seconds = 1
    pull: Seconds = 60
    reread: Seconds = 21_600
    bonuses: When = 600
    sweep: When = 600
    balances: Seconds = 10
    webhooks: Seconds = 600
    remind: When = "23 8-20 * * *"
    tiers: When = "11 4 * * *"
    prune: When = "17 3 * * *"
    reconcile: When = "41 2 * * *"
    spread: Annotated[Whole, Field(ge=0, le=3600)] = 2


class Keep(Section):
    """Days for which what is done with is kept, for it holds personal data."""

    deliveries: Annotated[Whole, Field(ge=1, le=3650)] = 30


class Log(Section):
    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["text", "json"] = "text"


class Metrics(Section):
    """Where schedulers and workers tell their figures; without a port they tell none."""

    host: str = "127.0.0.1"
    port: Annotated[Whole, Field(ge=1, le=65_535)] | None = None


class Mail(Section):
    """The server that takes letters to shoppers."""

    host: str
    port: Annotated[Whole, Field(ge=1, le=65_535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password: SecretStr | None = None
    sender: Annotated[str, AfterValidator(_sender)]


class Settings(Section):
    """All of it. `database` may hold a password, so it is not printed."""

    database: Annotated[str, AfterValidator(_database), Field(validate_default=True, repr=False)] = (
        "sqlite:///loyalty.db"
    )
    secret_key: SecretKey
    secret_key_old: Annotated[SecretKey | None, BeforeValidator(lambda text: text or None)] = None
    allow_private_addresses: Flag = False
    web: Web = Web()
    stores: dict[Annotated[str, AfterValidator(_store_name)], Store] = Field(default_factory=dict)
    jobs: Jobs = Jobs()
    keep: Keep = Keep()
    log: Log = Log()
    metrics: Metrics = Metrics()
    mail: Mail | None = None

    _document: Document = PrivateAttr()
    _programmes: dict[str, Programme] = PrivateAttr()

    @property
    def file(self) -> pathlib.Path:
        """Where the settings were read."""
        return pathlib.Path(self._document.file)

    def programme(self, store: str) -> Programme:
        """The programme of a store, as its file says it now."""
        return self._programmes[store]

    def webhook_secret(self, store: str) -> str:
        """What the store signs its deliveries with: its own, and always the same for the same secret key."""
        return self._derived(f"webhook:{store}")

    def shopper_secret(self, store: str) -> str:
        """What the store signs the tokens of its shoppers with: as above, and another one."""
        return self._derived(f"shopper:{store}")

    @property
    def vault_keys(self) -> tuple[bytes, ...]:
        """What secrets in the database are encrypted with, in the form that Fernet takes: as above. The first encrypts;
        the old one, where there is one, only opens."""
        keys = (self.secret_key, self.secret_key_old)
        return tuple(
            base64.urlsafe_b64encode(hmac.digest(key.get_secret_value().encode(), b"vault", hashlib.sha256))
            for key in keys
            if key is not None
        )

    @property
    def letter_secret(self) -> str:
        """What the addresses in letters to shoppers are signed with: as above."""
        return self._derived("letters")

    def shop_code(self, store: str) -> str | None:
        """What the shop's plugin must know, in one word: our address, the store's name for us and its shopper secret;
        None while nothing can reach us."""
        return self._code(store, secret=self.shopper_secret(store))

    def pairing_code(self, store: str, url: str, proof: str) -> str | None:
        """What is pasted into the plugin of a shop that is still to be connected, in one word: our address, its name
        to be, its own address and what proves that it was invited; None while nothing can reach us."""
        return self._code(store, url=url, proof=proof)

    def _code(self, store: str, **more: str) -> str | None:
        if self.web.public_url is None:
            return None
        told = {"address": self.web.public_url, "store": store, **more}
        return base64.urlsafe_b64encode(json.dumps(told).encode()).decode().rstrip("=")

    def _derived(self, purpose: str) -> str:
        digest = hmac.digest(self.secret_key.get_secret_value().encode(), purpose.encode(), hashlib.sha256)
        number, letters = int.from_bytes(digest), ""
        while len(letters) < 40:
            number, index = divmod(number, len(_LETTERS))
            letters += _LETTERS[index]
        return letters


def load_settings(path: pathlib.Path, environ: Mapping[str, str]) -> Settings:
    """Raises InvalidDocument. The file .env beside the settings counts too; the environment wins over it."""
    if not path.exists():
        raise InvalidDocument([Fault(str(path), None, (), "there is no settings file", "`loyalty init` writes one")])
    return parse_settings(read_file(path), path, environ)


def parse_settings(text: str, path: pathlib.Path, environ: Mapping[str, str]) -> Settings:
    """The settings a text says, as if it were the file at `path`. Raises InvalidDocument."""
    document = read_document(text, str(path), {**_dotenv(path.parent / ".env"), **environ})
    programmes, faults = _load_programmes(document, path.parent)
    try:
        settings = validate(document, Settings, {"folder": path.parent})
    except InvalidDocument as invalid:
        raise InvalidDocument([*invalid.faults, *faults]) from None
    if faults:
        raise InvalidDocument(faults)
    if settings.mail is None:
        for name, store in settings.stores.items():
            if store.remind.days is not None:
                hint = "say under mail which server takes them"
                raise InvalidDocument([document.fault(("stores", name, "remind"), "letters cannot be sent", hint)])
    settings._document, settings._programmes = document, programmes
    _open_credentials(settings)
    return settings


def _open_credentials(settings: Settings) -> None:
    """Those that are sealed, in place. Raises InvalidDocument."""
    faults = []
    for name, store in settings.stores.items():
        for field, value in store.credentials.items():
            try:
                store.credentials[field] = SecretStr(opened(value.get_secret_value(), settings.vault_keys))
            except NotOpened:
                hint = "give it anew, or the key that sealed it as secret_key_old"
                message = "neither secret_key nor secret_key_old opens it"
                key = ("stores", name, "credentials", field)
                faults.append(settings._document.fault_of_value(key, message, hint))
    if faults:
        raise InvalidDocument(faults)


def check_platforms(settings: Settings, platforms: Mapping[str, Platform]) -> None:
    """Can each store's platform do what is asked of it? Raises InvalidDocument with everything that it cannot."""
    document = settings._document
    faults: list[Fault] = []
    for name, store in settings.stores.items():
        here = ("stores", name)
        platform = platforms.get(store.platform)
        if platform is None:
            hint = nearest(store.platform, platforms)
            faults.append(document.fault_of_value((*here, "platform"), "there is no such platform", hint))
            continue
        credentials = (*here, "credentials")
        for field in store.credentials:
            if field not in platform.credentials:
                hint = nearest(field, platform.credentials)
                faults.append(document.fault((*credentials, field), "unknown credential", hint))
        for field in platform.missing(store.credentials):
            faults.append(document.fault((*credentials, field), "is missing", f"{store.platform} needs it"))
        if store.write.notes and "order_notes" not in platform.facets:
            message = f"{store.platform} has no notes on orders"
            faults.append(document.fault_of_value((*here, "write", "notes"), message, "write notes: false"))
        for choice in sorted({"together", "standing", "pool"} - platform.choices):
            if getattr(store.codes, choice) != getattr(Codes(), choice):
                message = f"{store.platform} leaves no choice of it"
                faults.append(document.fault_of_value((*here, "codes", choice), message, "take it out"))
        for facet in sorted(settings.programme(name).needs - platform.facets):
            message = f"the programme needs {facet}, which {store.platform} does not offer"
            faults.append(document.fault((*here, "programme"), message, _WITHOUT[facet]))
    if faults:
        raise InvalidDocument(faults)


def _dotenv(path: pathlib.Path) -> dict[str, str]:
    if not path.exists():
        return {}
    values = dotenv_values(stream=StringIO(read_file(path)), interpolate=False)
    return {name: value for name, value in values.items() if value is not None}


def _load_programmes(document: Document, folder: pathlib.Path) -> tuple[dict[str, Programme], list[Fault]]:
    """The programme of every store that names one, also where the rest of the settings is wrong."""
    programmes: dict[str, Programme] = {}
    faults: dict[str, tuple[Fault, ...]] = {}  # two stores may share a file, whose faults are told once
    stores: Any = document.at(("stores",))
    for name in stores if isinstance(stores, dict) else ():
        key = ("stores", name, "programme")
        file = document.at(key)
        if not isinstance(file, str):
            continue
        if not (folder / file).is_file():
            hint = "its path is relative to the folder of the settings"
            faults[name] = (document.fault_of_value(key, "there is no such file", hint),)
            continue
        try:
            programmes[name] = load_programme(folder / file)
        except InvalidDocument as invalid:
            faults[file] = invalid.faults
    return programmes, [fault for found in faults.values() for fault in found]
