"""Which letters follow from which move, to whom, when (the "Letters" paragraph of LIFECYCLES.md)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from models.people import Person
from models.workspaces import Workspace
from outbox import readers
from rules.times import morning_after

DAY_BEFORE, SOON = timedelta(hours=24), timedelta(minutes=30)
UNDECIDED = timedelta(days=3)
# They were planned ahead, and no longer hold when the conversation moved on in the meantime.
PLANNED_AHEAD = ("reminder_day", "reminder_soon", "pick_reminder", "report_waiting")
# Nobody asked for these: they can be turned off, with one click.
STOPPABLE = ("invitation", "recruiting_invitation")
# Whoever agreed to something may still do without these.
DECLINABLE = ("reminder_day", "reminder_soon", "message")
# Their codes are worked out when they leave, and kept nowhere.
CODED = ("sign_in", "address_code")


def at_once(row, at: datetime) -> datetime:
    """Due with the move."""
    return at


def a_day_before(row, at: datetime) -> datetime:
    """Due a day before the start."""
    return row.starts_at - DAY_BEFORE


def soon_before(row, at: datetime) -> datetime:
    """Due half an hour before the start."""
    return row.starts_at - SOON


def while_unanswered(row, at: datetime) -> datetime:
    """Due when a request for a new time has waited as long as the policy says, once."""
    return at + row.policy.remind


def when_due(row, at: datetime) -> datetime:
    """Due on the owner's morning after Submitted has become due; whoever is then gets one letter about all of it."""
    owner, house = recruiting_owner(row)
    return morning_after(at + house.policy.due, Person.get_by_id(owner).zone)


def when_overdue(row, at: datetime) -> datetime:
    """The same, once it is overdue."""
    owner, house = recruiting_owner(row)
    return morning_after(at + house.policy.overdue, Person.get_by_id(owner).zone)


def recruiting_owner(row) -> tuple[int, Workspace]:
    """Who reconciles somebody on both sides, and in which house: the project's owner, or who was named for an outside
    recruiter."""
    if hasattr(row, "project_id"):
        return row.project.owner_id or row.project.author_id, row.project.workspace
    named = row.connection.owner_id if row.connection_id is not None else None
    return named or row.study.author_id, row.study.workspace


def from_outside(row) -> bool:
    """Who came from a recruiter elsewhere; a candidate of this house has a row of its own."""
    return row.recruiter == "outside"


def while_undecided(row, at: datetime) -> datetime:
    """Due when a report has waited for its decision for three days."""
    return at + UNDECIDED


def always(row) -> bool:
    """Whatever the row is like."""
    return True


def not_told_by_candidate(row) -> bool:
    """Where a local candidate is completed first, that letter says it all."""
    return row.candidate_id is None


def is_bonus(row) -> bool:
    """Money that nobody had promised before: they are told."""
    return row.purpose == "bonus"


class Rule(NamedTuple):
    """A letter, who gets it (parts in the row: contributor, customer, old_host, author, person, hosts, operators), its
    calendar method, when it is due, and for which rows."""

    letter: str
    to: tuple[str, ...]
    calendar: str = ""
    due: Callable[..., datetime] = at_once
    where: Callable[..., bool] = always


CONTRIBUTOR, CUSTOMER = ("contributor",), ("customer",)
BOTH, CONCERNED = ("contributor", "customer"), ("person", "author")
HANDED_AWAY = Rule("handed_away", ("old_host",), "CANCEL")
REMINDERS = (Rule("reminder_day", BOTH, due=a_day_before), Rule("reminder_soon", BOTH, due=soon_before))

DECIDE = (Rule("decide_due", ("owner",), due=when_due), Rule("decide_overdue", ("owner",), due=when_overdue))
DECIDE_HERE = tuple(rule._replace(where=from_outside) for rule in DECIDE)

