"""The pages of a screener, whoever asks: a study, or a recruiting project. What was answered is kept page by page, and
the last page finishes."""

from collections.abc import Callable
from typing import NamedTuple

from flask import g, redirect, request

from lifecycle.words import Text
from models.participants import Participant
from models.recruiting import Candidate, Project
from models.studies import Study
from rules import screener
from rules.typed import whole
from views import questions, reply
from views.forms import worded
from views.reply import address


class Asking(NamedTuple):
    """Whose answers they are, who asks, the command that keeps them, what the end leads to, whether another page (the
    camera) comes before it, and what the page shows beside the questions."""

    row: Participant | Candidate
    who: Study | Project
    keep: Callable
    finish: Callable
    talk: bool = False
    beside: dict = {}

    @property
    def here(self) -> str:
        return f"{address(self.row)}/questions"


def take(asking: Asking):
    """What was answered on this page is kept; then a change only says so, and a page leads on."""
    row, who = asking.row, asking.who
    on = questions.on(request.form, who)
    typed = questions.read(request.form, on)
    asking.keep(row, questions.fitting(on, typed), g.at)
    answers = {**row.answered(), **{key: value for key, value in typed.items() if value is not None}}
    way = screener.asked(who.asked(), answers)
    if "keep" in request.form:
        return kept(who, way, on, answers)
    if errors := questions.errors([one for one in way if one in on], typed):
        return question_page(asking, int_of(request.form.get("n", "")), answers, errors)
    return onward(asking, way, on)


def int_of(text: str) -> int:
    """The number of a page, from 0."""
    number = whole(text, 4)
    return 0 if number is None else number - 1


def onward(asking: Asking, way: list, on: list):
    """The next question: one that the answers have led to only now, or the one behind this; else the end."""
    one_page = asking.who.one_page
    more = [one for one in way if one not in on]
    if one_page and more:
        return reply.lead(f"{asking.here}?n=1#{questions.name_of(more[0])}", "more")
    last = max((number for number, one in enumerate(way, 1) if one in on), default=0)
    number = len(way) + 1 if one_page else last + 1
    if number > len(way) and not asking.talk:
        return asking.finish()
    return redirect(f"{asking.here}?n={number}", 303)


def kept(who: Study | Project, way: list, on: list, answers: dict):
    """ "Saved", and the questions anew where this answer leads another way."""
    changed = who.one_page and way != on
    sheet = questions.sheet(who, answers, 0) if changed else None
    return reply.page("contributor/screener/_kept.html", sheet=sheet)


def question_page(asking: Asking, number: int, answers: dict, errors: dict[str, Text] | None = None, status: int = 422):
    """What is asked, with what was answered before, or just now."""
    row, who = asking.row, asking.who
    before = number > 0 and not who.one_page
    return reply.page(
        "contributor/screener/question.html",
        status if errors else 200,
        row=row,
        study=who,
        workspace_name=who.workspace.name,
        branded=who.workspace,
        sheet=questions.sheet(who, answers, number, errors),
        # The address says which question it is, so that Back and a reload of the answer come to it too.
        action=asking.here + ("" if who.one_page else f"?n={number + 1}"),
        back=f"{asking.here}?n={number}" if before else address(row),
        talk=asking.talk,
        errors=worded(errors),
        **asking.beside,
    )
