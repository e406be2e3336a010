"""Reports and standing: what opens one, what deciding it does to money and marks."""

from datetime import datetime

from commands import recorder, trail
from commands.fire import begin, effect, fire, fresh
from commands.once import once
from commands.recorder import note_down
from lifecycle.attempt import Attempt, By, Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.journal import Entry
from models.money import Payout
from models.participants import Participant
from models.people import Person
from models.sessions import Session
from models.standing import Mark, Report, Standing
from outbox import readers
from outbox.letters import Planned

STANDING_IN_THE_WAY = ("open", "appealed", "upheld")
ALREADY = Refusal("reported_already", _("There is a report about this already. Two about the same thing help nobody."))
DECIDED = Refusal(
    "decided_already",
    _("This was reported for that reason before, and an operator decided. Its page says what can be done."),
)
REPLIED = Refusal("replied", _("You have told your side already. The operator has it."))
NO_REPLY = Refusal("decided", _("This is decided. What can be done now stands on its page."))
APPEALED = Refusal("once", _("You have appealed once already. That answer stands."))
NOT_REMOVED = Refusal("not_removed", _("There is nothing to appeal: you are in the network."))
NOTHING_ASKED = Refusal("not_appealed", _("There is no appeal that waits for an answer."))
OTHER_OPERATOR = Refusal("other_operator", _("Another operator answers: this one decided on the removal."))
LONGEST = 2000
NOTE = _("Please say why, in a few words.")
TOO_LONG = _("Please keep it below %(most)s characters.", most=LONGEST)
UNDECIDED = ("open", "appealed")
SHOWS_LATE = ("not_paid", "wrong_mark")


def too_late(participant: Participant, at: datetime, talk: Session | None = None) -> Refusal | None:
    """A conversation, or work done alone, can be reported for some days after it ended."""
    ended = talk.ended_at if talk is not None else participant.submitted_at
    policy = participant.study.policy
    if ended is None or at <= ended + policy.correct:
        return None
    return Refusal("within_14_days", _("That was possible for %(days)s days.", days=policy.correct_days))


def last_talk(participant: Participant) -> Session | None:
    """Their conversation; of several the last."""
    return Session.select().where(Session.participant == participant.id).order_by(Session.id.desc()).first()


def standing_in_the_way(participant: Participant, about: str, by: By, reason: str = "") -> Report | None:
    """A report about the same that keeps this one from being written: an undecided or upheld one, or one that an
    operator dismissed for the very same reason."""
    same = (Report.participant == participant.id) & (Report.about == about)
    if about != "contributor":
        same &= Report.author == by.who
    again = (Report.state == "dismissed") & (Report.reason == reason) & (Report.decided_by != Report.author)
    return Report.select().where(same, Report.state.in_(STANDING_IN_THE_WAY) | again).order_by(Report.id.desc()).first()


@writes
def report_contributor(
    participant: Participant, reason: str, by: By, at: datetime, note: str = "", key: str = ""
) -> Report:
    """A customer says that somebody did not qualify or broke the rules, while their session can still be corrected."""
    participant = fresh(participant)
    talk = last_talk(participant)
    if refusal := too_late(participant, at, talk):
        raise Refused(refusal)

    def file() -> Report:
        return _file(participant, "contributor", reason, by, at, note, person=participant.person_id, session=talk)

    return _once(key, at, file)


@writes
def report_study(
    participant: Participant, about: str, reason: str, by: By, at: datetime, note: str = "", key: str = ""
) -> Report:
    """A contributor reports a customer or the study itself. What shows late has no last day."""
    participant = fresh(participant)
    talk = last_talk(participant)
    if reason not in SHOWS_LATE and (refusal := too_late(participant, at, talk)):
        raise Refused(refusal)
    person = (talk.host_id if talk else participant.study.host_id) if about == "customer" else None

    def file() -> Report:
        return _file(participant, about, reason, by, at, note, person=person, session=talk)

    return _once(key, at, file)


def _once(key: str, at: datetime, file) -> Report:
    """Two clicks are one report."""
    return Report.get(Report.code == once(key and f"report:{key}", at, lambda: file().code))


