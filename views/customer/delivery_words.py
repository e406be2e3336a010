"""What a message to a team's own machine is called, and what became of it, in words."""

from lifecycle.words import Text, _
from models.outgoing import Outgoing, Try
from outbox.events import type_of

STATES: dict[str, Text] = {
    "waiting": _("Waits"),
    "sent": _("Arrived"),
    "dead": _("Given up"),
    "dropped": _("Not sent"),
}
# Why there was no answer, or no try at all.
WHY: dict[str, Text] = {
    "unreachable": _("Nobody answered in time."),
    "forbidden_address": _("The name leads to an address that is not public, so nobody was called."),
    "not_https": _("The address is not https, so nobody was called."),
    "too_large": _("The answer was larger than one megabyte."),
    "redirected": _("It answered that it is elsewhere. Nobody is followed; put the new address in."),
    "turned_off": _("The address was turned off when it was due."),
    "removed": _("The address was removed before it was due."),
    "practice": _("It belongs to a practice study, from which nothing leaves."),
}


def kind_of(row: Outgoing) -> str:
    """The type of the message, as its receiver reads it."""
    return type_of(row.entry.noun, row.entry.event)


def words_of(found: Try | None, row: Outgoing) -> Text | str:
    """What came of the last try."""
    if found is not None and found.status is not None:
        return _("Answered %(status)s", status=found.status)
    code = (found.answer if found is not None else row.outcome) or ""
    return WHY.get(code, code)
