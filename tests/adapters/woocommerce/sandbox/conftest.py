"""A sandbox store, a client that signs with the `woocommerce` package, and a receiver of webhooks."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import requests
from woocommerce.oauth import OAuth

from adapters.woocommerce.sandbox import Sandbox

NOW = 1_793_000_000
SECRET = "hush"


@dataclass
class ManualClock:
    """Stands still until it is told to go on."""

    now: float = NOW

    def __call__(self) -> float:
        return self.now

    def forward(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Client:
    shop: Sandbox
    clock: Callable[[], float]
    session: requests.Session = field(default_factory=requests.Session)

    def sign(self, method: str, path: str, *, key: str | None = None, at: float | None = None) -> str:
        url = f"{self.shop.url}/wp-json/wc/v3/{path}"
        timestamp = int(self.clock() if at is None else at)
        signer = OAuth(
            url,
            key or self.shop.consumer_key,
            self.shop.consumer_secret,
            version="wc/v3",
            method=method,
            oauth_timestamp=timestamp,
        )
        return str(signer.get_oauth_url())

    def call(self, method: str, path: str, body: Any = None, **options: Any) -> requests.Response:
        return self.session.request(method, self.sign(method, path), json=body, timeout=5, **options)

    def get(self, path: str) -> requests.Response:
        return self.call("GET", path)

    def post(self, path: str, body: Any) -> requests.Response:
        return self.call("POST", path, body)

    def put(self, path: str, body: Any) -> requests.Response:
        return self.call("PUT", path, body)

    def delete(self, path: str) -> requests.Response:
        return self.call("DELETE", path)

    def subscribe(self, topic: str, url: str) -> dict[str, Any]:
        answer = self.post("webhooks", {"topic": topic, "delivery_url": url, "secret": SECRET})
        assert answer.status_code == 201, answer.text
        return dict(answer.json())


@dataclass
class Arrival:
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return dict(self.headers)[name]


class Receiver:
    """Takes what is sent to it. `statuses` are its answers in turn, then 200 for ever."""

    def __init__(self) -> None:
        self.arrivals: list[Arrival] = []
        self.statuses: list[int] = []
        receiver = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.arrivals.append(Arrival(self.headers.items(), body))
                status = receiver.statuses.pop(0) if receiver.statuses else 200
                self.send_response(status)
                if 300 <= status < 400:
                    self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/hook"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    @property
    def deliveries(self) -> list[Arrival]:
        """Without the pings."""
        return [arrival for arrival in self.arrivals if "X-WC-Webhook-Topic" in dict(arrival.headers)]

    def wait_for(self, count: int, seconds: float = 3.0) -> list[Arrival]:
        deadline = time.monotonic() + seconds
        while len(self.deliveries) < count and time.monotonic() < deadline:
            time.sleep(0.005)
        return self.deliveries

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def shop(clock: ManualClock) -> Iterator[Sandbox]:
    """With the catalogue: product 10 costs 24.90, product 12 is on sale for 12.90, product 15 costs 129.00."""
    with Sandbox(clock=clock, allow_loopback=True, control=True) as shop:
        yield shop


@pytest.fixture
def client(shop: Sandbox, clock: ManualClock) -> Client:
    return Client(shop, clock)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    yield receiver
    receiver.close()


@pytest.fixture
def client_of(clock: ManualClock) -> Callable[[Sandbox], Client]:
    """For tests that start a store of their own, on the same clock."""
    return lambda shop: Client(shop, clock)
