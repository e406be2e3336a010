"""Nothing is kept longer than said: once a night what is past its days goes, in small portions, and each team reads in
its log how much that was."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from commands import clips, leftovers, trail
from commands.beats import mark
from lifecycle.attempt import CLOCK
from models import aged, scrub
from models import guests as silent
from models.beats import Beat
from models.database import db, writes
from models.given import Answer
from models.journal import Note
from models.money import Payout, ProviderEvent, SendTo
from models.outgoing import Letter, Outgoing
from models.outside import Charge, Suspect
from models.participants import Participant
from models.people import Asking, Bucket, SignIn, UsedForm
from models.recruiting import CandidateAnswer, Exclusion
from models.rights import Look
from models.sessions import Message, Remark
from models.tasks import Reply, Run
from models.workspaces import TeamInvite, Workspace
from rules.retention import RETENTION, days

BEAT = "retention"
NIGHT = 2  # o'clock, UTC
CHUNK = 200
DAY = timedelta(days=1)
# What the installation itself keeps for everybody.
CODES, FORMS, SIGN_INS, INVITES = DAY, 7 * DAY, 90 * DAY, 90 * DAY
GUESTS = 7 * DAY
MONEY = 90 * DAY


def nightly(at: datetime) -> Counter:
    """The night's work, once a night; an installation's first night comes after its first day."""
    beat = Beat.get_or_none(Beat.name == BEAT)
    if beat is None:
        mark(BEAT, at)
        return Counter()
    if beat.at.date() >= at.date() or (at.hour < NIGHT and at - beat.at < DAY):
        return Counter()
    mark(BEAT, at)
    return run(at)


def run(at: datetime) -> Counter:
    """Everything that is past its days goes now; what went, by kind."""
    gone: Counter = Counter()
    limits = {house.id: _limits(house.retention, at) for house in Workspace.select(Workspace.id, Workspace.retention)}
    counted: dict[int | None, Counter] = {}
    for kind, find, empty in (*WORK, ("recordings", aged.recordings, partial(recordings, at=at))):
        for house, numbers in _due(find(), limits, kind, at):
            # A study stands for everything in it; anything else goes one by one.
            counts = empty(numbers)
            counted.setdefault(house, Counter()).update(counts)
            gone.update(counts)
    counted.setdefault(None, Counter()).update(own := installation(at))
    gone.update(own)
    for counts in (guests(at), leftovers.empty(at)):
        counted[None].update(counts)
        gone.update(counts)
    for house, counts in sorted(counted.items(), key=lambda one: one[0] or 0):
        _told(house, counts, at)
    if +gone and not db.in_transaction():
        scrub.files()
    return +gone


def _limits(kept: dict, at: datetime) -> dict[str, datetime]:
    return {name: at - timedelta(days=days(kept, name)) for name in RETENTION}


def _due(found: Iterable[tuple], limits: dict, kind: str, at: datetime) -> Iterator[tuple[int | None, list[int]]]:
    """(workspace, numbers) of what is past its days, at most CHUNK at once; what belongs to no team has the usual
    days."""
    usual = _limits({}, at)
    waiting: dict[int | None, list[int]] = {}
    for number, house, since in found:
        if since > limits.get(house, usual)[kind].timestamp():
            continue
        waiting.setdefault(house, []).append(number)
        if len(waiting[house]) == CHUNK:
            yield house, waiting.pop(house)
    yield from waiting.items()


@writes
def _told(house: int | None, counts: Counter, at: datetime) -> None:
    if counts := +counts:
        trail.keep(house, "retention", CLOCK, at, **counts)


@writes
def letters(numbers: list[int]) -> Counter:
    """The words of letters; that they were sent stays."""
    return Counter(letters=Letter.delete().where(Letter.id.in_(numbers)).execute())


@writes
def answers_of(numbers: list[int]) -> Counter:
    """What these people answered."""
    return Counter(answers=Answer.delete().where(Answer.participant.in_(numbers)).execute())


@writes
def answers_of_candidates(numbers: list[int]) -> Counter:
    """What these candidates answered."""
    return Counter(answers=CandidateAnswer.delete().where(CandidateAnswer.candidate.in_(numbers)).execute())


def projects(numbers: list[int]) -> Counter:
    """What was answered and written in these recruiting projects, in portions."""
    gone: Counter = Counter()
    for project in numbers:
        for name, what, empty in OF_PROJECT:
            while rows := aged.left_in(what, project, CHUNK):
                gone.update({name: empty(rows)})
    return gone


@writes
def _theirs(rows: list[int]) -> int:
    return CandidateAnswer.delete().where(CandidateAnswer.id.in_(rows)).execute()


def recordings(numbers: list[int], at: datetime) -> Counter:
    """What these people said and showed; one after the other, for there may be much of it."""
    return Counter(recordings=sum(clips.erase([number], at) for number in numbers))


@writes
def looks(numbers: list[int]) -> Counter:
    """Who looked."""
    return Counter(looks=Look.delete().where(Look.id.in_(numbers)).execute())


@writes
def doubtful(numbers: list[int]) -> Counter:
    """What could not be trusted and nobody settled; what was settled has its own time (commands/leftovers.py)."""
    unsettled = Suspect.id.in_(numbers) & Suspect.settled_at.is_null()
    return Counter(suspects=Suspect.delete().where(unsettled).execute())


def studies(numbers: list[int]) -> Counter:
    """What was answered and written in these studies, in portions."""
    gone: Counter = Counter()
    for study in numbers:
        for name, empty in EMPTIED.items():
            while rows := aged.left_in(name, study, CHUNK):
                gone.update({name: empty(rows)})
    return gone


@writes
def _answers(rows: list[int]) -> int:
    return Answer.delete().where(Answer.id.in_(rows)).execute()


@writes
def _messages(rows: list[int]) -> int:
    return Message.update(text="").where(Message.id.in_(rows)).execute()


@writes
def _remarks(rows: list[int]) -> int:
    return Remark.delete().where(Remark.id.in_(rows)).execute()


@writes
def _notes(rows: list[int]) -> int:
    return Note.delete().where(Note.id.in_(rows)).execute()


@writes
def _wishes(rows: list[int]) -> int:
    return Participant.update(slot_note="", slot_noted_at=None).where(Participant.id.in_(rows)).execute()


@writes
def _replies(rows: list[int]) -> int:
    return Reply.delete().where(Reply.id.in_(rows)).execute()


@writes
def _runs(rows: list[int]) -> int:
    return Run.delete().where(Run.id.in_(rows)).execute()


@writes
def _beside(rows: list[int]) -> int:
    return Charge.update(note="").where(Charge.id.in_(rows)).execute()


@writes
def _exclusions(rows: list[int]) -> int:
    return Exclusion.update(note="").where(Exclusion.id.in_(rows)).execute()


EMPTIED = {
    "answers": _answers, "replies": _replies, "runs": _runs, "messages": _messages, "remarks": _remarks,
    "notes": _notes, "wishes": _wishes, "beside": _beside, "exclusions": _exclusions,
}  # fmt: skip
OF_PROJECT = (
    ("answers", "candidate_answers", _theirs), ("notes", "candidate_notes", _notes),
    ("beside", "candidate_beside", _beside),
)  # fmt: skip
# What the days are set for, what may be past them (number, workspace, since when), and how it goes.
WORK = (
    ("letters", aged.letters, letters),
    ("screened_out", aged.screened_out, answers_of),
    ("screened_out", aged.turned_away, answers_of_candidates),
    ("answers", aged.studies, studies),
    ("answers", aged.projects, projects),
    ("looks", aged.looks, looks),
    ("suspects", aged.suspects, doubtful),
)


@writes
def installation(at: datetime) -> Counter:
    """What is nobody's: codes and the letters with them, used forms, limits, browsers that are signed out, and
    invitations into teams that nobody took."""
    # Whoever is to be warned that their address was changed or typed hears of it first, however late that is.
    old = (Asking.created_at <= at - CODES) & Asking.id.not_in(aged.warned_of())
    asked = Asking.select(Asking.id).where(old)
    sent = Outgoing.id.in_(aged.about_codes(asked))
    gone = Counter(letters=Letter.delete().where(Letter.outgoing.in_(aged.about_codes(asked))).execute())
    Outgoing.update(state="dropped").where(sent, Outgoing.state == "waiting").execute()
    ended = (SignIn.ended_at <= at - SIGN_INS) | (SignIn.ends_at <= at - SIGN_INS)
    untaken = TeamInvite.accepted_at.is_null() & (TeamInvite.ends_at <= at - INVITES)
    gone["codes"] = Asking.delete().where(old).execute()
    gone["forms"] = UsedForm.delete().where(UsedForm.at <= at - FORMS).execute()
    gone["limits"] = Bucket.delete().where(Bucket.since <= at - FORMS).execute()
    gone["sign_ins"] = SignIn.delete().where(ended).execute()
    gone["invites"] = TeamInvite.delete().where(untaken).execute()
    settled_money(at)
    return gone


def settled_money(at: datetime) -> None:
    """Where money went that arrived long ago, and what providers told of it in their own words."""
    over = Payout.select(Payout.id).where(Payout.state.in_(("paid", "void")))
    SendTo.delete().where(SendTo.at <= at - MONEY, SendTo.payout.in_(over)).execute()
    told = (ProviderEvent.handled_at <= at - MONEY) & (ProviderEvent.body != "")
    ProviderEvent.update(body="").where(told).execute()


def guests(at: datetime) -> Counter:
    """Addresses that somebody typed and whose owner never answered, in portions."""
    gone, after = Counter(), 0
    while (portion := _guests(after, at)) is not None:
        after, count = portion
        gone["guests"] += count
    return gone


@writes
def _guests(after: int, at: datetime) -> tuple[int, int] | None:
    """(the last number looked at, how many went); nothing where there is nobody any more."""
    people = silent.silent(after, at - GUESTS, CHUNK)
    if not people:
        return None
    return people[-1].id, silent.remove(silent.with_nothing(people))
