"""Reports and standing: what opens one, what deciding it does to money and marks."""

from datetime import datetime

from commands.fire import begin, effect, fire
from lifecycle.attempt import Attempt, By, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.journal import Entry
from models.money import Payout
from models.participants import Participant
from models.people import Person
from models.sessions import Session
from models.standing import Mark, Report, Standing


@writes
def report_contributor(participant: Participant, reason: str, by: By, at: datetime, note: str = "") -> Report:
    """A customer says that somebody did not qualify or broke the rules, while their session can still be corrected."""
    last = Session.select().where(Session.participant == participant.id).order_by(Session.id.desc()).first()
    if last is not None and last.ended_at is not None and at > last.ended_at + last.policy.correct:
        raise Refused(
            Refusal("within_14_days", _("That was possible for %(days)s days.", days=last.policy.correct_days))
        )
    return begin(
        Report,
        "file",
        by,
        at,
        {"reason": reason, "note": note},
        study=participant.study_id,
        participant=participant,
        about="contributor",
        person=participant.person_id,
        author=by.who,
        author_role=by.role,
        reason=reason,
        created_at=at,
    )


@writes
def report_study(participant: Participant, about: str, reason: str, by: By, at: datetime, note: str = "") -> Report:
    """A contributor reports a customer or the study itself."""
    person = participant.study.host_id if about == "customer" else None
    return begin(
        Report,
        "file",
        by,
        at,
        {"reason": reason, "note": note},
        study=participant.study_id,
        participant=participant,
        about=about,
        person=person,
        author=by.who,
        author_role=by.role,
        reason=reason,
        created_at=at,
    )


def payouts_of(report: Report) -> list[Payout]:
    """The money that this report stands in the way of."""
    if report.about != "contributor" or report.participant_id is None:
        return []
    owners = Payout.participant == report.participant_id
    if report.participant.candidate_id:
        owners |= Payout.candidate == report.participant.candidate_id
    return list(Payout.select().where(owners))


@effect("report", "file", then=True)
def hold_money(attempt: Attempt, entry: Entry) -> None:
    """What is owed waits for the decision."""
    _hold(attempt.row, attempt)


@effect("report", "uphold", "dismiss", "withdraw_report")
def decided(attempt: Attempt, target: str) -> dict:
    """By whom and when."""
    return {"decided_by": attempt.by.who, "decided_at": attempt.at}


@effect("report", "appeal")
def appealed(attempt: Attempt, target: str) -> dict:
    """Once."""
    return {"was_appealed": True}


@effect("report", "appeal", then=True)
def hold_again(attempt: Attempt, entry: Entry) -> None:
    """An appeal against a dismissal holds what was freed, if it has not left."""
    _hold(attempt.row, attempt)


@effect("report", "uphold", then=True)
def mark(attempt: Attempt, entry: Entry) -> None:
    """An upheld report is a mark; severe for dishonest answers. Upheld again on appeal it is the same one."""
    report = attempt.row
    if (
        report.about == "contributor"
        and not Mark.select().where(Mark.report == report.id, Mark.struck_at.is_null()).exists()
    ):
        Mark.create(
            person=report.person_id,
            kind="report",
            severe=report.reason == "dishonest",
            session=report.session_id,
            report=report,
            entry=entry.id,
            at=attempt.at,
        )


@effect("report", "dismiss", "withdraw_report", then=True)
def put_right(attempt: Attempt, entry: Entry) -> None:
    """The mark is struck, the money free; a disputed absence is overturned."""
    report = attempt.row
    Mark.update(struck_at=attempt.at).where(Mark.report == report.id, Mark.struck_at.is_null()).execute()
    operator = By("operator", attempt.by.who) if attempt.by.role == "operator" else By("customer", attempt.by.who)
    for payout in payouts_of(report):
        if payout.state == "on_hold" and not payout.reported:
            fire(payout, "free", operator, attempt.at)
    if report.reason == "disputed" and report.session_id:
        overturn(report.session, operator, attempt.at)


def overturn(session: Session, by: By, at: datetime) -> None:
    """A disputed absence is put right where the law still lets this side: an operator at any time, an author who takes
    it back within the days in which a no show can be corrected."""
    why = {"reason": "dispute_dismissed"}
    if session.lifecycle.why_not(Attempt(session, "overturn", by, at, why)) is None:
        fire(session, "overturn", by, at, **why)


def _hold(report: Report, attempt: Attempt) -> None:
    role = attempt.by.role if attempt.by.role in ("customer", "operator") else "operator"
    for payout in payouts_of(report):
        if payout.state in ("due", "failed"):
            fire(payout, "hold", By(role, attempt.by.who), attempt.at)


@writes
def join_network(person: Person, at: datetime) -> Standing:
    """A member of the contributor network, in good standing."""
    existing = Standing.get_or_none(Standing.person == person)
    return existing or begin(Standing, "join", By("contributor", person.id), at, person=person)


@effect("standing", "reinstate")
def cleared(attempt: Attempt, target: str) -> dict:
    """What was before counts no more."""
    return {"cleared_at": attempt.at}
