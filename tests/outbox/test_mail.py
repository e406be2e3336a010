"""The mail channel against a real SMTP server: what it takes, what it refuses, and whom it does not trust."""

import socket
import ssl

import pytest

from outbox import mail
from outbox.compose import Composed
from outbox.mail import Post
from outbox.message import message_of
from outbox.sender import Server, mailbox, server_of
from tests.outbox.post import Settings
from tests.services import smtp as services
from tests.world import NOW

CLEO = "cleo@mail.example"
WRITTEN = Composed(
    address=CLEO, sender=("Parlor", "post@parlor.example"), subject="It is booked", text="At 13:00.",
    html="<p>At 13:00.</p>", message_id="<1@parlor.example>", thread="<2@parlor.example>",
)  # fmt: skip


@pytest.fixture
def letter():
    """A letter to Cleo in its envelope, and her address."""
    return message_of(WRITTEN, NOW), CLEO


def try_once(settings: Settings, letter) -> mail.Outcome:
    """The outcome of one try."""
    post = Post(settings)
    try:
        return post.send(*letter)
    finally:
        post.close()


def test_a_letter_arrives_for_its_one_recipient(with_smtp, inbox, letter):
    assert try_once(with_smtp, letter) == ("sent", "", False)
    [received] = inbox.received
    assert received.sender == "post@parlor.example"
    assert received.recipients == [letter[1]]
    assert received.message["Message-ID"] == letter[0]["Message-ID"]


def test_one_connection_serves_several_letters(with_smtp, inbox, letter):
    post = Post(with_smtp)
    assert {post.send(*letter).state for _turn in range(3)} == {"sent"}
    post.close()
    assert len(inbox.received) == 3
    assert inbox.connections == 1


def test_without_a_server_letters_are_shown(letter):
    assert try_once(Settings(), letter) == ("sent", "shown in Parlor", False)


@pytest.mark.parametrize(("answer", "at", "state"), [
    ("550 5.1.1 No such person", "RCPT", "dead"),
    ("554 5.7.1 Not this letter", "DATA", "dead"),
    ("451 4.3.0 Try again later", "RCPT", "waiting"),
    ("452 4.2.2 Mailbox full", "DATA", "waiting"),
])  # fmt: skip
def test_an_answer_to_this_letter_is_about_this_letter(with_smtp, inbox, letter, answer, at, state):
    inbox.fail(answer, at=at, times=1)
    post = Post(with_smtp)
    assert post.send(*letter) == (state, answer, False)
    assert post.send(*letter).state == "sent"
    post.close()


@pytest.mark.parametrize("answer", ["451 4.3.0 Not now", "550 5.7.0 This sender may not"])
def test_an_answer_to_the_sender_is_the_servers_trouble(with_smtp, inbox, letter, answer):
    inbox.fail(answer, at="MAIL")
    assert try_once(with_smtp, letter) == ("waiting", answer, True)


def test_a_server_that_hangs_up_is_asked_again_on_a_new_connection(with_smtp, inbox, letter):
    inbox.fail("421 4.3.2 Closing", at="RCPT", times=1)
    post = Post(with_smtp)
    assert post.send(*letter).state == "waiting"
    assert post.send(*letter).state == "sent"
    post.close()


def test_a_server_that_is_not_there_is_a_trouble_of_the_server(letter):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    state, text, server = try_once(Settings(smtp_url=f"smtp://127.0.0.1:{port}"), letter)
    assert (state, server) == ("waiting", True)
    assert "can not be reached" in text


def test_a_slow_server_is_not_waited_for(with_smtp, inbox, letter, monkeypatch):
    monkeypatch.setattr(mail, "TIMEOUT", 0.2)
    inbox.delay = 1.0
    assert try_once(with_smtp, letter) == ("waiting", "the mail server did not answer in time", True)


def test_a_certificate_that_nobody_vouches_for_is_refused(start_smtp, inbox, letter, tmp_path):
    tls, _authority = services.certificate(tmp_path, "127.0.0.1")
    server = start_smtp(tls=tls, users={"parlor": "right"})
    settings = Settings(smtp_url=f"smtp://parlor:right@127.0.0.1:{server.port}?starttls=1")
    state, text, at_server = try_once(settings, letter)
    assert (state, at_server) == ("waiting", True)
    assert "certificate is not trusted" in text
    assert inbox.received == []


