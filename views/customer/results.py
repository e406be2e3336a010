"""The results of a study that is done alone: in numbers, question by question and task by task, and as a file."""

import json
from typing import NamedTuple

from babel.numbers import format_decimal
from flask import Blueprint, abort, g, redirect, render_template, request

from commands import results as commands
from commands import trail
from lifecycle.participant import ParticipantLifecycle
from lifecycle.words import Text, _, ngettext, reader
from models import results
from models.results import Head, Line, Went
from models.studies import Study
from rules import cells, identifiers
from rules.questions import Question
from rules.results import Bar, percent, summary
from rules.times import from_epoch
from rules.works import Part
from views import filters, reply
from views.access import Reached, reach, signed_in
from views.customer import answers
from views.customer.lasting import lasted
from views.fresh import not_fresh

views = Blueprint("results", __name__)
GROUPS = {"sent": _("Submitted and Completed"), "completed": _("Completed"), "all": _("All who began")}
OUTCOMES = {"done": _("Did it"), "gave_up": _("Could not")}


class Told(NamedTuple):
    """A question as it is drawn: its words, how many answered, the bars, or the last texts as (words, address)."""

    item: Question
    answered: Text
    number: int
    bars: list[dict]
    mean: Text | None
    texts: list[tuple]
    more: str | None


# Of fewer there is no half to speak of.
QUARTERS = 4


class Fared(NamedTuple):
    """How a task went, as it is drawn: facts, and of a hundred where the quarters and the middle lie."""

    facts: list[tuple]
    low: float
    width: float
    middle: float
    spread: Text


def alone(code: str) -> Reached:
    """The study behind an address, where it is one that is done alone; of conversations its page says it all."""
    signed_in()
    reached = reach("study", code, "customer")
    if reached.row.kind == "live_conversation":
        abort(redirect(reply.address(reached.row), 303))
    return reached


def group() -> str:
    """Whose answers were asked for."""
    wanted = request.values.get("of", "")
    return wanted if wanted in GROUPS else "sent"


@views.get("/studies/<code>/results")
def show(code: str):
    """Everything on one page, added up."""
    row, of = alone(code).row, group()
    head, counted = results.head(row.id, of), results.counted(row.id, of)
    texts, runs = results.texts(row.id, of), results.runs(row.id, of) if row.kind != "survey" else {}
    seen({who for told in texts.values() for who, *_more in told}, row)
    here = f"{reply.address(row)}/results"
    return render_template(
        "customer/study/results.html",
        row=row,
        head=figures(head),
        counted=head.counted,
        tabs=[
            {"label": label, "url": filters.same(here, of=key if key != "sent" else None), "here": key == of}
            for key, label in GROUPS.items()
        ],
        group=of,
        here_url=here,
        parts=[drawn(part, number, counted, texts, runs, f"{here}/{{}}?of={of}")
               for number, part in enumerate(row.work(), 1)],
    )  # fmt: skip


def figures(head: Head) -> list[dict]:
    """The numbers on top."""
    return [
        {"label": _("Started"), "number": head.started},
        {"label": _("Submitted"), "number": head.sent,
         "say": _("%(percent)s %% of those who started", percent=percent(head.sent, head.started)) if head.started
         else None},
        {"label": _("Completed"), "number": head.completed},
        {"label": _("Median time"), "number": lasted(head.median) if head.median is not None else "–"},
    ]  # fmt: skip


def drawn(part: Part, number: int, counted: dict, texts: dict, runs: dict, base: str) -> dict:
    """A page, or a task with how it went, and its questions."""
    return {
        "task": part.task,
        "number": number,
        "fared": fared(runs[part.task.id]) if part.task is not None and part.task.id in runs else None,
        "asked": [told(item, counted.get(item.id, {}), texts.get(item.id, []), base) for item in part.items],
    }


def told(item: Question, counted: dict, texts: list[tuple[int, str, str, str]], base: str) -> Told:
    """One question."""
    found = summary(item, counted)
    words = ngettext("%(number)s answer", "%(number)s answers", found.answered)
    if found.left_out:
        out = ngettext("%(number)s left it out", "%(number)s left it out", found.left_out)
        words = _("%(answers)s, %(out)s", answers=words, out=out)
    mean = None if found.mean is None else _("Mean: %(mean)s", mean=decimal(found.mean))
    shown = [(json.loads(value), name, person(code)) for _who, code, name, value in texts]
    more = base.format(item.id) if found.answered > len(shown) and shown else None
    return Told(item, words, found.answered, [bar(one) for one in found.bars], mean, shown, more)


def person(code: str) -> str:
    """Where somebody's own page is."""
    return f"{request.script_root}/participants/{code}"


