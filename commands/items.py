"""What a study that is done alone asks: the questions of a survey on their pages, or tasks with theirs. Written as a
whole while nobody was asked, and copied with the study."""

from datetime import datetime

from commands import screeners, studies
from commands.fire import fresh
from lifecycle.attempt import By, Refused
from models.database import writes
from models.studies import Study
from models.tasks import Item, Option, Task
from rules.questions import Question
from rules.works import TASKED, Part

OF_TASK = {"title": "", "text": "", "url": "", "done_when": "", "screen": False}


@writes
def write(study: Study, parts: list[dict], by: By, at: datetime, seen: int | None = None) -> Study:
    """All of it as it was typed, before the launch only. A part is what `described` gives: a page of a survey, or a
    task. Saved untouched, an approved study stays approved."""
    whole = [_part(study.kind, part) for part in parts]
    if described(study) == whole:
        return studies.edit(study, by, at, seen)
    study = studies.opened(study, by, at, seen)
    _put(study, whole)
    return Study.get_by_id(study.id)


@writes
def copy(old: Study, new: Study) -> None:
    """The same for another draft."""
    new = fresh(new)
    if new.state not in studies.BEFORE_LAUNCH:
        raise Refused(studies.FROZEN)
    _put(new, described(old))


def described(study: Study) -> list[dict]:
    """What is asked as plain values: [{items: [...]}] page by page, or with the task's own values task by task."""
    return [_told(part) for part in study.work()]


def _told(part: Part) -> dict:
    own = {} if part.task is None else {name: getattr(part.task, name) for name in OF_TASK}
    return {**own, "items": [_item(_values(item)) for item in part.items]}


def _values(item: Question) -> dict:
    return {**item._asdict(), "choices": [choice.text for choice in item.choices]}


def _part(kind: str, part: dict) -> dict:
    """Every value that a part has, and none that its kind has not."""
    own = {name: part.get(name, usual) for name, usual in OF_TASK.items()} if kind in TASKED else {}
    if kind != "think_out_loud" and own:
        own["screen"] = False
    return {**own, "items": [_item(item) for item in part.get("items", ())]}


def _item(item: dict) -> dict:
    """The same of a question; its choices are their words."""
    asked = screeners.worded(item)
    return {**asked, "choices": list(item.get("choices", ())) if asked["kind"] in screeners.CHOSEN else []}


def _put(study: Study, parts: list[dict]) -> None:
    """In place of what was there."""
    old = Item.select(Item.id).where(Item.study == study.id)
    Option.delete().where(Option.item.in_(old)).execute()
    Item.delete().where(Item.study == study.id).execute()
    Task.delete().where(Task.study == study.id).execute()
    for place, part in enumerate(parts):
        own = {name: part[name] for name in OF_TASK if name in part}
        task = Task.create(study=study.id, position=place, **own) if own else None
        for number, item in enumerate(part["items"]):
            _put_item(study, task, place, number, item)


def _put_item(study: Study, task: Task | None, page: int, number: int, item: dict) -> None:
    values = {name: value for name, value in item.items() if name != "choices"}
    row = Item.create(study=study.id, task=task, page=page, position=number, **values)
    if item["choices"]:
        Option.insert_many(
            [{"item": row.id, "position": place, "text": text} for place, text in enumerate(item["choices"])]
        ).execute()
