"""What one person did alone, in words: their answers page by page, and how they fared with each task."""

from typing import NamedTuple

from lifecycle.words import Text, _
from models.participants import Participant
from rules import works
from views.customer import answers
from views.customer.lasting import lasted


class Done(NamedTuple):
    """A page or a task: its heading, how the task went, and (question, answer in words)."""

    heading: Text | str
    said: Text | None
    pairs: list[tuple]


def of(row: Participant) -> list[Done]:
    """Everything that they did; nothing where the study is a conversation, or they have not begun."""
    if row.kind == "live_conversation" or not (row.submitted_at or row.state == "started"):
        return []
    taken = row.taken()
    return [
        Done(
            part.task.title if part.task is not None else _("Page %(number)s", number=number),
            None if part.task is None else said(taken.runs.get(part.task.id)),
            [(item.text, answers.words(item, taken.answers.get(item.id))) for item in part.items],
        )
        for number, part in enumerate(taken.parts, 1)
    ]


def said(fared: works.Fared | None) -> Text:
    """How a task went."""
    if fared is None:
        return _("Not begun")
    seconds = works.seconds(fared)
    if seconds is None:
        return _("Begun, not ended")
    if fared.outcome == "done":
        return _("Did it in %(time)s", time=lasted(seconds))
    return _("Could not, after %(time)s", time=lasted(seconds))


def any_told(found: list[Done]) -> bool:
    """Whether anything was answered or done at all."""
    return any(part.said is not None for part in found) or any(answers.any_told(part.pairs) for part in found)