def _file(participant: Participant, about: str, reason: str, by: By, at: datetime, note: str, **values) -> Report:
    """The report itself, if nothing stands in its way."""
    if found := standing_in_the_way(participant, about, by, reason):
        raise Refused(DECIDED if found.state == "dismissed" else ALREADY)
    return begin(
        Report,
        "file",
        by,
        at,
        {"reason": reason, "note": note},
        study=participant.study_id,
        participant=participant,
        about=about,
        author=by.who,
        author_role=by.role,
        reason=reason,
        created_at=at,
        **values,
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
    """By whom and when. A record that an operator struck counts again where an appeal finds it right."""
    if target == "dismissed" and attempt.row.decided_at and (records := records_of(attempt.row)) is not None:
        Mark.update(struck_at=None).where(records, Mark.struck_at == attempt.row.decided_at).execute()
    return {"decided_by": attempt.by.who, "decided_at": attempt.at}


def records_of(report: Report):
    """The marks that a report says are wrong; None where it is about something else."""
    if report.reason != "wrong_mark" or not report.session_id:
        return None
    return (Mark.session == report.session_id) & (Mark.person == report.author_id) & Mark.report.is_null()


@effect("report", "appeal")
def appealed(attempt: Attempt, target: str) -> dict:
    """A report is appealed once."""
    return {"was_appealed": True}


@effect("report", "appeal", then=True)
def hold_again(attempt: Attempt, entry: Entry) -> None:
    """An appeal against a dismissal holds what was freed, if it has not left."""
    _hold(attempt.row, attempt)


@effect("report", "uphold", then=True)
def mark(attempt: Attempt, entry: Entry) -> None:
    """An upheld report is a mark; severe for dishonest answers. Upheld again on appeal it is the same one. One about a
    wrong record strikes it."""
    report = attempt.row
    no_longer_waits(report, entry)
    if (records := records_of(report)) is not None:
        Mark.update(struck_at=attempt.at).where(records, Mark.struck_at.is_null()).execute()
    if (
        report.about == "contributor"
        and not Mark.select().where(Mark.report == report.id, Mark.struck_at.is_null()).exists()
    ):
        Mark.create(
            person=report.person_id,
            kind="report",
            severe=report.reason == "dishonest",
            session=report.session_id if report.reason == "disputed" else None,
            report=report,
            entry=entry.id,
            at=attempt.at,
        )
        note_down("marks", ("report", report.person_id))


@effect("report", "dismiss", "withdraw_report", then=True)
def put_right(attempt: Attempt, entry: Entry) -> None:
    """The mark is struck, the money free; a disputed absence is overturned."""
    report = attempt.row
    no_longer_waits(report, entry)
    Mark.update(struck_at=attempt.at).where(Mark.report == report.id, Mark.struck_at.is_null()).execute()
    operator = By("operator", attempt.by.who) if attempt.by.role == "operator" else By("customer", attempt.by.who)
    for payout in payouts_of(report):
        if payout.state == "on_hold" and not payout.reported:
            fire(payout, "free", operator, attempt.at)
    if report.reason == "disputed" and report.session_id:
        overturn(report.session, operator, attempt.at)


def no_longer_waits(report: Report, entry: Entry) -> None:
    """The operators need no reminder of what is decided."""
    recorder.drop_waiting(recorder.thread_of(report), entry.id)


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


@effect("standing", "remove")
def may_appeal(attempt: Attempt, target: str) -> dict:
    """Each removal can be appealed once."""
    return {"appealed_at": None, "appeal": "", "answered_at": None, "answer": ""}


@writes
def reply(report: Report, by: By, text: str, at: datetime) -> Report:
    """Whom a report is about tells their side, once, before it is decided; the author and the operators read it."""
    report, text = fresh(report), said(text)
    if report.state not in UNDECIDED:
        raise Refused(NO_REPLY)
    if report.replied_at is not None:
        raise Refused(REPLIED)
    trail.keep(report.study.workspace_id, "reply", by, at, report=report.id)
    Report.update(reply=text, replied_at=at).where(Report.id == report.id).execute()
    return fresh(report)


@writes
def appeal_removal(standing: Standing, by: By, text: str, at: datetime) -> Standing:
    """Who was removed from the network says once why that is wrong; the operators are told."""
    standing, text = fresh(standing), said(text)
    if standing.state != "removed":
        raise Refused(NOT_REMOVED)
    if standing.appealed_at is not None:
        raise Refused(APPEALED)
    entry = trail.keep(None, "appeal_removal", by, at, standing=standing.id)
    Standing.update(appeal=text, appealed_at=at).where(Standing.id == standing.id).execute()
    post(entry, "removal_appealed", readers.operators(), standing, at)
    return fresh(standing)


@writes
def keep_removed(standing: Standing, by: By, text: str, at: datetime) -> Standing:
    """The appeal is answered: the removal stands. To take it back is `reinstate`."""
    standing, text = fresh(standing), said(text)
    if refusal := why_not_answer(standing, by):
        raise Refused(refusal)
    entry = trail.keep(None, "keep_removed", by, at, standing=standing.id)
    Standing.update(answer=text, answered_at=at).where(Standing.id == standing.id).execute()
    post(entry, "removal_stands", [standing.person_id], standing, at)
    return fresh(standing)


def why_not_answer(standing: Standing, by: By) -> Refusal | None:
    """Nothing waits for an answer; or, where there are several operators, this one decided on the removal."""
    if standing.state != "removed" or standing.appealed_at is None or standing.answered_at is not None:
        return NOTHING_ASKED
    removed = Entry.select(Entry.who).where(
        Entry.noun == "standing", Entry.subject == standing.id, Entry.event == "remove"
    )
    last = removed.order_by(Entry.seq.desc()).tuples().first()
    return OTHER_OPERATOR if last == (by.who,) and len(readers.operators()) > 1 else None


def said(text: str) -> str:
    """Words as they are kept; Invalid where there are none or too many."""
    text = text.replace("\r\n", "\n").strip()
    if not text or len(text) > LONGEST:
        raise Invalid({"note": TOO_LONG if text else NOTE})
    return text


def post(entry: Entry, letter: str, people: list[int], row, at: datetime) -> None:
    """A letter to each of them."""
    recorder.post(entry, [Planned(letter, person, at) for person in people], recorder.thread_of(row), at)
