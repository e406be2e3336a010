"""What waits for somebody of the team, in one statement with the house itself: how much of each kind, since when, and
the oldest of it with whom it is about."""

from datetime import datetime, timedelta
from typing import NamedTuple

from lifecycle.words import Span, Text, _
from models.called import CALLED
from models.lists import WHO, ask
from models.scarce import Scarce
from models.workspaces import Member
from rules.times import to_epoch
from views.access import MAY, membership
from views.customer import study_page

HERE = "(SELECT home.workspace_id FROM home)"
PERSON = "JOIN person ON person.id = "
PLACE = "JOIN participant ON participant.id = session.participant_id"
SESSIONS = f"session JOIN study ON study.id = session.study_id {PLACE} {PERSON}session.contributor_id"
PEOPLE = f"participant JOIN study ON study.id = participant.study_id {PERSON}participant.person_id"
PAYOUTS = (
    "payout LEFT JOIN study ON study.id = payout.study_id "
    f"LEFT JOIN participant ON participant.id = payout.participant_id {PERSON}payout.person_id"
)
REPORTS = f"report JOIN study ON study.id = report.study_id {PERSON}report.author_id"
LETTERS = f"message JOIN session ON session.id = message.session_id JOIN study ON study.id = session.study_id {PLACE}"
UNANSWERED = "session.state = 'scheduled' AND session.customer_says IS NULL AND session.ends_at < ?"
# Since when somebody waits for a colleague to look.
ASKED = (
    "(SELECT MAX(entry.at) FROM entry WHERE entry.noun = 'study' AND entry.subject = study.id "
    "AND entry.event = 'request_review')"
)
# One person is decided on their own page, several in the list of the study with the oldest.
ONE_OR_ALL = (
    "CASE WHEN COUNT(*) OVER () > 1 THEN 'studies/' || study.code || '/participants?state=submitted' "
    "ELSE 'participants/' || participant.code END"
)
UNSUITED = "participant.state IN ('qualified', 'waitlisted') AND participant.slot_note <> ''"


class Kind(NamedTuple):
    """Something that can wait: where it is found, which rows, since when each waits, what the row is called by."""

    tables: str
    condition: str
    since: str
    owner: str = f"study.workspace_id = {HERE}"
    code: str = ""
    who: str = CALLED
    title: str = "COALESCE(study.title, '')"


# Each kind, in the order in which it hurts.
FOUND = {
    "asked_how": Kind(SESSIONS, UNANSWERED, "session.ends_at"),
    "failed": Kind(PAYOUTS, "payout.state = 'failed'", "payout.due_at", f"payout.workspace_id = {HERE}"),
    "feed": Kind(
        "feed", "feed.fault <> ''", "COALESCE(feed.read_at, feed.tried_at, 0)", "feed.host_id = ?",
        "feed.fault", "''", "''",
    ),
    "to_review": Kind(
        "study", "study.state = 'in_review' AND study.author_id <> ?", ASKED, code="study.code", who="''",
    ),
    "submitted": Kind(PEOPLE, "participant.state = 'submitted'", "participant.submitted_at", code=ONE_OR_ALL),
    "recruited": Kind(
        f"candidate JOIN project ON project.id = candidate.project_id {PERSON}candidate.person_id",
        "candidate.state = 'submitted' AND project.study_id IS NULL", "COALESCE(candidate.submitted_at, 0)",
        f"project.workspace_id = {HERE}", who=WHO, title="project.title",
    ),
    "removal": Kind(
        f"exclusion JOIN participant ON participant.id = exclusion.participant_id "
        f"JOIN study ON study.id = participant.study_id {PERSON}participant.person_id",
        "exclusion.confirmed_at IS NULL AND exclusion.done_at IS NULL", "exclusion.asked_at",
        code="participant.code",
    ),
    "suspects": Kind(
        "suspect", "suspect.settled_at IS NULL", "suspect.at", f"suspect.workspace_id = {HERE}",
        who="suspect.outside_id", title="''",
    ),
    "messages": Kind(
        f"{LETTERS} {PERSON}session.contributor_id", "message.role = 'contributor' AND message.read_at IS NULL",
        "message.at", code="session.code",
    ),
    "rescheduling": Kind(SESSIONS, "session.state = 'rescheduling'", "session.asked_at"),
    "no_slot": Kind(PEOPLE, UNSUITED, "COALESCE(participant.slot_noted_at, participant.created_at)"),
    "due": Kind(PAYOUTS, "payout.state = 'due'", "payout.due_at", f"payout.workspace_id = {HERE}"),
    "reports": Kind(REPORTS, "report.state IN ('open', 'appealed')", "report.created_at", who="''"),
}  # fmt: skip
WORDS: dict[str, tuple[Text, Text, str]] = {
    "asked_how": (_("How did it go? Both sides are asked"), _("Answer"), "/sessions/{code}/join"),
    "failed": (_("Payouts that failed"), _("See why"), "/payouts?state=failed"),
    "feed": (_("Your other calendar can not be read"), _("See the hours"), "/availability"),
    "to_review": (_("Studies to review"), _("Read"), "/studies/{code}/review"),
    "submitted": (_("Submitted, not yet completed"), _("Decide"), "/{code}"),
    "recruited": (_("Submitted at an outside tool, not yet completed"), _("Decide"), "/board?show=submitted"),
    "removal": (_("Exclusions that wait for the recruiting side"), _("See"), "/participants/{code}"),
    "suspects": (_("Something arrived that could not be trusted"), _("Look"), "/board/suspects"),
    "messages": (_("Messages that nobody has read"), _("Read"), "/sessions/{code}#messages"),
    "rescheduling": (_("Asked for a new time, no answer yet"), _("Look"), "/sessions/{code}"),
    "no_slot": (_("None of your times suited"), _("Read the note"), "/participants/{code}"),
    "scarce": (_("Too few times for the open places"), _("Add hours"), "/availability"),
    "due": (_("Rewards that are due"), _("Pay out"), "/payouts?state=due"),
    "reports": (_("Reports that an operator decides"), _("Read"), "/reports/{code}"),
}
ORDER = tuple(WORDS)