LETTERS: dict[tuple[str, str], tuple[Rule, ...]] = {
    ("session", "book"): (Rule("booked", BOTH, "REQUEST"), *REMINDERS),
    # Where several hosts share a study, another time may be another one's.
    ("session", "move"): (Rule("moved", BOTH, "REQUEST"), HANDED_AWAY, *REMINDERS),
    ("session", "rebook"): (Rule("rebooked", BOTH, "REQUEST"), HANDED_AWAY, *REMINDERS),
    ("session", "hand_over"): (Rule("handed_over", BOTH, "REQUEST"), HANDED_AWAY, *REMINDERS),
    ("session", "reschedule"): (
        Rule("pick_new_time", CONTRIBUTOR, "CANCEL"),
        Rule("old_time_canceled", CUSTOMER, "CANCEL"),
        Rule("pick_reminder", CONTRIBUTOR, due=while_unanswered),
    ),
    ("session", "cancel"): (Rule("canceled", BOTH, "CANCEL"),),
    ("session", "decline"): (Rule("declined", BOTH, "CANCEL"),),
    ("session", "lapse"): (Rule("lapsed", BOTH, "CANCEL"),),
    ("session", "mark_no_show"): (Rule("no_show", BOTH),),
    ("session", "mark_host_absent"): (Rule("host_absent", BOTH),),
    ("session", "technical_failure"): (Rule("technical", BOTH),),
    ("session", "overturn"): (Rule("overturned", BOTH),),
    ("participant", "invite"): (Rule("invitation", CONTRIBUTOR),),
    ("participant", "reopen"): (Rule("invitation", CONTRIBUTOR),),
    ("participant", "call_up"): (Rule("called_up", CONTRIBUTOR),),
    ("participant", "readmit"): (Rule("readmitted", CONTRIBUTOR),),
    ("participant", "exclude"): (Rule("excluded", CONTRIBUTOR),),
    ("participant", "submit"): (Rule("submitted", CUSTOMER), *DECIDE_HERE),
    ("participant", "recover"): (Rule("submitted", CUSTOMER), *DECIDE_HERE),
    ("candidate", "submit"): DECIDE,
    ("participant", "complete"): (Rule("completed", CONTRIBUTOR, where=not_told_by_candidate),),
    ("candidate", "invite"): (Rule("recruiting_invitation", CONTRIBUTOR),),
    ("candidate", "complete"): (Rule("completed", CONTRIBUTOR),),
    ("payout", "owe"): (Rule("bonus", CONTRIBUTOR, where=is_bonus),),
    ("payout", "settle"): (Rule("paid", CONTRIBUTOR),),
    ("payout", "fail"): (Rule("payout_failed", BOTH),),
    ("payout", "write_off"): (Rule("written_off", CONTRIBUTOR),),
    ("report", "file"): (Rule("reported", CONCERNED), Rule("report_waiting", ("operators",), due=while_undecided)),
    ("report", "uphold"): (Rule("report_upheld", CONCERNED),),
    ("report", "dismiss"): (Rule("report_dismissed", CONCERNED),),
    ("report", "appeal"): (
        Rule("report_appealed", CONCERNED),
        Rule("report_waiting", ("operators",), due=while_undecided),
    ),
    ("report", "withdraw_report"): (Rule("report_withdrawn", CONCERNED),),
    ("study", "request_review"): (Rule("review_asked", ("reviewers",)),),
    ("study", "approve"): (Rule("review_approved", ("author",)),),
    ("study", "send_back"): (Rule("review_sent_back", ("told",)),),
    ("workspace", "link_sent"): (Rule("way_on", ("on_the_way",)),),
    ("workspace", "invite_member"): (Rule("team_invitation", ("invited",)),),
    ("workspace", "invite_again"): (Rule("team_invitation", ("invited",)),),
    ("workspace", "join_team"): (Rule("team_joined", ("inviter",)),),
    ("workspace", "change_role"): (Rule("role_changed", ("member",)),),
    ("workspace", "remove_member"): (Rule("team_left", ("member",)),),
    ("workspace", "leave_team"): (Rule("team_left", ("member",)),),
    ("workspace", "endpoint_gave_up"): (Rule("webhook_off", ("admins",)),),
    ("workspace", "payout_redirected"): (Rule("payout_redirected", ("redirected",)),),
    ("standing", "review"): (Rule("standing_review", ("person",)),),
    ("standing", "reinstate"): (Rule("standing_reinstated", ("person",)),),
    ("standing", "remove"): (Rule("standing_removed", ("person",)), Rule("member_removed", ("hosts",))),
}


