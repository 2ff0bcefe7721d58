"""What can go wrong on the way to a store, each over a real socket, and the family it gets."""

import logging
import socket
import ssl
import subprocess
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from requests import PreparedRequest
from requests.auth import AuthBase

from adapters import http
from adapters.http import Http, Redirected, Untrusted, retry_after
from connector.adapter import Misconfigured, Rejected, Retryable, StoreError

SECRET = "sEcReT-signature"
Reply = Callable[[BaseHTTPRequestHandler], None]


class Signer(AuthBase):
    """Puts a secret and a count into the query, as OAuth does."""

    def __init__(self) -> None:
        self.signed = 0

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        self.signed += 1
        request.prepare_url(request.url, {"signature": SECRET, "nonce": str(self.signed)})
        return request


class Store:
    """A server that gives one scripted reply after the other, the last one for ever."""

    def __init__(self) -> None:
        self.replies: list[Reply] = [reply(200, b"{}")]
        self.paths: list[str] = []
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                store.paths.append(self.path)
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                (store.replies.pop(0) if len(store.replies) > 1 else store.replies[0])(self)

            do_GET = do_POST = answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()


def reply(status: int, body: bytes, **headers: str) -> Reply:
    def send(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return send


def silence(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(0.5)


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


def drip(handler: BaseHTTPRequestHandler) -> None:
    reply(200, b"[", Content_Length="1000000")(handler)
    with suppress(ConnectionError):
        for _ in range(20):
            time.sleep(0.03)
            handler.wfile.write(b" " * 70_000)


@pytest.fixture
def store() -> Iterator[Store]:
    store = Store()
    yield store
    store.server.shutdown()
    store.server.server_close()


@pytest.fixture
def signer() -> Signer:
    return Signer()


@pytest.fixture
def client(store: Store, signer: Signer) -> Iterator[Http]:
    client = Http(store.url, auth=signer, timeout=0.3, max_bytes=1_500_000)
    yield client
    client.close()


def test_reading_is_tried_again_and_signed_anew_each_time(store: Store, client: Http, signer: Signer) -> None:
    store.replies = [reply(500, b"oops"), hang_up, reply(200, b'{"a": 1}')]

    answer = client.send("GET", "/orders")

    assert answer.body == b'{"a": 1}'
    assert len(set(store.paths)) == signer.signed == 3


def test_an_answer_tells_how_many_tries_it_took(store: Store, client: Http) -> None:
    store.replies = [reply(500, b""), hang_up, reply(200, b"[]")]

    assert (client.send("GET", "/orders").tries, client.send("GET", "/orders").tries) == (3, 1)
    assert client.send("POST", "/orders", json={}).tries == 1


def test_a_pause_that_the_store_asked_one_thread_for_is_kept_by_all(store: Store, client: Http) -> None:
    store.replies = [reply(429, b"", Retry_After="1"), reply(200, b"[]")]
    arrived: list[float] = []

    def ask() -> None:
        client.send("GET", "/orders")
        arrived.append(time.monotonic())

    first = threading.Thread(target=ask)
    first.start()
    while not client._quiet_until:
        time.sleep(0.01)
    quiet_until = client._quiet_until
    second = threading.Thread(target=ask)
    second.start()
    first.join()
    second.join()

    assert len(store.paths) == 3
    assert min(arrived) >= quiet_until


def test_reading_is_given_up_after_three_tries(store: Store, client: Http) -> None:
    store.replies = [reply(503, b"")]

    with pytest.raises(Retryable, match="503"):
        client.send("GET", "/orders")

    assert len(store.paths) == http.TRIES


@pytest.mark.parametrize("fault", [reply(500, b""), hang_up, silence, reply(200, b'{"cut')])
def test_a_write_that_may_have_arrived_is_not_sent_again(store: Store, client: Http, fault: Reply) -> None:
    store.replies = [fault]

    with pytest.raises(Retryable):
        client.send("POST", "/orders", json={})

    assert len(store.paths) == 1


def test_a_long_wish_to_wait_is_handed_on_and_not_waited_for(store: Store, client: Http) -> None:
    store.replies = [reply(429, b"", Retry_After="120")]

    with pytest.raises(Retryable) as caught:
        client.send("GET", "/orders")

    assert caught.value.after == timedelta(seconds=120)
    assert len(store.paths) == 1


def test_a_short_wish_to_wait_is_granted(store: Store, client: Http) -> None:
    store.replies = [reply(429, b"", Retry_After="1"), reply(200, b"[]")]
    started = time.monotonic()

    client.send("GET", "/orders")

    assert time.monotonic() - started >= 1


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("30", timedelta(seconds=30)),
        ("4.0", timedelta(seconds=4)),
        ("Tue, 24 Nov 2026 12:01:00 GMT", timedelta(minutes=1)),
        ("Tue, 24 Nov 2026 11:00:00 GMT", timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("", None),
        ("999999999999", timedelta(days=1)),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_nonsense_is_no_wish(text: str, wait: timedelta | None) -> None:
    assert retry_after({"Retry-After": text}, datetime(2026, 11, 24, 12, tzinfo=UTC)) == wait


FAULTS: list[tuple[str, Reply, type[StoreError], str]] = [
    ("bad request", reply(400, b"{}"), Rejected, "HTTP 400"),
    ("no such thing", reply(404, b"{}"), Rejected, "HTTP 404"),
    ("wrong keys", reply(401, b"{}"), Misconfigured, "refuses our keys"),
    ("forbidden", reply(403, b"<html>"), Misconfigured, "refuses our keys"),
    ("busy", reply(429, b""), Retryable, "HTTP 429"),
    ("down", reply(502, b"<html>"), Retryable, "HTTP 502"),
    ("page", reply(200, b"<html>", Content_Type="text/html; charset=utf-8"), Retryable, "text/html"),
    ("cut JSON", reply(200, b'{"id": 1'), Retryable, "not whole JSON"),
    ("nothing", reply(200, b""), Retryable, "not whole JSON"),
    ("cut body", reply(200, b"{}", Content_Length="10", Connection="close"), Retryable, "answer"),
    ("silence", silence, Retryable, "did not answer in time"),
    ("hung up", hang_up, Retryable, "broke"),
    ("drip", drip, Retryable, "did not finish"),
    ("too much", reply(200, b"[" + b" " * 1_500_000 + b"]"), Rejected, "more than 1500000 bytes"),
    (
        "moved",
        reply(301, b"", Location=f"https://new.example/orders?key={SECRET}"),
        Redirected,
        "to https://new.example;",
    ),
]


@pytest.mark.parametrize(
    ("fault", "family", "says"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_each_fault_gets_its_family_and_no_message_or_log_line_holds_a_secret(
    store: Store,
    client: Http,
    fault: Reply,
    family: type[StoreError],
    says: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    store.replies = [fault]

    with pytest.raises(StoreError, match=says) as caught:
        client.send("POST", "/orders")

    assert isinstance(caught.value, family)
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value) + repr(client)
    assert SECRET in store.paths[0]
    assert SECRET not in shown
    assert SECRET not in caplog.text


@pytest.mark.parametrize(
    ("base", "family", "says"),
    [
        ("http://127.0.0.1:1", Retryable, "refuses connections"),
        ("http://no-such-shop.invalid", Retryable, "cannot be resolved"),
        ("nonsense", Misconfigured, "is not an address"),
    ],
)
def test_an_address_nobody_answers_at_gets_its_family(
    base: str, family: type[StoreError], says: str, signer: Signer
) -> None:
    client = Http(base, auth=signer, timeout=1)

    with pytest.raises(StoreError, match=says) as caught:
        client.send("POST", "/orders")

    assert isinstance(caught.value, family)
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_https_to_a_door_that_speaks_http_is_untrusted(store: Store, signer: Signer) -> None:
    client = Http(store.url.replace("http://", "https://"), auth=signer, timeout=1)

    with pytest.raises(Untrusted, match="does not speak TLS"):
        client.send("GET", "/orders")


def test_a_certificate_nobody_vouches_for_is_untrusted(store: Store, signer: Signer, tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost"
    subprocess.run([*make.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True)  # noqa: S603
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    store.server.socket = context.wrap_socket(store.server.socket, server_side=True)
    client = Http(store.url.replace("http://", "https://"), auth=signer, timeout=1)

    with pytest.raises(Untrusted, match=r"certificate of https://127.0.0.1:\d+ is not valid: self-signed"):
        client.send("GET", "/orders")


def test_connections_are_kept_alive(store: Store, client: Http) -> None:
    ports: list[int] = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        ports.append(handler.client_address[1])
        reply(200, b"{}")(handler)

    store.replies = [note]

    client.send("GET", "/a")
    client.send("GET", "/b")

    assert ports[0] == ports[1]


def test_a_cookie_of_one_answer_is_not_sent_with_the_next(store: Store, client: Http) -> None:
    cookies: list[str | None] = []

    def note(handler: BaseHTTPRequestHandler) -> None:
        cookies.append(handler.headers.get("Cookie"))
        reply(200, b"{}", Set_Cookie="session=1; Path=/")(handler)

    store.replies = [note]

    client.send("GET", "/a")
    client.send("GET", "/b")

    assert cookies == [None, None]


def test_an_unsigned_question_carries_no_signature(store: Store, client: Http) -> None:
    client.send("GET", "/a", unsigned=True)

    assert store.paths == ["/a"]