def trusting(monkeypatch, authority) -> None:
    """This machine trusts that authority, as OpenSSL lets one say."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))


def test_a_trusted_server_gets_the_letter_encrypted_and_signed_in(start_smtp, inbox, letter, tmp_path, monkeypatch):
    tls, authority = services.certificate(tmp_path, "127.0.0.1")
    server = start_smtp(tls=tls, users={"parlor@post": "r:ght/ @%"})
    trusting(monkeypatch, authority)
    url = f"smtp://parlor%40post:r%3Aght%2F%20%40%25@127.0.0.1:{server.port}?starttls=1"
    assert try_once(Settings(smtp_url=url), letter).state == "sent"
    [received] = inbox.received
    assert (received.encrypted, received.user) == (True, "parlor@post")


def test_a_certificate_for_another_name_is_refused(start_smtp, inbox, letter, tmp_path, monkeypatch):
    tls, authority = services.certificate(tmp_path, "elsewhere.example")
    server = start_smtp(tls=tls)
    trusting(monkeypatch, authority)
    outcome = try_once(Settings(smtp_url=f"smtp://127.0.0.1:{server.port}?starttls=1"), letter)
    assert "certificate is not trusted" in outcome.text
    assert inbox.received == []


def test_a_server_without_encryption_gets_nothing_where_it_was_asked_for(smtp, inbox, letter):
    outcome = try_once(Settings(smtp_url=f"smtp://127.0.0.1:{smtp.port}?starttls=1"), letter)
    assert outcome == ("waiting", "the mail server offers no encryption or no sign-in", True)
    assert inbox.received == []


def test_a_wrong_password_is_the_servers_trouble_and_not_told(start_smtp, inbox, letter, tmp_path, monkeypatch):
    tls, authority = services.certificate(tmp_path, "127.0.0.1")
    server = start_smtp(tls=tls, users={"parlor": "right"})
    trusting(monkeypatch, authority)
    outcome = try_once(Settings(smtp_url=f"smtp://parlor:wr0ng@127.0.0.1:{server.port}?starttls=1"), letter)
    assert outcome == ("waiting", "the mail server refused the sign-in (535)", True)


@pytest.mark.parametrize("trusted", [True, False])
def test_encryption_from_the_first_byte_is_verified_too(inbox, letter, tmp_path, monkeypatch, trusted):
    tls, authority = services.certificate(tmp_path, "127.0.0.1")
    server = services.Server(inbox, hostname="127.0.0.1", port=0, ssl_context=tls)
    server.SMTP_kwargs = {"hostname": "mail.test"}
    if trusted:
        trusting(monkeypatch, authority)
    server.start()
    outcome = try_once(Settings(smtp_url=f"smtps://127.0.0.1:{server.port}"), letter)
    server.stop()
    assert outcome.state == ("sent" if trusted else "waiting")
    assert len(inbox.received) == trusted


@pytest.mark.parametrize(("url", "server"), [
    ("smtp://mail.example", Server("mail.example", 25, "", "", "")),
    ("smtp://mail.example:587", Server("mail.example", 587, "starttls", "", "")),
    ("smtp://u:p@mail.example?starttls=1", Server("mail.example", 587, "starttls", "u", "p")),
    ("smtps://u:p%40@mail.example", Server("mail.example", 465, "implicit", "u", "p@")),
    ("smtp://mail.example:587?starttls=0", Server("mail.example", 587, "", "", "")),
    ("smtp://u:p@127.0.0.1:1025", Server("127.0.0.1", 1025, "", "u", "p")),
    ("", None),
])  # fmt: skip
def test_an_address_of_a_server_is_read(url, server):
    assert server_of(url) == server


@pytest.mark.parametrize("url", [
    "http://mail.example", "smtp://", "mail.example", "smtp://secret:secret@mail.example",
    "smtp://secret:secret@mail.example:587?starttls=0", "smtp://mail.example:secret",
])  # fmt: skip
def test_a_server_that_would_be_unsafe_or_unclear_is_refused_without_its_secret(url):
    with pytest.raises(ValueError) as refused:
        server_of(url)
    assert "PARLOR_SMTP_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_the_mailbox_is_a_name_and_an_address():
    assert mailbox(Settings(mail_from="post@parlor.example")) == ("Parlor", "post@parlor.example")
    named = Settings(mail_from='"Halden, Post" <post@halden.example>')
    assert mailbox(named) == ("Halden, Post", "post@halden.example")
    for broken in ("", "nobody", "a@b@c", "Parlor <post@parlor.example>\r\nBcc: x@y.example"):
        with pytest.raises(ValueError):
            mailbox(Settings(mail_from=broken))


def test_the_context_verifies_names_and_certificates():
    context = ssl.create_default_context()
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED
