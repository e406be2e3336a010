"""What is at stake in a change of plan, said before it is made: what a late one costs, what each reason leads to, and
what a button means on this row."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flask import g

from lifecycle.together import Move, together
from lifecycle.words import Moment, Text, _, ngettext
from models.recruiting import SENT_ON
from rules.compensation import is_late
from views.access import Reached


def costs(row) -> bool:
    """Whether a change of this conversation would be late now, or was."""
    return row.late if row.state == "rescheduling" else is_late(row.starts_at, g.at, row.policy.notice)


def warning(reached: Reached, event: str) -> tuple[Text, Text] | None:
    """What a late change costs, said before the click."""
    row = reached.row
    if reached.noun == "session" and event == "overturn" and row.state == "no_show" and reached.audience == "customer":
        return _("What it means"), _put_right(row)
    if reached.noun == "project" and event == "cancel" and row.state != "draft":
        return _("What it means"), _canceled_project()
    if (reached.noun, event) == ("candidate", "remove") or (event == "exclude" and row.candidate_id):
        return _("What it means"), _removed()
    if reached.noun != "session" or event not in ("cancel", "reschedule"):
        return _beyond(reached, event)
    if row.state == "rescheduling" and row.late and reached.audience == "customer":
        return _("This stays a late change"), _(
            "You asked for a new time inside the last %(hours)s hours, and there is none yet. The contributor is owed "
            "%(percent)s percent of the reward.",
            hours=row.policy.notice_hours,
            percent=row.policy.late_percent,
        )
    if row.state != "scheduled":
        return None
    if not is_late(row.starts_at, g.at, row.policy.notice):
        if reached.audience == "customer":
            return _("Before you decide"), _("We can not promise that the same person will be free another time.")
        return _("You are in time"), _in_time(row)
    return _late_for_me(row) if reached.audience == "contributor" else _late_for_the_team(row, event)


# What lets somebody in again; a candidate of a project follows.
BACK_IN = ("readmit", "reopen", "call_up")


def _beyond(reached: Reached, event: str) -> tuple[Text, Text] | None:
    """That somebody would be one more than their project wants; the law does not stand in the way."""
    lets_in = reached.noun == "participant" and event in BACK_IN and reached.audience == "customer"
    candidate = reached.row.candidate if lets_in else None
    if candidate is None or candidate.state in SENT_ON or candidate.project.seeks:
        return None
    return _("Beyond what is wanted"), ngettext(
        "“%(title)s” wants %(number)s person and has sent on as many. With this one it goes beyond that, and one more "
        "incentive may be owed.",
        "“%(title)s” wants %(number)s people and has sent on as many. With this one it goes beyond that, and one more "
        "incentive may be owed.",
        candidate.project.wanted,
        title=candidate.project.title,
    )


def _removed() -> Text:
    return _(
        "First they are removed here, then excluded from the study where it is one of yours: that order is kept for "
        "you. Nothing is owed to them, their IDs are hidden, and it can not be taken back."
    )


def _canceled_project() -> Text:
    return _(
        "Nobody else is invited or sent on, and it can not be opened again. Whoever is in the study goes on there. Who "
        "is Submitted stays yours to decide, and what is owed is still paid."
    )


def _late_for_me(row) -> tuple[Text, Text]:
    return (
        _("This would be a late cancel"),
        _(
            "You are inside the last %(hours)s hours. The reward is not paid, and one mark is added "
            "to your standing unless the reason is technical. You can appeal a mark.",
            hours=row.policy.notice_hours,
        ),
    )


def _in_time(row) -> Text:
    return _(
        "Until %(when)s nothing counts against you. Your place is free for somebody else then, and nobody can promise "
        "you another one.",
        when=Moment(row.starts_at - row.policy.notice),
    )


class Weighed(NamedTuple):
    """A reason to choose, with what choosing it changes (components/field.html)."""

    value: str
    label: Text
    hint: Text | None = None


def beside(reached: Reached, event: str) -> Text | None:
    """What a move means on this row, said beside its button: until when, how often, and what it leads to."""
    say = BESIDE.get((reached.noun, event, reached.audience))
    return say(reached.row) if say else None


def _launched(row) -> Text | None:
    """Who hears of it, and whether there are times to book."""
    if row.audience == "invite":
        return _("You get a link to pass on, or to give to a project of Recruiting. Nobody is asked by itself.")
    return None if row.kind == "live_conversation" else _("People are invited, and can begin at once.")


def _moves_left(row) -> Text:
    return ngettext(
        "You can move it %(number)s more time, until %(when)s.",
        "You can move it %(number)s more times, until %(when)s.",
        row.policy.moves - row.moves,
        when=Moment(row.starts_at - row.policy.notice),
    )


def _my_trouble(row) -> Text:
    if row.state == "in_progress":
        return _(
            "If you have talked for half of the time, it counts as held. If not, it is a no show without a mark, and "
            "is not paid."
        )
    return _("It is recorded as a no show without a mark on anybody, and is not paid.")


def _their_trouble(row) -> Text:
    percent = row.policy.late_percent
    if row.state == "in_progress":
        return _(
            "If you have talked for half of the time, it counts as held. If not, it is a no show without a mark, and "
            "you owe %(percent)s percent of the reward.",
            percent=percent,
        )
    return _(
        "It is recorded as a no show without a mark on anybody, and you owe %(percent)s percent of the reward.",
        percent=percent,
    )


def _put_right(row) -> Text:
    until = Moment(row.ended_at + row.policy.correct)
    return _(
        "It counts as held then, its units are used, any mark is struck, and you decide about Completed. "
        "Until %(when)s.",
        when=until,
    )


def _if_disputed(words: Text) -> Callable:
    """What a decision about a dispute leads to; other reports say it on their own pages."""
    return lambda row: words if row.reason == "disputed" else None


BESIDE: dict[tuple[str, str, str], Callable] = {
    ("study", "launch", "customer"): _launched,
    ("session", "move", "contributor"): _moves_left,
    ("session", "technical_failure", "contributor"): _my_trouble,
    ("session", "technical_failure", "customer"): _their_trouble,
    ("session", "overturn", "customer"): _put_right,
    ("report", "uphold", "operator"): _if_disputed(_("It stays a no show, and is a mark in their standing.")),
    ("report", "dismiss", "operator"): _if_disputed(
        _("It counts as held: its units are used, and the team decides about Completed.")
    ),
    ("report", "withdraw_report", "customer"): _if_disputed(
        _("It counts as held then, as far as a no show can still be corrected, and you decide about Completed.")
    ),
}


def weighed(reached: Reached, event: str, options: Mapping[str, Text]) -> list[Weighed]:
    """The reasons of a form; of a cancel with what each of them leads to, by the table that the cancel obeys."""
    if (reached.noun, event) != ("session", "cancel"):
        return [Weighed(code, label) for code, label in options.items()]
    say = _to_me if reached.audience == "contributor" else _to_the_team
    return [Weighed(code, label, say(reached.row, code)) for code, label in options.items()]


def _follows(row, role: str, reason: str):
    return together(Move("cancel", row.state, "canceled", role, costs(row), reason))


def _to_me(row, reason: str) -> Text | None:
    if not is_late(row.starts_at, g.at, row.policy.notice):
        return _("It is right to say so, and nothing counts against you.") if reason == "not_qualified" else None
    if _follows(row, "contributor", reason).mark is None:
        return _("No mark, even now.")
    return _("One mark in your standing, because it is late.")


def _to_the_team(row, reason: str) -> Text:
    what = _follows(row, "customer", reason)
    asked = what.participant == "release"
    if what.place == "kept":
        return _("The place is open again. This person is not asked back.")
    if asked:
        return _("The place is given up. This person can choose again where the study has a place.")
    return _("The place is given up. This person is not asked back.")


def to_all(code: str) -> Text:
    """What a reason leads to for everybody on whom is canceled at once."""
    if together(Move("cancel", "scheduled", "canceled", "customer", False, code)).participant == "release":
        return _("They can choose again where the study has a place.")
    return _("They are not asked back.")


def _late_for_the_team(row, event: str) -> tuple[Text, Text]:
    hours = row.policy.notice_hours
    says = {
        "cancel": _(
            "It begins %(when)s, so you are inside the last %(hours)s hours. The contributor is owed "
            "%(percent)s percent of the reward. The same person may not be free another time.",
            when=Moment(row.starts_at),
            hours=hours,
            percent=row.policy.late_percent,
        ),
        "reschedule": _(
            "It begins %(when)s, so you are inside the last %(hours)s hours. If no new time is found, the contributor "
            "is owed %(percent)s percent of the reward.",
            when=Moment(row.starts_at),
            hours=hours,
            percent=row.policy.late_percent,
        ),
    }
    return _("This would be a late change"), says[event]