class Planned(NamedTuple):
    """One letter to one person, due then."""

    letter: str
    recipient: int
    due_at: datetime


def planned(noun: str, event: str, row, at: datetime, details: dict) -> Iterator[Planned]:
    """The letters that this move of this row sends; a reminder whose hour has passed is not planned."""
    for rule in LETTERS.get((noun, event), ()):
        if not rule.where(row) or (due := rule.due(row, at)) < at:
            continue
        for person in dict.fromkeys(one for who in rule.to for one in part(noun, row, who, details)):
            yield Planned(rule.letter, person, due)


def part(noun: str, row, who: str, details: dict) -> Iterable[int]:
    """The ids of the people behind a part in this row: one, several or nobody."""
    found = PARTS[noun](row, details).get(who)
    found = found() if callable(found) else found
    return (found,) if isinstance(found, int) else found or ()


def payer_of(payout) -> int | None:
    """Who looks after this money: the study's author, or the owner of the project that the candidate came through."""
    if payout.study_id:
        return payout.study.author_id
    project = payout.candidate.project
    return project.owner_id or project.author_id


def concerned_by(report) -> list[int]:
    """Whom a report is about; its author for a study. For who left the team its administrators answer."""
    if report.about == "contributor":
        return [report.person_id]
    whom = report.study.author_id if report.about == "study" else report.person_id
    return readers.still_in(report.study.workspace_id, [whom])


def author_of(report) -> list[int]:
    """Who wrote a report; nobody, where they left the team that they wrote it for."""
    if report.author_role == "contributor":
        return [report.author_id]
    return readers.inside(report.study.workspace_id, [report.author_id])


PARTS = {
    "session": lambda row, details: {
        "contributor": row.contributor_id,
        "customer": lambda: readers.holding(row, details.get("others")),
        "old_host": details.get("old_host"),
    },
    "participant": lambda row, details: {
        "contributor": row.person_id,
        "customer": lambda: readers.still_in(row.study.workspace_id, readers.talked_with(row)),
        "owner": lambda: readers.still_in(row.study.workspace_id, [recruiting_owner(row)[0]]),
    },
    "candidate": lambda row, details: {
        "contributor": row.person_id,
        "customer": lambda: readers.still_in(row.project.workspace_id, [row.project.owner_id or row.project.author_id]),
        "owner": lambda: readers.still_in(row.project.workspace_id, [recruiting_owner(row)[0]]),
    },
    "payout": lambda row, details: {
        "contributor": row.person_id,
        "customer": lambda: readers.still_in(row.workspace_id, [payer_of(row)]),
    },
    "report": lambda row, details: {
        "person": lambda: concerned_by(row),
        "author": lambda: author_of(row),
        "operators": readers.operators,
    },
    "standing": lambda row, details: {"person": row.person_id, "hosts": lambda: readers.meeting(row.person_id)},
    "study": lambda row, details: {
        "reviewers": lambda: readers.reviewers(row, details.get("asked_by")),
        "author": lambda: readers.still_in(row.workspace_id, [row.author_id]),
        # Who only goes on writing a study that was approved knows that.
        "told": lambda: readers.still_in(row.workspace_id, [row.author_id]) if details.get("by_reviewer") else (),
    },
    "workspace": lambda row, details: {
        "member": details.get("member"),
        "on_the_way": lambda: readers.on_the_way(details["candidate"]),
        "redirected": details.get("redirected"),
        "admins": lambda: readers.still_in(row.workspace_id, []),
        "invited": lambda: readers.invited(details["invite"]),
        "inviter": lambda: readers.inviter(details["invite"]),
    },
    "project": lambda row, details: {},
    "signin": lambda row, details: {"person": row.person_id},
}


def method_of(letter: str) -> str:
    """The calendar method that a letter carries, or nothing."""
    return METHODS.get(letter, "")


METHODS = {rule.letter: rule.calendar for rules in LETTERS.values() for rule in rules if rule.calendar}
