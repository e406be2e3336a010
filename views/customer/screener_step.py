"""The screener's step of the builder of studies and recruiting projects: its questions as cards, and how a contributor
would see them."""

from flask import Blueprint, g, render_template, request

from commands import projects, screeners
from commands.fire import Stale
from lifecycle.words import Text, _, ngettext
from models import faults
from models.recruiting import Project
from rules import screener
from rules.questions import END, Question
from views import questions as sheets
from views import reply
from views.access import PLURALS, TOO_LOW, Reached, reach
from views.contributor.study import is_talk
from views.customer import build, screener_form
from views.forms import worded

views = Blueprint("screener_step", __name__)
VERDICTS = {"accept": _("Fits"), "may": _("Either way"), "reject": _("Does not fit")}
KINDS = {
    "single": _("One answer"),
    "multiple": _("Several answers"),
    "scale": _("A scale"),
    "text": _("Their own words"),
}
WRITES = {"study": screeners.write, "project": projects.write}
PAGES = {"1": _("All on one page"), "0": _("One question a page")}


@views.get("/<any(studies, projects):plural>/<code>/edit/screener")
def look(plural: str, code: str):
    """The questions of a draft as cards; of a launched study as they are, and why they stay so."""
    reached = reach(PLURALS[plural], code, "customer")
    if reached.row.state not in build.house(reached.row).drafts:
        return frozen(reached)
    return reply.forbidden(TOO_LOW) if not reached.allows("launch") else show(reached, screener_form.of(reached.row))


@views.post("/<any(studies, projects):plural>/<code>/edit/screener")
def save(plural: str, code: str):
    """Save the questions; the buttons at the cards only change the form."""
    reached, instead = build.draft_of(code, PLURALS[plural])
    if instead:
        return instead
    typed = screener_form.read(request.form)
    if "change" in request.form:
        return change(reached, typed, request.form["change"])
    if errors := screener_form.errors(typed):
        return show(reached, typed, 422, errors=errors)
    whole, one_page = screener_form.values(typed), request.form.get("one_page") != "0"
    try:
        row = WRITES[reached.noun](reached.row, whole, reached.by, g.at, build.seen(), one_page)
    except Stale:
        return show(reached, typed, 409, stale=now_saved(reached.row))
    if request.form.get("then") == "preview":
        return reply.lead(f"{reply.address(row)}/edit/preview", "saved")
    return build.went_on(row, "screener")


def change(reached: Reached, typed: list[dict], what: str):
    """The form after one of its buttons: nothing is saved yet. htmx gets the questions only."""
    after, focus = screener_form.changed(typed, what)
    if not request.htmx:
        return show(reached, after, focus=focus)
    action = f"{reply.address(reached.row)}/edit/screener"
    errors = worded(screener_form.skips(after))
    return reply.page(
        "customer/study/build/_asks.html", row=reached.row, house=build.house(reached.row), action=action,
        errors=errors, said=moved(what, focus), **cards(after, focus),
    )  # fmt: skip


def moved(what: str, focus: str) -> Text | None:
    """What is read out after a press that changed the order."""
    name, number = what.split(":")[0], focus.removeprefix("card-")
    if name == "drop":
        return _("The question is removed. Nothing is saved yet.")
    if name in ("up", "down", "move") and number.isdigit():
        return _("It is question %(number)s now.", number=int(number) + 1)
    return None


def show(reached: Reached, typed: list[dict], status: int = 200, *, errors=None, stale=None, focus: str = ""):
    """The step with these questions in it."""
    one_page = request.form.get("one_page", "1" if reached.row.one_page else "0")
    errors = (errors or {}) | screener_form.skips(typed)
    return build.show(
        reached, "screener", status, errors=errors, stale=stale, said=None, one_page=one_page,
        pages=list(PAGES.items()), **cards(typed, focus),
    )  # fmt: skip


def cards(typed: list[dict], focus: str) -> dict:
    """What the cards are drawn from."""
    return {
        "questions": typed,
        "focus": focus,
        "kinds": list(KINDS.items()),
        "verdicts": list(VERDICTS.items()),
        "targets": [targets(typed, number) for number in range(len(typed))],
        "full": len(typed) >= screener_form.MOST_QUESTIONS,
        "most": screener_form.MOST_CHOICES,
    }


def targets(typed: list[dict], number: int) -> list[tuple]:
    """(value, words) of where an answer to this question can lead."""
    later = [
        (one["key"], _("to question %(number)s", number=place + 1))
        for place, one in enumerate(typed)
        if place > number + 1
    ]
    return [("", _("to the next question")), *later, (END, _("to the end"))]


def now_saved(row: build.Built) -> list[tuple]:
    """What somebody else saved meanwhile."""
    asked = type(row).get_by_id(row.id).asked()
    return [
        (_("Questions"), ngettext("%(number)s question", "%(number)s questions", len(asked))),
        *((_("Question %(number)s", number=number), question.text) for number, question in enumerate(asked, 1)),
    ]


