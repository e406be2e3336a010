"""What waits for somebody of the team, in one statement: how much of each kind, since when, and the oldest of it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from lifecycle.words import Text, _
from models.lists import ask
from models.workspaces import Workspace
from rules.times import to_epoch

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
    """One kind of thing that waits: how much of it, in words, for how long, whether that is too long, where to go."""

    kind: str
    count: int
    age: timedelta
    overdue: bool
    what: Text
    go: Text
    url: str


def of_workspace(workspace: Workspace, at: datetime, prefix: str) -> list[Waiting]:
    """What waits in a workspace, in the order in which it hurts."""
    now = to_epoch(at)
    sql = " UNION ALL ".join(_part(number, kind) for number, kind in enumerate(FOUND))
    rows = ask(
        sql, *(value for kind in FOUND for value in ([workspace.id, now] if kind == "asked_how" else [workspace.id]))
    )
    found = {kind: (code, timedelta(seconds=now - since), count) for kind, code, since, count in rows}
    too_long = timedelta(days=workspace.policy.overdue_days)
    return [_told(kind, *found[kind], too_long, prefix) for kind in FOUND if kind in found]


def _part(number: int, kind: str) -> str:
    tables, condition, since = FOUND[kind]
    noun = since.split(".")[0]
    owner = "payout.workspace_id" if noun == "payout" else "study.workspace_id"
    return (
        f"SELECT * FROM (SELECT '{kind}' AS kind, {noun}.code AS code, {since} AS since, COUNT(*) OVER () AS number "
        f"FROM {tables} WHERE {owner} = ? AND {condition} ORDER BY {since}, {noun}.id LIMIT 1) AS part{number}"
    )


def _told(kind: str, code: str, age: timedelta, count: int, too_long: timedelta, prefix: str) -> Waiting:
    what, go, path = WORDS[kind]
    return Waiting(kind, count, age, kind == "submitted" and age >= too_long, what, go, prefix + path.format(code=code))
