"""A door with TLS before a store that speaks plain http, and certificates made for it, good and bad.

The rule kept here: what is vouched for is only what a test vouches for itself, by REQUESTS_CA_BUNDLE.
"""

import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_REQUEST = "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
_SIGN = "openssl x509 -req -copy_extensions copyall"


@dataclass(frozen=True)
class Certificate:
    file: Path
    key: Path


def certificate(folder: Path, name: str, *, host: str = "IP:127.0.0.1", days: int = 1) -> Certificate:
    """Signed with its own key; `days` below zero is expired."""
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    wish = folder / f"{name}.csr"
    _run(_REQUEST, "-subj", f"/CN={name}", "-addext", f"subjectAltName={host}", "-keyout", made.key, "-out", wish)
    _run(_SIGN, "-in", wish, "-signkey", made.key, "-days", days, "-out", made.file)
    return made


def _run(command: str, *words: object) -> None:
    subprocess.run([*command.split(), *map(str, words)], check=True, capture_output=True)  # noqa: S603


class TlsDoor:
    """Takes the TLS off and passes bytes to and fro. `show` changes the certificate, as a renewal does."""

    def __init__(self, shown: Certificate, behind: int) -> None:
        """`behind` is the port of the store."""
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._behind = behind
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"https://127.0.0.1:{self._listening.getsockname()[1]}"
        self.show(shown)
        threading.Thread(target=self._serve, daemon=True).start()

    def show(self, shown: Certificate) -> None:
        self._context.load_cert_chain(shown.file, shown.key)

    def close(self) -> None:
        self._listening.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                asked, _ = self._listening.accept()
                threading.Thread(target=self._pass, args=(asked,), daemon=True).start()

    def _pass(self, asked: socket.socket) -> None:
        with suppress(OSError), self._context.wrap_socket(asked, server_side=True) as outside:  # noqa: SIM117
            with socket.create_connection(("127.0.0.1", self._behind)) as inside:
                back = threading.Thread(target=_pump, args=(inside, outside), daemon=True)
                back.start()
                _pump(outside, inside)
                back.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while chunk := source.recv(64 * 1024):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
