"""A WordPress that has the plugin: each page is a PHP process of its own, and what it keeps lasts until the next."""

import json
import pathlib
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any

HERE = pathlib.Path(__file__).parent
PLUGIN = HERE.parents[2] / "adapters" / "woocommerce" / "plugin" / "loyalty-connector"
PHP = shutil.which("php")

TEAPOT = {"id": 10, "sku": "tea-1", "price": 12.5, "tax": 2.0, "quantity": 1}
NO_FORM = {"loyalty_points": None}


@dataclass
class Seen:
    """What a page showed and did."""

    html: str
    notices: list[list[str]]
    requests: list[str]
    redirect: str | None
    wished: list[list[Any]]
    waits: list[bool]
    seconds: float


@dataclass
class Wordpress:
    """A shop whose administrator has pasted `code`; `user` 0 is a visitor."""

    code: str
    log: pathlib.Path
    user: int = 7
    locale: str = "en_GB"
    state: dict[str, Any] = field(default_factory=dict)
    options: dict[str, str] = field(default_factory=dict)

    def page(self, *, post: dict[str, str] | None = None, **do: Any) -> Seen:
        """A request: hooks that run in it with their arguments, a filter=(name, [arguments]), json=(function,
        [arguments]) or shortcode=name."""
        assert PHP
        now = {"user": self.user, "locale": self.locale, "post": post or {}, "do": do, "log": str(self.log)}
        state = {"now": time.time(), **self.state, **now}
        state["options"] = {"loyalty_connector_code": self.code, **self.options}
        began = time.monotonic()
        done = subprocess.run(  # noqa: S603
            [PHP, "-d", "display_errors=stderr", HERE / "wordpress.php"],
            input=json.dumps(state),
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        assert not done.stderr, done.stderr
        told = json.loads(done.stdout)
        self.state = {
            **self.state,
            **{name: told["state"][name] for name in ("transients", "meta", "session", "applied", "scheduled")},
            "cart": told["state"].get("cart", []),
        }
        self.code = told["state"]["options"]["loyalty_connector_code"]
        seconds = time.monotonic() - began
        waits = told.get("waits", [])
        return Seen(told["html"], told["notices"], told["requests"], told["redirect"], told["wished"], waits, seconds)

    def product(self, **changes: Any) -> Seen:
        self.state["product"] = {**TEAPOT, **changes}
        return self.page(woocommerce_single_product_summary=[])

    def cart(self, *lines: dict[str, Any]) -> Seen:
        self.state["cart"] = list(lines) or [{**TEAPOT, "quantity": 4}]
        return self.page(wp=[], woocommerce_before_cart_collaterals=[])

    def account(self) -> Seen:
        return self.page(woocommerce_account_loyalty_endpoint=[])

    def order(self, id: int, customer: int = 7) -> Seen:
        self.state["order"] = {"id": id, "customer": customer, "lines": [{**TEAPOT, "quantity": 4}]}
        return self.page(woocommerce_thankyou=[id])

    def later(self, seconds: float) -> None:
        """So much time passes for what is remembered."""
        self.state["now"] = self.state.get("now", time.time()) + seconds

    def scheduled(self) -> Seen:
        """Action Scheduler does all that is due, and what is for later stays."""
        due, self.state["scheduled"] = self.state.get("scheduled", []), []
        return self.page(**{hook: arguments for _, hook, arguments in due})
