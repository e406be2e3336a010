"""Letters that came back: delivery status notifications (RFC 3464) as mail servers send them.

A notification names the message that it is about by the headers it gives back, and the address by its own fields. Both
are needed: what lacks one of them is no news about a letter.
"""

import re
from email import message_from_bytes, policy
from email.message import Message
from typing import NamedTuple

MOST = 2_000_000
LONGEST = 180
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
GONE = ("failed",)
LATE = ("delayed",)
# The subjects of a status (RFC 3463): 1 and 2 are about the address and its mailbox, 0 says nothing more.
OF_THE_ADDRESS = ("0", "1", "2")
FULL = "5.2.2"


class Bounce(NamedTuple):
    """One letter to one address: the Message-ID, the addresses it may have been sent to (as delivered and as first
    given), whether it will not be tried again, its status such as 5.1.1, and what was said about it."""

    message_id: str
    recipients: tuple[str, ...]
    final: bool
    status: str
    text: str

    @property
    def permanent(self) -> bool:
        """Refused for good, and not given up after trying for days."""
        return self.final and self.status.startswith("5")

    @property
    def about_address(self) -> bool:
        """Refused because of the address, and not because of this letter or of a server on the way."""
        return self.permanent and of_the_address(self.status)


def of_the_address(status: str) -> bool:
    """Whether a status such as 5.1.1 is about the address and its mailbox; a full one will be emptied."""
    return status != FULL and status.split(".")[1] in OF_THE_ADDRESS


def refused_address(answer: str) -> bool:
    """Whether a mail server that was given a letter refused it because of its address, for good."""
    found = STATUS.search(answer)
    return found is not None and found.group(1) == "5" and of_the_address(found.group())


def read(raw: bytes) -> list[Bounce]:
    """What a message says about letters that did not arrive; nothing where it is no such notification."""
    if len(raw) > MOST:
        return []
    message = message_from_bytes(raw, policy=policy.compat32.clone(raise_on_defect=False))
    if message.get_content_type() != "multipart/report":
        return []
    message_id = original_id(message)
    if not message_id:
        return []
    return [found for fields in recipients(message) if (found := bounce(message_id, fields)) is not None]


def original_id(report: Message) -> str:
    """The Message-ID of the letter that came back, from its headers at the end of the notification."""
    for part in report.walk():
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            return one_id(part.get_payload(0).get("Message-ID"))
        if kind in ("text/rfc822-headers", "message/rfc822-headers"):
            payload = part.get_payload(decode=True) or b""
            return one_id(message_from_bytes(payload).get("Message-ID"))
    return ""


def one_id(value) -> str:
    """A Message-ID without what stands around it."""
    found = re.search(r"<[^<>\s]{1,198}>", str(value or ""))
    return found.group() if found else ""


def recipients(report: Message) -> list[Message]:
    """The groups of fields of the notification that are about one recipient each."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            return [fields for fields in part.get_payload() if fields.get("Final-Recipient")]
    return []


def bounce(message_id: str, fields: Message) -> Bounce | None:
    """What one group says; None where it is good news or none."""
    action = value(fields, "Action").lower()
    if action not in GONE + LATE:
        return None
    said = value(fields, "Diagnostic-Code")
    known = STATUS.search(value(fields, "Status")) or STATUS.search(said)
    if known is None:
        return None
    addresses = (address(fields, "Final-Recipient"), address(fields, "Original-Recipient"))
    return Bounce(
        message_id=message_id,
        recipients=tuple(dict.fromkeys(filter(None, addresses))),
        final=action in GONE,
        status=known.group(),
        text=worded(known.group(), said),
    )


def value(fields: Message, name: str) -> str:
    """A field as one line."""
    return " ".join(str(fields.get(name) or "").split())


def address(fields: Message, name: str) -> str:
    """The address in a field such as "rfc822; cleo@example.org"."""
    kind, found, text = value(fields, name).partition(";")
    if not found or kind.strip().lower() not in ("rfc822", "utf-8"):
        return ""
    return text.strip().strip("<>")


def worded(status: str, said: str) -> str:
    """The status and the first words of what the server said, without anything that is no plain text."""
    text = said.partition(";")[2] if ";" in said else said
    plain = "".join(sign for sign in text if sign.isprintable()).strip()
    found = plain if status in plain else f"{status} {plain}".strip()
    return found if len(found) <= LONGEST else found[: LONGEST - 1].rstrip() + "…"
