"""Letters by SMTP.

The rule kept here: nothing goes over the net unencrypted unless the settings say so, and a name or address from
outside can add nothing to the head of a letter.
"""

import email.policy
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime, parseaddr

from connector.adapter import Misconfigured, Rejected, Retryable
from connector.mailing import Deliver, Mail

_ONE_CLICK = "List-Unsubscribe=One-Click"


class Smtp:
    """Fulfils `connector.mailing.Post`. `security` is tls, starttls or none."""

    def __init__(
        self, host: str, port: int, security: str, user: str | None, password: str | None, sender: str, timeout: float
    ) -> None:
        self._server = (host, port)
        self._security = security
        self._login = (user, password) if user and password else None
        self._sender = sender
        self._timeout = timeout

    @contextmanager
    def sending(self) -> Iterator[Deliver]:
        server = self._open()
        try:
            yield lambda mail: self._deliver(server, mail)
        finally:
            server.close()  # a polite QUIT could hang, and tells the server nothing that it needs

    def _open(self) -> smtplib.SMTP:
        try:
            if self._security == "tls":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    *self._server, timeout=self._timeout, context=ssl.create_default_context()
                )
            else:
                server = smtplib.SMTP(*self._server, timeout=self._timeout)
            if self._security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self._login:
                server.login(*self._login)
        except smtplib.SMTPNotSupportedError as error:
            raise Misconfigured(f"the mail server cannot do what mail.security or mail.user asks: {error}") from None
        except smtplib.SMTPAuthenticationError as error:
            raise Misconfigured(f"the mail server refuses mail.user and its password ({error.smtp_code})") from None
        except ssl.SSLCertVerificationError as error:
            raise Misconfigured(f"the mail server's certificate is not believed: {error.verify_message}") from None
        except (OSError, smtplib.SMTPException) as error:
            raise Retryable(f"the mail server cannot be reached: {_said(error)}") from None
        return server

    def _deliver(self, server: smtplib.SMTP, mail: Mail) -> None:
        message = self._message(mail)
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise _refused(code, f"the address is refused ({code} {_text(said)})") from None
        except smtplib.SMTPSenderRefused as error:
            if error.smtp_code < 500:
                raise Retryable(f"the mail server says to wait ({error.smtp_code})") from None
            raise Misconfigured(f"the mail server refuses mail.sender ({error.smtp_code})") from None
        except smtplib.SMTPResponseException as error:
            why = f"the letter is refused ({error.smtp_code} {_text(error.smtp_error)})"
            raise _refused(error.smtp_code, why) from None
        except smtplib.SMTPNotSupportedError:
            raise Rejected("the mail server cannot write to an address in these letters") from None
        except (OSError, smtplib.SMTPException) as error:
            raise Retryable(f"the mail server hung up: {_said(error)}") from None

    def _message(self, mail: Mail) -> EmailMessage:
        message = EmailMessage(email.policy.SMTP)
        address = parseaddr(self._sender)[1]
        try:
            message["From"] = self._sender
            message["To"] = Address(_one_line(mail.name), addr_spec=mail.to)
        except (ValueError, IndexError, MessageError):
            raise Rejected("it is no e-mail address") from None
        message["Subject"] = _one_line(mail.subject)
        message["Date"] = format_datetime(localtime())
        message["Message-ID"] = f"<{mail.reference}@{address.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if mail.stop_url:
            message["List-Unsubscribe"] = f"<{mail.stop_url}>"
            message["List-Unsubscribe-Post"] = _ONE_CLICK
        else:
            message["List-Unsubscribe"] = f"<mailto:{address}>"
        message.set_content(mail.text)
        message["Content-Language"] = mail.language
        return message


def _refused(code: int, said: str) -> Retryable | Rejected:
    return Rejected(said) if code >= 500 else Retryable(said)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _said(error: Exception) -> str:
    return str(error) or type(error).__name__
