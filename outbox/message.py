"""The envelope: a composed letter as one e-mail for one person (RFC 5322), with its calendar message (RFC 6047).

Built with the standard library, because Flask-Mail's own message takes line breaks in extra headers and can not name
the method of a calendar.
"""

from datetime import datetime
from email.headerregistry import Address, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from outbox.compose import CANCEL, Composed
from outbox.sender import addressed

INVITE = "invite.ics"
ONE_CLICK = "List-Unsubscribe=One-Click"


class PageAddress(UnstructuredHeader):
    """A header with the address of a page, in one line: the library would put a long one into code words."""

    def fold(self, *, policy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {self}{policy.linesep}"


HEADERS = HeaderRegistry()
HEADERS.map_to_type("list-unsubscribe", PageAddress)
POLICY = SMTP.clone(header_factory=HEADERS)


def message_of(letter: Composed, at: datetime) -> EmailMessage:
    """The e-mail; ValueError where any header would hold a line break, or the address is none."""
    message = EmailMessage(policy=POLICY)
    name, address = letter.sender
    head(message, "From", addressed(one_line(address), one_line(name)))
    head(message, "To", addressed(ascii_domain(one_line(letter.address))))
    head(message, "Subject", letter.subject)
    head(message, "Date", format_datetime(at))
    head(message, "Message-ID", letter.message_id)
    head(message, "References", letter.thread)
    head(message, "Auto-Submitted", "auto-generated")
    if letter.unsubscribe:
        may_be_turned_off(message, letter.unsubscribe)
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    if letter.method:
        calendar = letter.calendar.decode()
        message.add_alternative(calendar, subtype="calendar", params={"method": letter.method})
        message.add_attachment(calendar, subtype="calendar", params={"method": letter.method}, filename=INVITE)
    for number, file in enumerate(letter.files, 1):
        message.add_attachment(
            file.decode(), subtype="calendar", params={"method": CANCEL}, filename=f"cancel-{number}.ics"
        )
    return message


def may_be_turned_off(message: EmailMessage, page: str) -> None:
    """The headers from which mail programs make their own button (RFC 2369); one click does it only where nobody on
    the way can read along (RFC 8058)."""
    if not page.isascii() or any(sign in page for sign in "<>, "):
        raise ValueError("not the address of a page")
    head(message, "List-Unsubscribe", f"<{page}>")
    if page.startswith("https://"):
        head(message, "List-Unsubscribe-Post", ONE_CLICK)


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
