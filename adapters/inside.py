"""Where a store may be: out in the world, or where whoever wrote its address meant it to be.

The rule kept here: the address that a connection really has reached is judged before anything is said on it, so a name
that is changed in between gains nothing. An address or `localhost` written as such is meant; a name that turns out to
lie inside our own network is not. What machines of a cloud ask for their own keys is never a store.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

Allowed = Callable[[str, str], bool]  # the name that was asked for, and the address that it led to


_private: ContextVar[bool] = ContextVar("private addresses are allowed", default=False)


class Inside(OSError):
    """The name leads into our own network."""


@contextmanager
def private_addresses(allow: bool) -> Iterator[None]:
    """Connections that are made ready in this block may (or may not) lead into our own network."""
    token = _private.set(allow)
    try:
        yield
    finally:
        _private.reset(token)


def allowed(meant: str) -> Allowed:
    """What may be reached for a store at this address."""
    private = _private.get()
    own = urlsplit(meant).hostname or ""
    literal = own if own == "localhost" or _is_address(own) else None

    def judge(name: str, reached: str) -> bool:
        found = ip_address(reached.partition("%")[0])
        if isinstance(found, IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        if found.is_link_local or found.is_multicast or found.is_unspecified or str(found) in _METADATA:
            return False
        return private or found.is_global or (literal is not None and name.strip("[]") == literal)

    return judge


_METADATA = frozenset({"fd00:ec2::254", "100.100.100.200", "168.63.129.16"})  # the others are link-local


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class Watched(HTTPAdapter):
    """Connections of a session that go only where they may."""

    def __init__(self, judge: Allowed) -> None:
        self._judge = judge
        super().__init__()

    def init_poolmanager(self, *of: Any, **more: Any) -> None:
        super().init_poolmanager(*of, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": _pool(self._judge), "https": _secure_pool(self._judge)}


def _judged(judge: Allowed, name: str, socket: Any) -> Any:
    reached = socket.getpeername()[0]
    if judge(name, reached):
        return socket
    socket.close()
    raise Inside(f"{name} leads into our own network")


def _pool(judge: Allowed) -> type[HTTPConnectionPool]:
    class Connection(HTTPConnection):
        def _new_conn(self) -> Any:
            return _judged(judge, self.host, super()._new_conn())

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    return Pool


def _secure_pool(judge: Allowed) -> type[HTTPSConnectionPool]:
    class Connection(HTTPSConnection):
        def _new_conn(self) -> Any:
            return _judged(judge, self.host, super()._new_conn())

    class Pool(HTTPSConnectionPool):
        ConnectionCls = Connection

    return Pool
