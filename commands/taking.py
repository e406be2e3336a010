"""Somebody takes part in a study that is done alone: answers are kept page by page, and how they fared with each
task; until it is sent everything can still be changed."""

from datetime import datetime

from commands.answering import UNFITTING
from commands.fire import fresh
from lifecycle.attempt import Invalid, Refusal, Refused
from lifecycle.words import _
from models.database import writes
from models.participants import Participant
from models.tasks import Reply, Run
from rules import screener
from rules.questions import Question
from rules.works import OUTCOMES

NOT_STARTED = Refusal("not_started", _("Please press Start first."))
SENT = Refusal("sent_already", _("It is sent already. What you answered is kept as it was."))
ELSEWHERE = _("That is not part of this study.")


@writes
def keep_answers(participant: Participant, values: dict, at: datetime) -> Participant:
    """Keep these answers, item -> value; nothing (None, no choice, no words) keeps that it was left out. What is too
    short or too little yet is kept too: the end asks for the rest."""
    participant = _under_way(participant)
    items = {item.id: item for part in participant.taken().parts for item in part.items}
    if not values.keys() <= items.keys():
        raise Invalid({"": ELSEWHERE})
    for number, value in values.items():
        kept = _kept(items[number], value)
        Reply.insert(participant=participant.id, item=number, value=kept, at=at).on_conflict(
            conflict_target=(Reply.participant, Reply.item), preserve=(Reply.value, Reply.at)
        ).execute()
    return participant


def _kept(item: Question, value):
    if value in (None, "", []):
        return None
    if not screener.fitting(item, value):
        raise Invalid({f"q{item.id}": UNFITTING})
    # As it is counted later: numbers, however they were typed.
    if item.kind == "multiple":
        return sorted({int(one) for one in (value if isinstance(value, list | tuple | set) else [value])})
    return value.strip() if item.kind == "text" else int(value)


@writes
def begin(participant: Participant, task: int, at: datetime) -> Participant:
    """They begin with a task; its time counts from here. A second press changes nothing."""
    participant = _under_way(participant)
    _of_study(participant, task)
    Run.insert(participant=participant.id, task=task, begun_at=at).on_conflict_ignore().execute()
    return participant


@writes
def end(participant: Participant, task: int, outcome: str, at: datetime) -> Participant:
    """They did it, or could not. The time counts to the first of these answers; which it is may still be changed."""
    participant = _under_way(participant)
    _of_study(participant, task)
    if outcome not in OUTCOMES:
        raise Invalid({"outcome": _("Please say whether you did it.")})
    mine = (Run.participant == participant.id) & (Run.task == task)
    if not Run.update(outcome=outcome).where(mine).execute():
        raise Invalid({"outcome": _("Please begin the task first.")})
    Run.update(ended_at=at).where(mine, Run.ended_at.is_null()).execute()
    return participant


def _under_way(participant: Participant) -> Participant:
    """The row, locked, of somebody who has started and not sent it yet."""
    participant = fresh(participant)
    if participant.state != "started":
        raise Refused(SENT if participant.submitted_at else NOT_STARTED)
    return participant


def _of_study(participant: Participant, task: int) -> None:
    if all(part.task is None or part.task.id != task for part in participant.taken().parts):
        raise Invalid({"": ELSEWHERE})
