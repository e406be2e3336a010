"""What waits for somebody of the team, in one statement: how much of each kind, since when, and the oldest of it."""

from typing import NamedTuple

from lifecycle.words import Text, _
from models.lists import ask

PARTICIPANTS = "participant JOIN study ON study.id = participant.study_id"
SESSIONS = "session JOIN study ON study.id = session.study_id"
REPORTS = "report JOIN study ON study.id = report.study_id"
UNANSWERED = "session.state = 'scheduled' AND session.customer_says IS NULL AND session.ends_at < ?"
UNSUITED = "participant.state IN ('qualified', 'waitlisted') AND participant.slot_note <> ''"
# Each kind: where it is found, which rows, and since when each of them waits.
FOUND = {
    "asked_how": (SESSIONS, UNANSWERED, "session.ends_at"),
    "failed": ("payout", "payout.state = 'failed'", "payout.due_at"),
    "submitted": (PARTICIPANTS, "participant.state = 'submitted'", "participant.submitted_at"),
    "rescheduling": (SESSIONS, "session.state = 'rescheduling'", "session.asked_at"),
    "no_slot": (PARTICIPANTS, UNSUITED, "participant.created_at"),
    "due": ("payout", "payout.state = 'due'", "payout.due_at"),
    "reports": (REPORTS, "report.state IN ('open', 'appealed')", "report.created_at"),
}
WORDS: dict[str, tuple[Text, Text, str]] = {
    "asked_how": (_("How did it go? Both sides are asked"), _("Answer"), "/sessions/{code}/join"),
    "failed": (_("Payouts that failed"), _("See why"), "/payouts?state=failed"),
    "submitted": (_("Submitted, not yet completed"), _("Decide"), "/participants/{code}"),
    "rescheduling": (_("Asked for a new time, no answer yet"), _("Look"), "/sessions/{code}"),
    "no_slot": (_("None of your times suited"), _("Read the note"), "/participants/{code}"),
    "due": (_("Rewards that are due"), _("Pay out"), "/payouts?state=due"),
    "reports": (_("Reports that an operator decides"), _("Read"), "/reports/{code}"),
}


class Waiting(NamedTuple):
    """One kind of thing that waits: how much of it, in words, since when (epoch), and where to go."""

    kind: str
    count: int
    since: int
    what: Text
    go: Text
    url: str


def of_workspace(workspace: int, now: int, prefix: str) -> list[Waiting]:
    """What waits in a workspace, in the order in which it hurts."""
    sql = " UNION ALL ".join(_part(number, kind) for number, kind in enumerate(FOUND))
    rows = ask(sql, *(value for kind in FOUND for value in ([workspace, now] if kind == "asked_how" else [workspace])))
    found = {kind: (code, since, count) for kind, code, since, count in rows}
    return [_told(kind, *found[kind], prefix) for kind in FOUND if kind in found]


def _part(number: int, kind: str) -> str:
    tables, condition, since = FOUND[kind]
    noun = since.split(".")[0]
    owner = "payout.workspace_id" if noun == "payout" else "study.workspace_id"
    return (
        f"SELECT * FROM (SELECT '{kind}' AS kind, {noun}.code AS code, {since} AS since, COUNT(*) OVER () AS number "
        f"FROM {tables} WHERE {owner} = ? AND {condition} ORDER BY {since}, {noun}.id LIMIT 1) AS part{number}"
    )


def _told(kind: str, code: str, since: int, count: int, prefix: str) -> Waiting:
    what, go, path = WORDS[kind]
    return Waiting(kind, count, since, what, go, prefix + path.format(code=code))
