"""A study as a colleague looks at it before the launch: all that contributors will see, who holds it and when, what is
another now than at the last look; and the two answers."""

from flask import Blueprint, redirect

from commands import reviews
from models.studies import Study
from rules.questions import Question
from views import reply
from views.access import Reached, reach
from views.contributor import study as about
from views.customer import build, build_review, reviewed, screener_step
from views.happened import SENTENCES
from views.offers import Shown, offers
from views.timeline import Told, journal

views = Blueprint("review", __name__)
ANSWERS = ("approve", "send_back")
PARTS = ("details", "audience", "times", "items")
# States in which a study that was never launched can be looked at as a whole.
BEFORE = ("draft", "in_review", "approved")


@views.get("/studies/<code>/review")
def look(code: str):
    """Everything on one page; a study that was launched has its own page for that."""
    reached = reach("study", code, "customer")
    if reached.row.state not in BEFORE:
        return redirect(reply.address(reached.row), 303)
    return page(reached)


def page(reached: Reached):
    """The study, what was said about it, and what can be answered."""
    row: Study = reached.row
    entries, _letters = journal([row])
    before = last_look(entries)
    named = build.labels(row)
    parts = {part.key: part for part in reviewed.parts(row, build_review.LINES, {step: [] for step in named})}
    changed = reviews.changed_since(row, before.details["marks"]) if before else []
    return reply.page(
        "customer/study/review.html",
        row=row,
        reached=reached,
        note=asked_for(entries),
        before=before,
        before_label=SENTENCES["study", before.event] if before else None,
        changed=[label for name, label in named.items() if name in changed],
        parts=[parts[name] for name in PARTS if name in parts],
        questions=questions(row),
        answers=answers(reached),
        own=row.author_id == reached.by.who,
        seen=about.told_of(row, choosing=False),
    )


def questions(row: Study) -> list[tuple[int, Question, str, list[tuple]]]:
    """The screener, with what each answer means."""
    asked = row.asked()
    return [
        (number, one, screener_step.KINDS[one.kind], screener_step.lines(asked, one))
        for number, one in enumerate(asked, 1)
    ]


def answers(reached: Reached) -> dict[str, Shown]:
    """Approve and send back, where they are on offer: with the sentence where one is not possible for this asker."""
    return {one.event: one for one in offers(reached) if one.event in ANSWERS}


def last_look(entries: list[Told]) -> Told | None:
    """When a colleague last approved it or sent it back."""
    return next((one for one in reversed(entries) if one.event in ANSWERS and one.details.get("marks")), None)


def asked_for(entries: list[Told]) -> Told | None:
    """The request for a review that waits for its answer, with its note."""
    found = next((one for one in reversed(entries) if one.event in ("request_review", *ANSWERS, "launch")), None)
    return found if found is not None and found.event == "request_review" else None


def sent_back(row: Study) -> Told | None:
    """What a colleague wrote when they sent a draft back, as long as nobody asked for a review again."""
    if row.state != "draft" or not row.version:
        return None
    entries, _letters = journal([row])
    found = entries[-1] if entries else None
    return found if found is not None and found.event == "send_back" and found.notes else None
