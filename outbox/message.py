"""The envelope: a composed letter as one e-mail for one person (RFC 5322), with its calendar message (RFC 6047).

Built with the standard library, because Flask-Mail's own message takes line breaks in extra headers and can not name
the method of a calendar.
"""

from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from outbox.compose import Composed

INVITE = "invite.ics"


def message_of(letter: Composed, at: datetime) -> EmailMessage:
    """The e-mail; ValueError where any header would hold a line break, or the address is none."""
    message = EmailMessage(policy=SMTP)
    name, address = letter.sender
    head(message, "From", Address(one_line(name), addr_spec=one_line(address)))
    head(message, "To", Address(addr_spec=ascii_domain(one_line(letter.address))))
    head(message, "Subject", letter.subject)
    head(message, "Date", format_datetime(at))
    head(message, "Message-ID", letter.message_id)
    head(message, "References", letter.thread)
    head(message, "Auto-Submitted", "auto-generated")
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.method:
        calendar = letter.calendar.decode()
        message.add_alternative(calendar, subtype="calendar", params={"method": letter.method})
        message.add_attachment(calendar, subtype="calendar", params={"method": letter.method}, filename=INVITE)
    return message


def head(message: EmailMessage, name: str, value: str | Address) -> None:
    """Set one header."""
    message[name] = one_line(value) if isinstance(value, str) else value


def one_line(value: str) -> str:
    """The value, if it is one line; ValueError otherwise: the library lets some line breaks through."""
    if any(ord(sign) < 32 or sign in "\x7f\x85\u2028\u2029" for sign in value):
        raise ValueError("a header with a line break")
    return value


def ascii_domain(address: str) -> str:
    """The address with its domain as mail servers know it (RFC 5890)."""
    local, at, domain = address.rpartition("@")
    return address if domain.isascii() else f"{local}{at}{domain.encode('idna').decode()}"
