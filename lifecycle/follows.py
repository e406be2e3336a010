"""What moves together, in words: the table of `together` told case by case, for people."""

from collections.abc import Iterator
from typing import NamedTuple

from lifecycle.participant import ParticipantLifecycle
from lifecycle.together import CANDIDATE, Move, Together, together
from lifecycle.words import Text, _


class Case(NamedTuple):
    """A move of a session, and when it is this one (None: always)."""

    when: Text | None
    move: Move


def _move(event: str, source: str, target: str, role: str = "clock", **more) -> Move:
    return Move(event, source, target, role, **more)


# Whether it came late is told beside each case, not as one.
CASES: dict[str, tuple[Case, ...]] = {
    "book": (Case(None, _move("book", "", "scheduled")),),
    "move": (Case(None, _move("move", "scheduled", "scheduled")),),
    "hand_over": (Case(None, _move("hand_over", "scheduled", "scheduled")),),
    "reschedule": (Case(None, _move("reschedule", "scheduled", "rescheduling")),),
    "rebook": (Case(None, _move("rebook", "rescheduling", "scheduled")),),
    "decline": (Case(None, _move("decline", "rescheduling", "canceled")),),
    "lapse": (
        Case(_("Nobody answered"), _move("lapse", "rescheduling", "canceled")),
        Case(_("The hour passed and nothing was recorded"), _move("lapse", "scheduled", "canceled")),
    ),
    "cancel": (
        Case(_("By the contributor"), _move("cancel", "scheduled", "canceled", "contributor", reason="not_available")),
        Case(
            _("By the contributor, for something technical"),
            _move("cancel", "scheduled", "canceled", "contributor", reason="technical"),
        ),
        Case(
            _("By the customer, who asks them back"),
            _move("cancel", "scheduled", "canceled", "customer", reason="scheduling_conflict"),
        ),
        Case(
            _("By the customer, who does not ask them back"),
            _move("cancel", "scheduled", "canceled", "customer", reason="no_longer_needed"),
        ),
        Case(
            _("By the customer, to talk with somebody else"),
            _move("cancel", "scheduled", "canceled", "customer", reason="someone_else"),
        ),
    ),
    "start": (Case(None, _move("start", "scheduled", "in_progress")),),
    "complete": (Case(None, _move("complete", "in_progress", "completed")),),
    "mark_no_show": (
        Case(_("By the log, or by their own word"), _move("mark_no_show", "scheduled", "no_show")),
        Case(_("On the customer's word alone"), _move("mark_no_show", "scheduled", "no_show", marked=False)),
    ),
    "mark_host_absent": (Case(None, _move("mark_host_absent", "scheduled", "host_absent")),),
    "technical_failure": (
        Case(_("At least half of it was talked"), _move("technical_failure", "in_progress", "completed")),
        Case(_("Told by the customer"), _move("technical_failure", "scheduled", "no_show", "customer")),
        Case(_("Told by anybody else"), _move("technical_failure", "scheduled", "no_show", "contributor")),
    ),
    "overturn": (Case(None, _move("overturn", "no_show", "completed")),),
}

CLAIMS = {
    "take": _("The time is taken in both calendars."),
    "replace": _("What is new in the calendars is taken before what is old is let go."),
    "drop": _("The time is free again."),
    "keep": _("The time stays taken."),
}
PLACES = {
    "taken": _("It takes one of the open places."),
    "kept": _("The place is open again."),
    "given_up": _("The place is given up."),
    "filled": _("The place is filled."),
    "regained": _("It fills an open place, or one more."),
}
UNITS = {
    "use": _("Its units are used."),
    "give_back": _("Its units come back."),
    "regain": _("Its units are used, beyond the balance if need be."),
}
PAID = _("The contributor is owed as much as for a late change.")
PAID_IF_LATE = _("If it came late, the contributor is owed a part of the reward.")
MARKS = {
    "late_cancel": _("If it came late, it is a mark in their standing."),
    "no_show": _("It is a mark in their standing."),
}
STRIKE = _("The mark is struck, and an unsent compensation is written off.")


def late(case: Case) -> Together:
    """The same case, come late."""
    return together(case.move._replace(late=True))


def parts(case: Case) -> dict[str, Text]:
    """What moves with it, by part: participant, claims, place, units, money, standing."""
    what, if_late = together(case.move), late(case)
    states = ParticipantLifecycle.graph()
    found = {
        "participant": what.participant and _becomes(states, what.participant),
        "claims": CLAIMS.get(what.claims),
        "place": PLACES.get(what.place),
        "units": UNITS.get(what.units),
        "money": PAID if what.compensation else PAID_IF_LATE if if_late.compensation else None,
        "standing": STRIKE if what.strike else MARKS.get(what.mark or if_late.mark),
    }
    return {part: text for part, text in found.items() if text}


def _becomes(states: dict, event: str) -> Text:
    source = {"book": "qualified", "recover": "no_show"}.get(event, "booked")
    return _("In the study: %(state)s.", state=ParticipantLifecycle.label(states[source, event][0][0]))


def sentences(noun: str, event: str, sources: tuple = (), target: str = "", who: tuple = ()) -> Iterator["Text | Told"]:
    """What follows from this move of this noun, one sentence after the other; told for these states and these roles."""
    if noun == "participant" and event in CANDIDATE:
        yield _("Whoever came from the recruiting side here goes along there.")
    if noun != "session":
        return
    cases = _fitting(CASES[event], sources, target, who)
    told = [parts(case) for case in cases]
    common = {part: text for part, text in told[0].items() if all(one.get(part) == text for one in told)}
    yield from common.values()
    for case, one in zip(cases, told, strict=True):
        own = [text for part, text in one.items() if part not in common]
        if own:
            yield Told(case.when, own)


def _fitting(cases: tuple[Case, ...], sources: tuple, target: str, who: tuple) -> list[Case]:
    fitting = [case for case in cases if target in ("", case.move.target)]
    fitting = [case for case in fitting if case.move.source in sources] or fitting
    return [case for case in fitting if not who or case.move.role in (*who, "clock")] or fitting


class Told:
    """A case and its sentences, in the reader's language when shown."""

    def __init__(self, when: Text, texts: list[Text]):
        self.when, self.texts = when, texts

    def __str__(self) -> str:
        return f"{self.when}: {' '.join(str(text) for text in self.texts)}"