class Waiting(NamedTuple):
    """One kind of thing that waits: how much of it, in words, whose the oldest is, for how long, whether that is too
    long, where to go."""

    kind: str
    count: int
    age: timedelta | None
    overdue: bool
    what: Text
    whose: str
    says: Text | None
    go: Text
    url: str


# What the word of a line does, where it is more than to read.
DOES = {"submitted": "complete", "recruited": "complete", "due": "pay_out"}
# Who waits for Completed can wait too long.
DECIDED = ("submitted", "recruited")


def at_home(me: int, at: datetime, prefix: str) -> tuple[Member, list[Waiting]]:
    """The asker's house, and what waits in it."""
    now = to_epoch(at)
    parts = " UNION ALL ".join(_part(number, kind) for number, kind in enumerate(FOUND))
    member = membership()
    sql = f"WITH home AS MATERIALIZED (SELECT CAST(? AS BIGINT) AS workspace_id) {parts}"
    rows = ask(sql, member.workspace_id, now, me, me)
    found = {kind: rest for kind, *rest in rows if kind and (kind != "to_review" or "approve" in MAY[member.role])}
    too_long = timedelta(days=member.workspace.policy.overdue_days)
    waits = [_told(kind, *found[kind], now, too_long, prefix) for kind in FOUND if kind in found]
    return member, [wait if _may(member.role, wait.kind) else wait._replace(go=_("Look")) for wait in waits]


def _may(role: str, kind: str) -> bool:
    """Whether this role may do what its word says, or only look."""
    return DOES.get(kind) is None or DOES[kind] in MAY[role]


def with_scarce(waits: list[Waiting], scarce: list[Scarce], prefix: str) -> list[Waiting]:
    """The same, with the studies that have too few times in their place."""
    if not scarce:
        return waits
    what, go, path = WORDS["scarce"]
    first = scarce[0]
    says = study_page.times_for(first.free, first.open_places)
    one = Waiting("scarce", len(scarce), None, False, what, first.title, says, go, prefix + path)
    return sorted([*waits, one], key=lambda wait: ORDER.index(wait.kind))


def _part(number: int, name: str) -> str:
    kind = FOUND[name]
    noun = kind.tables.split(" ")[0]
    code = kind.code or f"{noun}.code"
    return (
        f"SELECT * FROM (SELECT '{name}' AS kind, {code} AS code, {kind.since} AS since, COUNT(*) OVER () AS number, "
        f"{kind.who} AS who, {kind.title} AS title FROM {kind.tables} "
        f"WHERE {kind.owner} AND {kind.condition} ORDER BY {kind.since}, {noun}.id LIMIT 1) AS part{number}"
    )


def _told(
    kind: str, code: str, since: int, count: int, who: str, title: str, now: int, too_long: timedelta, prefix: str
) -> Waiting:
    what, go, path = WORDS[kind]
    age = timedelta(seconds=max(now - since, 0)) if since else None
    whose = ", ".join(part for part in (who, title) if part)
    overdue = kind in DECIDED and age is not None and age >= too_long
    read = _("It was last read %(span)s ago. Your own hours still hold.", span=Span(age)) if age else None
    says = read if kind == "feed" else None
    return Waiting(kind, count, age, overdue, what, whose, says, go, prefix + path.format(code=code))
