"""What the cases work on: a shop over HTTP, a history as a shop writes it, empty books, a folder of settings."""

import json
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

from adapters.woocommerce.adapter import WooCommerce
from adapters.woocommerce.sandbox import Sandbox
from adapters.woocommerce.sandbox.order_documents import order_document, refund_document
from adapters.woocommerce.sandbox.phpjson import encode
from connector import bootstrap
from connector.db import migrate
from connector.db.engine import Database
from connector.programme import parse_programme
from connector.settings import Settings
from connector.usecases.stores import Store, enlist

PROGRAMME = (resources.files("connector") / "templates" / "starter.yaml").read_text("utf-8")
START = datetime(2020, 1, 1, tzinfo=UTC)
WINDOW = timedelta(days=30)
SHOP = {"url": "http://127.0.0.1:9", "consumer_key": "ck_benchmark", "consumer_secret": "cs_benchmark"}
SETTINGS = """\
database: sqlite:///loyalty.db
secret_key: {secret}
allow_private_addresses: true
web: {{host: 127.0.0.1, port: {port}}}
stores:
  shop:
    platform: woocommerce
    url: {url}
    credentials: {{consumer_key: {consumer_key}, consumer_secret: {consumer_secret}}}
    programme: starter.yaml
"""
Access = dict[str, str]  # the shop's url, consumer_key and consumer_secret


@contextmanager
def a_shop(orders: int) -> Iterator[Access]:
    """The sandbox in a process of its own, a fifth as many customers as orders."""
    command = [sys.executable, "-m", "adapters.woocommerce.sandbox", "--disable-wp-cron", "--seed=1"]
    with started([*command, f"--orders={orders}", f"--customers={max(orders // 5, 1)}", "--days=1000"]) as access:
        yield access


@contextmanager
def started(command: list[str]) -> Iterator[Access]:
    """A process that says in one line of JSON where it is."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=quiet, text=True)  # noqa: S603
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


@dataclass(frozen=True, slots=True)
class Told:
    """An order as a shop writes it, and its refunds, which it writes apart."""

    order: bytes
    refunds: tuple[bytes, ...]


def history(orders: int) -> list[Told]:
    with Sandbox(seed=1, orders=orders, customers=max(orders // 5, 1), days=1000) as sandbox:
        shop = sandbox.shop
        return [
            Told(
                encode(order_document(shop, order)),
                tuple(encode(refund_document(shop, refund)) for refund in shop.refunds_of(order.id)),
            )
            for order in shop.orders.values()
        ]


def connected(database: Database, access: Access = SHOP) -> Store:
    """The store in these books, where it is made known if it is new."""
    row = enlist(database, "shop", parse_programme(PROGRAMME, "starter"), "benchmark", START)
    return Store(row.id, "shop", row.programme_id, WooCommerce(**access, timeout=60), WINDOW)


@contextmanager
def books(url: str) -> Iterator[Database]:
    """The database of this address, made if it is not there."""
    database = Database(url)
    try:
        migrate.upgrade(database)
        yield database
    finally:
        database.close()


def settings(folder: Path) -> Settings:
    """Written into the folder, with the database made."""
    (folder / "starter.yaml").write_text(PROGRAMME, "utf-8")
    path = folder / "settings.yaml"
    path.write_text(SETTINGS.format(secret="benchmark" * 4, port=free_port(), **SHOP), "utf-8")
    loaded = bootstrap.settings(path, {})
    bootstrap.initialise(loaded)
    return loaded


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@contextmanager
def a_store(access: Access) -> Iterator[tuple[Database, Store]]:
    """Empty books, connected to the shop."""
    with tempfile.TemporaryDirectory() as folder, books(f"sqlite:///{Path(folder) / 'loyalty.db'}") as database:
        store = connected(database, access)
        try:
            yield database, store
        finally:
            store.adapter.close()
