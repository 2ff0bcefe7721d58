"""Letters over SMTP, to a real server: what arrives, and what each refusal means."""

import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.smtp import Smtp
from connector.adapter import Misconfigured, Rejected, Retryable
from connector.mailing import Mail
from tests.mailbox import Mailbox, knows_ann, mail_server
from tests.running import free_port
from tests.tls import certificate

LETTER = Mail("anna@example.org", "Anna", "5 punktów", "Dzień dobry\n", "pl", "remind-shop-1", "https://x.example/1")


@pytest.fixture(scope="module")
def server() -> Iterator[Mailbox]:
    with mail_server(authenticator=knows_ann, auth_require_tls=False) as opened:
        yield opened


@pytest.fixture
def box(server: Mailbox) -> Mailbox:
    server.letters.clear()
    server.refuses.clear()
    return server


def post(port: int, **changes: Any) -> Smtp:
    usual = {"security": "none", "user": None, "password": None, "sender": "Points <points@shop.example>"}
    return Smtp("127.0.0.1", port, timeout=5, **{**usual, **changes})


def send(box: Mailbox, *letters: Mail, **changes: Any) -> None:
    with post(box.port, **changes).sending() as deliver:
        for letter in letters or (LETTER,):
            deliver(letter)


def test_a_letter_arrives_with_all_that_programs_ask_for(box: Mailbox) -> None:
    send(box, user="ann", password="secret")

    (letter,) = box.letters
    assert (str(letter["From"]), str(letter["To"])) == ("Points <points@shop.example>", "Anna <anna@example.org>")
    assert (letter["Subject"], letter.get_content().strip()) == ("5 punktów", "Dzień dobry")
    assert letter["Message-ID"] == "<remind-shop-1@shop.example>"
    assert letter["List-Unsubscribe"] == "<https://x.example/1>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert (letter["Auto-Submitted"], letter["Content-Language"]) == ("auto-generated", "pl")
    assert letter["Date"]


def test_without_an_address_of_ours_an_answer_ends_it(box: Mailbox) -> None:
    send(box, Mail("anna@example.org", "", "x", "y", "en", "r"))

    assert box.letters[0]["List-Unsubscribe"] == "<mailto:points@shop.example>"
    assert box.letters[0]["List-Unsubscribe-Post"] is None


def test_a_name_cannot_add_to_the_head(box: Mailbox) -> None:
    send(box, Mail("anna@example.org", "Anna\r\nBcc: eve@example.org", "x\r\nBcc: eve@example.org", "y", "en", "r"))

    assert box.letters[0]["Bcc"] is None
    assert box.readers == ["anna@example.org"]


@pytest.mark.parametrize("address", ["", "no address", "a@b@c", "anna@example.org\r\nBcc: eve@example.org"])
def test_what_is_no_address_is_rejected_and_the_next_letter_is_sent(box: Mailbox, address: str) -> None:
    with post(box.port).sending() as deliver:
        with pytest.raises(Rejected):
            deliver(Mail(address, "", "x", "y", "en", "r"))
        deliver(LETTER)

    assert box.readers == ["anna@example.org"]


@pytest.mark.parametrize(
    ("answer", "family"), [("550 no such user", Rejected), ("451 try later", Retryable), ("552 full", Rejected)]
)
def test_what_the_server_says_decides_whether_it_is_tried_again(
    box: Mailbox, answer: str, family: type[Exception]
) -> None:
    box.refuses["anna@example.org"] = answer

    with pytest.raises(family, match=answer):
        send(box)


def test_a_server_that_is_not_there_is_asked_again() -> None:
    with pytest.raises(Retryable, match="cannot be reached"), post(free_port()).sending():
        pass


def test_a_wrong_password_is_for_a_person(box: Mailbox) -> None:
    with pytest.raises(Misconfigured, match=r"mail\.user") as refused:
        send(box, user="ann", password="wrong")

    assert "wrong" not in str(refused.value)
    assert box.letters == []


def test_nothing_goes_unencrypted_unless_the_settings_say_so(box: Mailbox) -> None:
    with pytest.raises(Misconfigured, match=r"mail\.security"):
        send(box, security="starttls")

    assert box.letters == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_to_a_server_that_is_believed_and_to_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    made = certificate(tmp_path, "mail")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made.file, made.key)
    options: dict[str, Any] = (
        {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    )
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)

    with mail_server(**options) as box:
        with pytest.raises(Misconfigured, match="certificate"):
            send(box, security=security)
        monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
        send(box, security=security)

    assert box.readers == ["anna@example.org"]
