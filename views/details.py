"""The details that moves need: which fields their forms have, and how what was typed becomes what the command takes."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from lifecycle.attempt import Invalid
from lifecycle.reasons import CHOICES, EXCLUSION, OVERTURN, PAYOUT, STUDY
from lifecycle.words import Text, _
from models.people import Person
from rules.times import from_epoch

LONGEST = 2000


class Field(NamedTuple):
    """One field of a move's form: reason (a choice), note (free text), slot, colleague, line (a short text)."""

    kind: str
    name: str
    label: Text
    hint: Text | None = None
    options: Mapping[str, Text] | None = None
    required: bool = True


NOTE = Field("note", "note", _("Anything to add?"), _("The other side reads this."), required=False)
REASON = _("Why?")
SLOT = Field("slot", "starts_at", _("When would suit you?"))
PROOF = Field("line", "proof", _("What proves it?"), _("For instance the reference of the bank."))


def reason(options: Mapping[str, Text], label: Text = REASON) -> Field:
    """A choice of reasons."""
    return Field("reason", "reason", label, options=options)


# (noun, event, audience or None for all) -> its fields.
FIELDS: dict[tuple[str, str, str | None], tuple[Field, ...]] = {
    ("session", "cancel", "customer"): (reason(CHOICES["customer"], _("Why are you canceling?")), NOTE),
    ("session", "cancel", "contributor"): (reason(CHOICES["contributor"], _("Why are you canceling?")), NOTE),
    ("session", "move", None): (SLOT,),
    ("session", "rebook", None): (SLOT,),
    ("session", "decline", None): (NOTE._replace(hint=_("The customer reads this. You need not say anything.")),),
    ("session", "hand_over", None): (Field("colleague", "host", _("Who will hold it?")),),
    ("session", "reschedule", None): (NOTE,),
    ("session", "overturn", None): (reason(OVERTURN), NOTE),
    ("participant", "exclude", None): (reason(EXCLUSION), NOTE._replace(hint=_("Only your team reads this."))),
    ("candidate", "remove", None): (reason(EXCLUSION), NOTE._replace(hint=_("Only your team reads this."))),
    ("study", "cancel", None): (reason(STUDY), NOTE._replace(hint=_("Only your team reads this."))),
    ("study", "request_review", None): (
        NOTE._replace(label=_("What should they look at?"), hint=_("Your reviewers read this.")),
    ),
    ("study", "send_back", None): (
        NOTE._replace(label=_("What should change?"), hint=_("The author reads this, in a letter and on the study.")),
    ),
    ("project", "cancel", None): (reason(STUDY), NOTE._replace(hint=_("Only your team reads this."))),
    ("payout", "settle", "customer"): (PROOF._replace(required=False),),
    ("payout", "settle", "operator"): (PROOF,),
    ("payout", "fail", "customer"): (
        Field("line", "note", _("What went wrong?"), _("The person who waits for the money reads this.")),
    ),
    ("payout", "fail", "operator"): (Field("line", "note", _("What went wrong?")), PROOF),
    ("payout", "write_off", "customer"): (reason(PAYOUT), NOTE),
    ("payout", "write_off", "operator"): (reason(PAYOUT), PROOF),
    ("report", "uphold", None): (NOTE._replace(hint=_("Both sides read this.")),),
    ("report", "dismiss", None): (NOTE._replace(hint=_("Both sides read this.")),),
    ("report", "appeal", None): (NOTE._replace(hint=_("The operator reads this.")),),
    ("report", "withdraw_report", None): (NOTE._replace(hint=_("Both sides read this.")),),
    ("standing", "reinstate", None): (NOTE._replace(hint=_("They read this.")),),
    ("standing", "remove", None): (NOTE._replace(hint=_("They read this.")),),
}

# What follows from a move, said beside its button.
WHY: dict[tuple[str, str, str], Text] = {
    ("participant", "complete", "customer"): _("This releases the reward. It can not be taken back."),
    ("session", "mark_no_show", "customer"): _("Nobody is paid, and the contributor gets a mark that they can appeal."),
    ("payout", "pay_out", "customer"): _("The money goes on its way."),
    ("session", "decline", "contributor"): _("It ends here then. Nothing counts against you."),
    ("participant", "call_up", "customer"): _("It is kept for them for a day, and they are asked to choose a time."),
    ("participant", "call_up", "contributor"): _("It is kept for you for a day. Choose a time until then."),
    ("participant", "withdraw", "contributor"): _("It ends here then. Nothing counts against you."),
    ("study", "launch", "customer"): _("People are invited, and the times you offer can be booked at once."),
    ("study", "request_review", "customer"): _("A colleague reads it, and approves it or sends it back with a note."),
    ("study", "approve", "customer"): _("It can be launched then, as it is. The author is told."),
    ("study", "send_back", "customer"): _("It is a draft again then. Its author reads your note."),
    ("participant", "exclude", "customer"): _("Their ID is hidden from then on."),
    ("project", "launch", "customer"): _("Whoever fits is invited to the questions, and sent on if they pass."),
    ("project", "pause", "customer"): _("Nobody else is invited or sent on meanwhile. Who is in the study goes on."),
    ("project", "resume", "customer"): _("Inviting goes on where it stopped."),
    ("project", "close", "customer"): _("Nobody else is invited or sent on. It can not be opened again."),
}


def needed(noun: str, event: str, audience: str) -> tuple[Field, ...]:
    """The fields of this move's form for this audience; none where a button is enough."""
    return FIELDS.get((noun, event, audience)) or FIELDS.get((noun, event, None), ())


def parse(fields: tuple[Field, ...], typed: Mapping[str, str]) -> dict:
    """What was typed as the command takes it; Invalid names every field that can not be used."""
    found, errors = {}, {}
    for field in fields:
        value = (typed.get(field.name) or "").strip()
        try:
            found[field.name] = PARSERS[field.kind](field, value) if value else None
        except ValueError as problem:
            errors[field.name] = problem.args[0]
        if field.required and not value:
            errors[field.name] = MISSING.get(field.kind, _("Please fill this in."))
    if errors:
        raise Invalid(errors)
    return found


def _choice(field: Field, value: str) -> str:
    if value not in (field.options or {}):
        raise ValueError(_("Please choose one of these."))
    return value


def _text(field: Field, value: str) -> str:
    if len(value) > LONGEST:
        raise ValueError(_("Please keep it below %(most)s characters.", most=LONGEST))
    return value


def _line(field: Field, value: str) -> str:
    if len(value) > 200:
        raise ValueError(_("Please keep it below %(most)s characters.", most=200))
    return " ".join(value.split())


def instant(value: str) -> datetime:
    """A slot's value: an ISO instant with its offset, or its epoch."""
    try:
        found = from_epoch(int(value)) if value.isascii() and value.isdigit() else datetime.fromisoformat(value)
        # The years at both ends of the calendar leave it in other zones.
        if found.tzinfo is None or not 2000 <= found.year <= 2200:
            raise ValueError
    except (ValueError, OverflowError, OSError):
        raise ValueError(_("Please choose one of the times.")) from None
    return found.astimezone(UTC)


def _colleague(field: Field, value: str) -> int:
    person = Person.get_or_none(Person.code == value)
    if person is None:
        raise ValueError(_("Please choose one of your colleagues."))
    return person.id


PARSERS: dict[str, Callable] = {
    "reason": _choice,
    "note": _text,
    "line": _line,
    "slot": lambda field, value: instant(value),
    "colleague": _colleague,
}
MISSING = {
    "reason": _("Please say why."),
    "slot": _("Please choose a time."),
    "colleague": _("Please choose one of your colleagues."),
}
