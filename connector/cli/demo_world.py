"""The demo's world: a shop, settings, the running connector, each a process of its own.

The rule kept here: everything lives in one folder and on free ports, and is ended when the demo ends.
"""

import contextlib
import json
import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from types import TracebackType
from typing import Self

from connector import bootstrap
from connector.bootstrap import Shop
from connector.cli.output import err
from connector.cli.session import Session, UsageError
from connector.settings_files import STARTER, NewStore, add_store, initial_settings, secret_variable

STORE = "demo"
PLATFORM = "woocommerce"
_SETTINGS = """# The demo's settings: a shop on this machine, asked and told more often than a real one would be.
database: sqlite:///loyalty.db
secret_key: ${{LOYALTY_SECRET_KEY}}
web:
  port: {port}
  public_url: http://127.0.0.1:{port}
jobs:
  webhooks: 5
  sweep: 5
stores:
"""
_MARKER = "this folder belongs to loyalty demo"


class World:
    """Opened, there is a shop with a past and settings that know it; the connector is started when asked for."""

    def __init__(self, folder: pathlib.Path, *, orders: int, customers: int, seed: int, again: bool) -> None:
        self.folder = folder
        self.size = (orders, customers, seed)
        self.session = Session(folder / "settings.yaml")
        self._processes: list[subprocess.Popen[str]] = []
        self._again = again
        self.shop_url = ""

    def __enter__(self) -> Self:
        try:
            if self._again:
                self._reopen()
            else:
                self._make()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._end()

    @property
    def environ(self) -> dict[str, str]:
        return {**os.environ, "LOYALTY_SETTINGS": str(self.session.settings_file)}

    def shop(self) -> Shop:
        """A way to buy in the shop."""
        keys = json.loads((self.folder / "shop-keys.json").read_text())
        return bootstrap.Shop(url=self.shop_url, **keys)

    def start_connector(self) -> subprocess.Popen[str]:
        """`loyalty run`, answering. Its log goes to run.log in the folder."""
        log = (self.folder / "run.log").open("a")
        command = [sys.executable, "-m", "connector.cli", "run"]
        process = subprocess.Popen(command, env=self.environ, stdout=log, stderr=log, text=True)  # noqa: S603
        log.close()
        self._processes.append(process)
        address = f"{self.session.settings().web.public_url}/healthz"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and process.poll() is None:
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):  # noqa: S310
                return process
            time.sleep(0.1)
        raise UsageError(f"loyalty run does not answer; see {self.folder / 'run.log'}")

    def stay_open(self) -> None:
        """The shop and the connector, until Ctrl-C."""
        self.start_connector()
        err.print(f"the shop is at {self.shop_url}, the connector at {self.session.settings().web.public_url}")
        err.print(f"look around with: loyalty --settings {self.session.settings_file} …; Ctrl-C ends it")
        while all(process.poll() is None for process in self._processes):
            time.sleep(0.2)
        raise UsageError(f"one of the two has ended by itself; see run.log and shop.log in {self.folder}")

    def _make(self) -> None:
        if self.folder.exists():
            if not (self.folder / "README").exists() or _MARKER not in (self.folder / "README").read_text():
                raise UsageError(f"{self.folder} is not a demo's folder; choose another with --folder")
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True)
        (self.folder / "README").write_text(f"{_MARKER}; it is made anew each time\n")
        self._start_shop(0)
        self.session.settings_file.write_text(_SETTINGS.format(port=_free_port()))
        initial_settings(self.session.settings_file)
        keys = json.loads((self.folder / "shop-keys.json").read_text())
        secrets = {secret_variable(STORE, field): value for field, value in keys.items()}
        store = NewStore(STORE, PLATFORM, self.shop_url, STARTER, tuple(keys), secrets)
        add_store(self.session.settings_file, store, os.environ)
        bootstrap.initialise(self.session.settings())

    def _reopen(self) -> None:
        if not self.session.settings_file.exists():
            raise UsageError(f"there is no demo in {self.folder} yet: loyalty demo")
        url = self.session.settings().stores[STORE].url
        self._start_shop(int(url.rpartition(":")[2]))

    def _start_shop(self, port: int) -> None:
        orders, customers, seed = self.size
        options = {"port": port, "seed": seed, "orders": orders, "customers": customers, "cron-interval": 1}
        keys_file = self.folder / "shop-keys.json"
        if keys_file.exists():
            keys = json.loads(keys_file.read_text())
            options |= {"key": keys["consumer_key"], "secret": keys["consumer_secret"]}
        command = [sys.executable, "-m", bootstrap.sandboxes()[PLATFORM], "--background-cron", "--allow-loopback"]
        command += [f"--{name}={value}" for name, value in options.items()]
        command.append(f"--state={self.folder / 'shop.json'}")
        process = subprocess.Popen(  # noqa: S603
            command, stdout=subprocess.PIPE, stderr=(self.folder / "shop.log").open("a"), text=True
        )
        self._processes.append(process)
        line = process.stdout.readline() if process.stdout else ""
        if not line:
            raise UsageError(f"the shop does not start; see {self.folder / 'shop.log'}")
        said = json.loads(line)
        self.shop_url = said.pop("url").rstrip("/")
        keys_file.write_text(json.dumps({name: said[name] for name in ("consumer_key", "consumer_secret")}))
        keys_file.chmod(0o600)

    def _end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        for process in reversed(self._processes):
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
