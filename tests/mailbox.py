"""A mail server of the tests: it speaks SMTP, keeps what it is given, and refuses what it is told to refuse."""

import email
import email.policy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.running import free_port


@dataclass
class Mailbox:
    """`refuses` maps an address to the answer that it gets."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)

    @property
    def readers(self) -> list[str]:
        return sorted(str(letter["To"].addresses[0].addr_spec) for letter in self.letters)

    def text(self) -> str:
        """What the first letter says."""
        said: str = self.letters[0].get_content()
        return said.replace("\r\n", "\n")

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content
        assert isinstance(content, bytes)
        letter = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 OK"


def knows_ann(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
    """One user, ann, whose password is secret."""
    return AuthResult(success=data == LoginPassword(b"ann", b"secret"), handled=False)


@contextmanager
def mail_server(**options: Any) -> Iterator[Mailbox]:
    """`options` are those of aiosmtpd's server."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port, **options)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