# After the launch ---------------------------------------------------------------------------------------------------


def frozen(reached: Reached):
    """The questions as everybody was asked them."""
    asked = reached.row.asked()
    return reply.page(
        "customer/study/build/screener_frozen.html",
        row=reached.row,
        house=build.house(reached.row),
        may_copy=reached.allows("launch"),
        pages=PAGES["1" if reached.row.one_page else "0"],
        questions=[(number, one, KINDS[one.kind], lines(asked, one)) for number, one in enumerate(asked, 1)],
    )


def lines(asked: tuple[Question, ...], question: Question) -> list[tuple]:
    """(answer, what it means) of one question, in words."""
    if question.kind == "scale":
        ends = [one for one in (question.low_label, question.high_label) if one]
        whole = _("From %(low)s to %(high)s", low=question.minimum, high=question.maximum)
        return [(whole, " – ".join(ends))]
    places = {one.id: number for number, one in enumerate(asked, 1)}
    return [(choice.text, meaning(choice, places)) for choice in question.choices]


def meaning(choice, places: dict) -> str:
    """Whether it fits, where it leads, how many."""
    words = [str(VERDICTS[choice.verdict])]
    if choice.skip_to == END:
        words.append(str(_("to the end")))
    elif choice.skip_to is not None:
        words.append(str(_("to question %(number)s", number=places[choice.skip_to])))
    if choice.quota is not None:
        people = ngettext("at most %(number)s person", "at most %(number)s people", choice.quota)
        words.append(str(people))
    return ", ".join(words)


# As a contributor sees it -------------------------------------------------------------------------------------------


@views.get("/<any(studies, projects):plural>/<code>/edit/preview")
def preview(plural: str, code: str):
    """The questions as a contributor sees them, to try out; nothing of it is kept."""
    reached = reach(PLURALS[plural], code, "customer")
    return tried(reached, {}, 0)


@views.post("/<any(studies, projects):plural>/<code>/edit/preview")
def try_out(plural: str, code: str):
    """The next page of it, or what would follow from these answers."""
    reached = reach(PLURALS[plural], code, "customer")
    study = reached.row
    asked = study.asked()
    on = sheets.on(request.form, study)
    typed = sheets.read(request.form, asked)
    answers = {key: value for key, value in typed.items() if value is not None}
    way = screener.asked(asked, answers)
    if errors := sheets.errors([one for one in way if one in on], typed):
        number = next((place for place, one in enumerate(way) if one in on), 0)
        return tried(reached, answers, number, errors)
    last = max((number for number, one in enumerate(way, 1) if one in on), default=0)
    more = [number for number, one in enumerate(way) if one not in on]
    if study.one_page and more:
        return tried(reached, answers, 0)
    if not study.one_page and last < len(way):
        return tried(reached, answers, last)
    return tried(reached, answers, None)


def tried(reached: Reached, answers: dict, number: int | None, errors: dict | None = None):
    """One page of the trial; with no number its outcome."""
    study = reached.row
    asked = study.asked()
    wrong = faults.sentences(asked)
    over = number is None or not asked or wrong
    html = render_template(
        "customer/study/build/preview.html",
        row=study,
        study=study,
        house=build.house(study),
        wrong=wrong,
        nothing=not asked,
        may=reached.allows("launch") and study.state in build.house(study).drafts,
        outcome=None if number is not None or wrong else outcome(asked, answers),
        sheet=None if over else sheets.sheet(study, answers, number, errors, carry=True),
        talk=not isinstance(study, Project) and is_talk(study),
        action=f"{reply.address(study)}/edit/preview",
        errors=worded(errors),
    )
    return html, 422 if errors else 200


def outcome(asked: tuple[Question, ...], answers: dict) -> dict:
    """What would follow, and from which answers; said to the customer only."""
    way = screener.asked(asked, answers)
    numbers = {question.id: number for number, question in enumerate(asked, 1)}
    qualified = screener.judge(asked, answers).outcome == "qualified"
    reasons: list[Text] = []
    for question in way if not qualified else ():
        picked = screener.chosen(question, answers.get(question.id))
        against = [choice.text for choice in picked if choice.verdict == "reject"]
        number = numbers[question.id]
        reasons += [
            _("Question %(number)s: “%(answer)s” does not fit.", number=number, answer=text) for text in against
        ]
        if not against and screener.judge([question], answers).outcome == "screened_out":
            reasons.append(_("Question %(number)s: none of the answers that fit was chosen.", number=number))
    limited = [choice for question in way for choice in screener.chosen(question, answers.get(question.id))
               if qualified and choice.quota is not None]  # fmt: skip
    return {
        "qualified": qualified,
        "reasons": reasons,
        "limits": [
            ngettext(
                "At most %(number)s person with the answer “%(answer)s” gets a place.",
                "At most %(number)s people with the answer “%(answer)s” get a place.",
                choice.quota,
                answer=choice.text,
            )
            for choice in limited
        ],
    }
