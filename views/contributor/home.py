"""What stands on a contributor's home: the one thing to do next, and lists of everything."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from peewee import JOIN

from commands import reports
from lifecycle.standing import StandingLifecycle
from lifecycle.words import Moment, Names, Span, Text, _, reader
from models import glance, lists
from models.glance import Known
from models.money import Money
from models.participants import Participant
from models.people import Person
from models.recruiting import Candidate, Project
from models.sessions import Session
from models.standing import Report
from models.studies import Study
from models.workspaces import Workspace
from rules import money
from rules.profile import FACTS
from views.contributor import taking, waiting, withwhom
from views.contributor.pages import LIVE
from views.contributor.study import is_talk, reward, short
from views.reply import address
from views.shown import url

ASKED = ("invited", "screening", "qualified", "started")
WAITING = ("waitlisted",)
SOUGHT = ("invited", "screening", "qualified", "incomplete", "submitted")
SENT_ON = ("qualified", "incomplete")
CANDIDATE_OVER = ("screened_out", "over_quota", "completed", "left", "removed")
PAGE = 20
OVER = ("screened_out", "over_quota", "completed", "no_show", "withdrawn", "excluded")


class Next(NamedTuple):
    """The one thing to do: words, and the button."""

    kick: Text
    heading: Text | str
    text: Text | str | None
    label: Text
    url: str
    event: str


def of(person: Person, at: datetime, known: Known | None = None) -> dict:
    """The variables of templates/contributor/invitation/home.html; `known` is models/glance.known, where read."""
    places = list(mine(person).where(Participant.state.in_((*ASKED, *WAITING, "submitted"))))
    mine_known = known or glance.known(person.id, at)
    talks, disputes = conversations(person)
    asked = [row for row in places if row.state in ASKED]
    for row in asked:
        row.take_facts(kept=mine_known.kept.get(row.code, 0))
        row.study.take_facts(limits=row.code in mine_known.limited)
    sought = candidacies(person)
    whom = withwhom.of_sessions(talks)
    letters = lists.unread_messages_to(person.id)
    return {
        "disputes": [(row, address(row), row.dispute, url(f"/reports/{row.dispute.code}/reply")) for row in disputes],
        "first": next_thing(talks, asked, whom, at, sought) or begin(person, mine_known),
        "unread": [(title, who, n, url(f"/sessions/{code}") + "#messages") for code, title, who, n, _at in letters],
        "new_times": [(row, address(row)) for row in talks if row.state == "rescheduling"],
        "talks": [(row, address(row), whom[row.id]) for row in talks if row.state != "rescheduling"],
        "asked": [
            (row, address(row), short(row.study), reward(row))
            for row in asked
            if row.candidate_id is None
        ],
        "sought": [
            (row, address(row), row.state in SENT_ON, Money(row.project.incentive, row.project.currency))
            for row in sought
            if row.state != "submitted"
        ],
        "finished": [(row, address(row)) for row in sought if row.state == "submitted"],
        "waiting": [(row, address(row)) for row in places if row.state in WAITING],
        "undecided": [
            (row, address(row)) for row in places if row.state == "submitted" and row.candidate_id is None
        ],
        "owed": amounts(mine_known.owed),
        "held": amounts(mine_known.held),
        "standing": StandingLifecycle.label(mine_known.standing) if mine_known.standing else None,
        "standing_state": mine_known.standing,
        "marks": mine_known.marks,
        "facts": (mine_known.told, len(FACTS)),
        "nothing": not places and not talks and not sought and not disputes,
    }


def conversations(person: Person) -> tuple[list[Session], list[Session]]:
    """Their conversations that are ahead or going on, the next first; and those that both sides remember differently,
    each with its report as `dispute` until that is decided."""
    differs = (Report.session == Session.id) & (Report.reason == "disputed") & Report.state.in_(reports.UNDECIDED)
    told = (Report.id, Report.code, Report.state, Report.replied_at)
    found = (
        Session.select(Session, Study, Workspace, Person, *told)
        .join(Study, on=(Session.study == Study.id))
        .join(Workspace)
        .join_from(Session, Person, on=(Session.host == Person.id))
        .join_from(Session, Report, JOIN.LEFT_OUTER, on=differs, attr="dispute")
        .where(Session.contributor == person.id, Session.state.in_(LIVE) | Report.id.is_null(False))
        .order_by(Session.starts_at)
    )
    rows = list(found)
    return [row for row in rows if row.state in LIVE], [row for row in rows if row.state not in LIVE]


def mine(person: Person):
    """The query for their places in studies, with what is printed of the studies; newest first."""
    return (
        Participant.select(Participant, Study, Workspace)
        .join(Study)
        .join(Workspace)
        .where(Participant.person == person.id)
        .order_by(Participant.id.desc())
    )


def candidacies(person: Person, over: bool = False):
    """Their places in recruiting projects that are not over (or are), with what is printed of the projects; newest
    first."""
    states = CANDIDATE_OVER if over else SOUGHT
    rows = (
        Candidate.select(Candidate, Project, Workspace)
        .join(Project)
        .join(Workspace)
        .where(Candidate.person == person.id, Candidate.state.in_(states))
        .order_by(Candidate.id.desc())
    )
    return list(rows.limit(PAGE) if over else rows)


def past(person: Person, before: int | None = None) -> dict:
    """What is over, some at a time: each study with its last conversation; the variables of history.html."""
    rows = mine(person).where(Participant.state.in_(OVER))
    found = list((rows.where(Participant.id < before) if before else rows).limit(PAGE + 1))
    shown = found[:PAGE]
    talks = {}
    for row in Session.select().where(Session.participant.in_([one.id for one in shown])).order_by(Session.id):
        talks[row.participant_id] = row
    return {
        "rows": [(row, address(row), *last(talks.get(row.id))) for row in shown],
        "older": url("/me/history", before=shown[-1].id) if len(found) > PAGE else None,
        "newer": url("/me/history") if before else None,
        "sought": [] if before else [(row, address(row)) for row in candidacies(person, over=True)],
    }


def last(session: Session | None) -> tuple:
    """(when the conversation was, its address); nothing where there was none."""
    return (session.starts_at, address(session)) if session else (None, None)


def next_thing(
    talks: list[Session],
    asked: list[Participant],
    whom: dict[int, Names],
    at: datetime,
    sought: Sequence[Candidate] = (),
) -> Next | None:
    """The first of: a conversation that is open or was not answered for, a request for a new time, a place to choose
    a time or go on, an invitation, and the next conversation."""
    ways = [_now(row, whom[row.id], at) for row in talks] + [_new_time(row) for row in talks]
    ways += [_go_on(row) for row in asked if not _turn(row)]
    ways += [_sent_on(row) for row in sought]
    ways += [_go_on(row) for row in sorted(asked, key=_turn) if _turn(row)]
    ways += [_ahead(row, whom[row.id], at) for row in talks]
    return next((way for way in ways if way is not None), None)


def _turn(row: Participant) -> int:
    """What can be gone on with comes first, then invitations, and last where all that is left is to wait."""
    if waiting.no_place(row):
        return 2
    return int(row.state == "invited")


def begin(person: Person, known: Known) -> Next | None:
    """For a member who told nothing about themselves yet: studies find people by what they told. Who is played has
    no profile to complete."""
    if known.standing is None or known.told or person.practice_for:
        return None
    text = _("%(total)s facts, and each of them is up to you. Studies find you by them.", total=len(FACTS))
    label, there = _("Complete your profile"), url("/me/profile")
    return Next(_("To begin with"), _("Tell a little about yourself"), text, label, there, "profile")


def _now(row: Session, whom: Names, at: datetime) -> Next | None:
    if row.state == "rescheduling" or at < row.starts_at - row.policy.join:
        return None
    if at >= row.ends_at:
        if row.contributor_says:
            return None
        return Next(
            _("It is over"),
            _("How did it go?"),
            row.study.title,
            _("Say how it went"),
            f"{address(row)}/join",
            "answer",
        )
    when = _("Now") if at >= row.starts_at else _("In %(span)s", span=Span(row.starts_at - at))
    return Next(
        when,
        _("Talk with %(host)s", host=whom),
        row.study.title,
        _("Join the conversation"),
        f"{address(row)}/join",
        "join",
    )


def _new_time(row: Session) -> Next | None:
    if row.state != "rescheduling":
        return None
    return Next(
        _("You are asked for another time"),
        row.study.title,
        _("%(host)s can not make it at the time you had agreed.", host=row.host.name),
        _("Look at it"),
        address(row),
        "rebook",
    )


def _go_on(row: Participant) -> Next | None:
    study = row.study
    if row.offered:
        kept = _("%(title)s. Kept for you until %(when)s.", title=study.title, when=Moment(row.offer_ends_at))
        ways = {True: (_("Choose a time"), f"{address(row)}/times", "book"), False: (_("Begin"), address(row), "start")}
        return Next(_("The waiting list"), _("A place is free for you"), kept, *ways[is_talk(study)])
    if waiting.no_place(row):
        full = _("All places are taken at the moment. You can wait for one.")
        return Next(_("It suits you"), study.title, full, _("Look at it"), address(row), "look")
    if row.state == "qualified" and is_talk(study):
        return Next(_("It suits you"), study.title, None, _("Choose a time"), f"{address(row)}/times", "book")
    if row.state == "screening":
        return Next(
            _("You are in the middle of it"), study.title, None, _("Continue"), f"{address(row)}/questions", "continue"
        )
    if row.state == "started":
        there = taking.where(row)
        return Next(_("You are in the middle of it"), study.title, None, taking.progress(row), there, "continue")
    if row.state == "qualified":
        return Next(_("It suits you"), study.title, None, _("Continue"), address(row), "start")
    if row.state == "invited" and study.state == "live" and row.from_recruiter:
        # The recruiting side said what it pays.
        return Next(_("An invitation"), study.title, short(study), _("Look at it"), address(row), "invitation")
    if row.state == "invited" and study.state == "live":
        text = _(
            "%(team)s asks you. %(reward)s for %(minutes)s minutes.",
            team=study.workspace.name,
            reward=reward(row),
            minutes=study.length,
        )
        return Next(_("An invitation"), study.title, text, _("Look at it"), address(row), "invitation")
    return None


def _sent_on(row: Candidate) -> Next | None:
    """A project that waits for them: its questions, or the study that it leads to."""
    project = row.project
    if row.state in SENT_ON:
        return Next(_("It suits you"), project.title, None, _("Continue to the study"), address(row), "continue")
    if project.state != "live":
        return None
    if row.state == "screening":
        where = f"{address(row)}/questions"
        return Next(_("You are in the middle of it"), project.title, None, _("Continue"), where, "continue")
    if row.state == "invited":
        pays = money.show(project.incentive, project.currency, reader().language)
        text = _("%(team)s asks you. It pays %(reward)s.", team=project.workspace.name, reward=pays)
        return Next(_("An invitation"), project.title, text, _("Look at it"), address(row), "invitation")
    return None


def _ahead(row: Session, whom: Names, at: datetime) -> Next | None:
    if row.state != "scheduled" or at >= row.starts_at:
        return None
    return Next(
        _("In %(span)s", span=Span(row.starts_at - at)),
        _("Talk with %(host)s", host=whom),
        Moment(row.starts_at),
        _("Your conversation"),
        address(row),
        "session",
    )


def amounts(sums) -> list[str]:
    """(amount, currency) of each currency in words."""
    return [money.show(amount, currency, reader().language) for amount, currency in sums]