def bar(one: Bar) -> dict:
    """One answer, for components/drawn.html."""
    return {"n": one.number, "step": one.label, "drop": _("%(percent)s %%", percent=one.percent)}


def fared(went: Went) -> Fared:
    """One task."""
    share = percent(went.done, went.ended)
    rate = _("%(done)s of %(ended)s, %(percent)s %%", done=went.done, ended=went.ended, percent=share)
    facts = [(_("Did it"), rate), (_("Median time"), lasted(went.median))]
    scale = 100 / max(went.longest, 1)
    low, high = went.low * scale, went.high * scale
    spread = _(
        "Half of them took between %(low)s and %(high)s; the longest took %(longest)s.",
        low=lasted(went.low), high=lasted(went.high), longest=lasted(went.longest),
    ) if went.ended >= QUARTERS else _("The longest took %(longest)s.", longest=lasted(went.longest))  # fmt: skip
    return Fared(facts, round(low, 1), round(max(high - low, 0.5), 1), round(went.median * scale, 1), spread)


def decimal(value: float) -> str:
    """A mean as the reader writes it."""
    return format_decimal(value, "0.0#", locale=reader().language)


def seen(people: set[int], row: Study) -> None:
    """Texts of these people are shown: that somebody looked is kept, as on their own page."""
    if people:
        trail.looked_at_all(row.workspace_id, sorted(people), g.me.id, "answers", g.at)


@views.get("/studies/<code>/results/<int:item>")
def texts(code: str, item: int):
    """Every text that was written to one question, newest first."""
    row, of = alone(code).row, group()
    asked = next((one for part in row.work() for one in part.items if one.id == item and one.kind == "text"), None)
    if asked is None:
        abort(404)
    found = results.texts_of(item, row.id, of, filters.number("before"))
    shown = found[: results.PAGE]
    seen({who for _number, who, *_more in shown}, row)
    here = f"{reply.address(row)}/results/{item}"
    return render_template(
        "customer/study/results_texts.html",
        row=row,
        asked=asked,
        back=f"{reply.address(row)}/results?of={of}",
        texts=[(json.loads(value), name, person(one)) for _number, _who, one, name, value in shown],
        older=filters.same(here, before=shown[-1][0]) if len(found) > results.PAGE else None,
        newer=filters.same(here, before=None) if "before" in request.args else None,
    )


# As a file ----------------------------------------------------------------------------------------------------------


@views.get("/studies/<code>/results.csv")
def back(code: str):
    """Whoever comes back from a fresh sign-in finds the page with the button."""
    return redirect(f"{reply.address(alone(code).row)}/results", 303)


@views.post("/studies/<code>/results.csv")
def take_out(code: str):
    """One line a person, columns for each task and question."""
    reached = alone(code)
    if instead := not_fresh(f"/studies/{code}/results"):
        return instead
    row, parts = reached.row, reached.row.work()
    people = list(results.people(row.id, group()))
    commands.taken_out(row, [one.id for one in people], reached.by, g.at)
    lines = [columns(parts), *(values(row, parts, one) for one in people)]
    return reply.table("results.csv", map(cells.line, lines))


def columns(parts: tuple[Part, ...]) -> list:
    """The first line."""
    found: list = [_("Who"), _("ID"), _("State"), _("Started (UTC)"), _("Submitted (UTC)"), _("Seconds")]
    for part in parts:
        if part.task is not None:
            found += [part.task.title, _("%(task)s: seconds", task=part.task.title)]
        found += [item.text for item in part.items]
    return found


def values(row: Study, parts: tuple[Part, ...], one: Line) -> list:
    """One person's line."""
    whole = one.sent - one.begun if one.sent and one.begun else None
    found = [
        one.who, shared_id(one.recruiter_id, row.kind), ParticipantLifecycle.label(one.state), moment(one.begun),
        moment(one.sent), whole,
    ]  # fmt: skip
    for part in parts:
        if part.task is not None:
            outcome, took = one.runs.get(part.task.id, ("", None))
            found += [OUTCOMES.get(outcome, ""), took]
        found += [cell(item, one.answers.get(item.id)) for item in part.items]
    return found


def shared_id(recruiter_id: str, kind: str) -> str:
    """The ID that both sides know, as this study writes it."""
    return identifiers.other_side(recruiter_id, kind) if recruiter_id else ""


def moment(epoch: int | None) -> str:
    """An instant, for a table."""
    return "" if epoch is None else from_epoch(epoch).strftime("%Y-%m-%d %H:%M")


def cell(item: Question, stored: str | None):
    """An answer, for a table: numbers stay numbers."""
    value = None if stored is None else json.loads(stored)
    if value is None or item.kind == "scale":
        return value
    return answers.words(item, value)
