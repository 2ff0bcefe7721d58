"""Where connections to stores may lead: judged by the address that was reached, before anything is said."""

import socket
import threading
from collections.abc import Iterator

import pytest
from requests.auth import AuthBase

from adapters.http import Http
from adapters.inside import allowed, private_addresses
from connector.adapter import Misconfigured, Retryable

OUTSIDE = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946")
INSIDE = ("127.0.0.1", "10.1.2.3", "172.17.0.2", "192.168.1.9", "100.64.0.1", "::1", "fd12::1", "::ffff:10.0.0.1")
NEVER = ("169.254.169.254", "fe80::1%eth0", "0.0.0.0", "fd00:ec2::254", "100.100.100.200", "::ffff:169.254.169.254")  # noqa: S104
SHOP = "https://shop.example.com"


@pytest.mark.parametrize("address", OUTSIDE)
def test_a_store_is_out_in_the_world(address: str) -> None:
    assert allowed(SHOP)("shop.example.com", address)


@pytest.mark.parametrize("address", [*INSIDE, *NEVER])
def test_a_name_does_not_lead_inside(address: str) -> None:
    assert not allowed(SHOP)("shop.example.com", address)


@pytest.mark.parametrize(("url", "reached"), [("http://127.0.0.1:8080", "127.0.0.1"), ("https://[::1]", "::1")])
def test_an_address_that_was_written_is_meant_and_no_other(url: str, reached: str) -> None:
    judge = allowed(url)

    assert judge(reached, reached)
    assert judge(f"[{reached}]" if ":" in reached else reached, reached)
    assert not judge("files.example.com", reached)
    assert not judge("10.0.0.1", "10.0.0.1")


def test_localhost_is_meant_too() -> None:
    assert allowed("https://localhost:8443")("localhost", "127.0.0.1")


def test_the_settings_may_allow_our_own_network_but_never_what_gives_away_a_clouds_keys() -> None:
    with private_addresses(True):
        judge = allowed("http://shop:8080")

    assert all(judge("shop", address) for address in (*INSIDE, *OUTSIDE))
    assert not any(judge("shop", address) for address in NEVER)
    assert not allowed("http://shop:8080")("shop", "10.1.2.3")


class Nobody(AuthBase):
    def __call__(self, request: object) -> object:  # type: ignore[override]
        return request


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, list[bytes]]]:
    """A listener inside, to which the name shop.example.com leads, and what it was told."""
    told: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(5)

        def listen() -> None:
            line, _ = listener.accept()
            with line:
                line.settimeout(5)
                told.append(line.recv(100))
                if told[-1]:
                    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")

        threading.Thread(target=listen, daemon=True).start()
        real, port = socket.getaddrinfo, listener.getsockname()[1]
        monkeypatch.setattr(socket, "getaddrinfo", lambda host, *of, **more: real("127.0.0.1", *of, **more))
        yield port, told


def test_a_name_that_leads_inside_is_told_nothing(heard: tuple[int, list[bytes]]) -> None:
    port, told = heard
    store = Http(f"http://shop.example.com:{port}", auth=Nobody())

    with pytest.raises(Misconfigured, match="allow_private_addresses"):
        store.send("GET", "/")

    store.close()
    assert b"".join(told) == b""


def test_a_name_that_may_lead_inside_is_asked(heard: tuple[int, list[bytes]]) -> None:
    port, told = heard
    with private_addresses(True):
        store = Http(f"http://shop.example.com:{port}", auth=Nobody())

    assert store.send("GET", "/").body == b"{}"

    store.close()
    assert told[0].startswith(b"GET / ")


def test_a_file_that_a_store_names_may_not_lie_inside_either() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        store = Http(SHOP, auth=Nobody())
        with pytest.raises((Misconfigured, Retryable), match="inside our own network"):
            list(store.lines(f"http://127.0.0.1:{listener.getsockname()[1]}/file"))
        store.close()
