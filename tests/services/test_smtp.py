import smtplib
import ssl
import time
from email.message import EmailMessage

import pytest

from tests.services import smtp as services


def _letter(to: str = "cleo@example.org") -> EmailMessage:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "parlor@example.org", to, "Grüße"
    letter.set_content("Your conversation is on Monday.")
    letter.add_alternative("<p>Monday</p>", subtype="html")
    return letter


def _send(server, letter, context: ssl.SSLContext | None = None, user: tuple[str, str] | None = None) -> None:
    with smtplib.SMTP(server.hostname, server.port, timeout=5) as client:
        if context:
            client.starttls(context=context)
        if user:
            client.login(*user)
        client.send_message(letter)


def test_a_letter_arrives_parsed(smtp, inbox):
    _send(smtp, _letter())
    [letter] = inbox.to("cleo@example.org")
    assert letter["Subject"] == "Grüße"
    assert letter.get_body(("html",)).get_content().strip() == "<p>Monday</p>"
    assert not inbox.received[0].encrypted


def test_a_failure_lasts_as_often_as_asked(smtp, inbox):
    inbox.fail("451 4.3.0 Try again later", times=1)
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(smtp, _letter())
    _send(smtp, _letter())
    assert len(inbox.received) == 1


def test_one_recipient_can_be_refused_for_ever(smtp, inbox):
    inbox.fail("550 5.1.1 No such person", recipient="nobody@example.org")
    for _ in range(2):
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            _send(smtp, _letter("nobody@example.org"))
        assert refused.value.recipients["nobody@example.org"][0] == 550
    _send(smtp, _letter())
    inbox.mend()
    _send(smtp, _letter("nobody@example.org"))
    assert [one.recipients for one in inbox.received] == [["cleo@example.org"], ["nobody@example.org"]]


def test_the_whole_letter_can_be_refused_at_its_end(smtp, inbox):
    inbox.fail("554 5.6.0 Not like this", at="DATA")
    with pytest.raises(smtplib.SMTPDataError):
        _send(smtp, _letter())
    assert inbox.received == []


def test_a_slow_server_is_slow(smtp, inbox):
    inbox.delay = 0.2
    begun = time.monotonic()
    _send(smtp, _letter())
    assert time.monotonic() - begun >= 0.6


def test_starttls_and_a_sign_in_are_required_when_asked(start_smtp, inbox, tmp_path):
    tls, authority = services.certificate(tmp_path, "127.0.0.1")
    server = start_smtp(tls=tls, users={"parlor": "right"})
    trusting = ssl.create_default_context(cafile=str(authority))
    with pytest.raises(smtplib.SMTPException):
        _send(server, _letter())
    with pytest.raises(ssl.SSLCertVerificationError):
        _send(server, _letter(), ssl.create_default_context())
    with pytest.raises(smtplib.SMTPAuthenticationError):
        _send(server, _letter(), trusting, ("parlor", "wrong"))
    _send(server, _letter(), trusting, ("parlor", "right"))
    [received] = inbox.received
    assert (received.encrypted, received.user) == (True, "parlor")


def test_a_certificate_for_another_name_is_noticed(start_smtp, inbox, tmp_path):
    tls, authority = services.certificate(tmp_path, "elsewhere.example")
    server = start_smtp(tls=tls)
    with pytest.raises(ssl.SSLCertVerificationError):
        _send(server, _letter(), ssl.create_default_context(cafile=str(authority)))
    assert inbox.received == []
